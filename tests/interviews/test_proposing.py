"""Whom to ask first among neutral people."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wonback.interviews.proposing import Asker, choose

DAY = date(2026, 11, 23)
askers = st.lists(
    st.builds(
        Asker,
        pk=st.integers(1, 10_000),
        name=st.sampled_from(["Vera", "Omar", "Ines"]),
        a_month=st.integers(0, 6),
        this_month=st.integers(0, 8),
        last_on=st.none() | st.dates(DAY - timedelta(days=90), DAY),
        is_away=st.booleans(),
        handed_on=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.pk,
)


def asker(pk=1, **facts):
    return Asker(**{"pk": pk, "name": f"Person {pk}", "a_month": 6} | facts)


class TestTheChoice:
    def test_falls_on_whoever_had_fewest_this_month(self):
        assert choose([asker(1, this_month=2), asker(2, this_month=1)]).pk == 2

    def test_then_on_whoever_waited_longest(self):
        long_ago, lately = DAY - timedelta(days=60), DAY - timedelta(days=6)

        assert choose([asker(1, last_on=lately), asker(2, last_on=long_ago)]).pk == 2
        assert choose([asker(1, last_on=lately), asker(2)]).pk == 2

    def test_passes_over_those_who_are_full_away_or_said_no(self):
        others = [asker(1, this_month=6), asker(2, is_away=True), asker(3, handed_on=True)]

        assert choose([*others, asker(4, this_month=5)]).pk == 4

    def test_is_explained(self):
        asked = asker(1, name="Vera Castellanos", this_month=2, last_on=DAY - timedelta(days=9))

        assert choose([asked]).because == (
            "Vera Castellanos is neutral, has room for 4 talks this month, and was last asked on 14 November."
        )
        assert "was never asked before" in choose([asker()]).because

    def test_of_nobody_says_what_to_do(self):
        said = [
            choose(neutral).because
            for neutral in ([], [asker(handed_on=True)], [asker(is_away=True)], [asker(this_month=6)])
        ]

        assert [sentence.split(":")[1] for sentence in said] == [
            " nobody here is neutral.",
            " everybody neutral has handed it on.",
            " everybody neutral is away.",
            " everybody neutral has as many talks as they can take.",
        ]

    @given(askers)
    def test_never_falls_on_somebody_who_cannot(self, neutral):
        chosen = choose(neutral)
        able = {one.pk for one in neutral if not one.is_away and not one.handed_on and one.this_month < one.a_month}

        assert chosen.pk in able if able else chosen.pk is None
        assert chosen.because.endswith(".")

    @given(askers)
    def test_does_not_depend_on_the_order(self, neutral):
        assert choose(neutral) == choose(neutral[::-1]) or not choose(neutral).pk

    @given(st.integers(2, 5), st.integers(1, 20))
    def test_shares_talks_out_evenly(self, people, talks):
        counts = dict.fromkeys(range(1, people + 1), 0)
        for _talk in range(talks):
            neutral = [asker(pk, a_month=50, this_month=n) for pk, n in counts.items()]
            counts[choose(neutral).pk] += 1

        assert max(counts.values()) - min(counts.values()) <= 1
