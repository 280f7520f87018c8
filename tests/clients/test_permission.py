"""What a client allowed or refused: for what, by which way, from and until when; asked of one person on one day."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.clients.models import Client, Contact, Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(northwind):
    return northwind.contacts.get()


@pytest.fixture
def said(dana, rosa, noon):
    def note(answer, **terms):
        facts = {"client": dana.client, "words": "As they said."} | terms
        return Permission.note(by=rosa, at=noon, answer=answer, **facts)

    return note


def may(contact, day, channel="mail", scope=""):
    return contact.may_be_reached(channel=channel, scope=scope, as_of=day)


class TestWhatWasAllowed:
    def test_is_open_while_nobody_asked(self, dana, today):
        assert may(dana, today, scope="offer")

    def test_for_one_thing_says_nothing_about_another(self, dana, said, today):
        said("allowed", scope="news", until=today)

        assert not may(dana, today, scope="news")
        assert may(dana, today, scope="offer")
        assert may(dana, today)

    def test_holds_for_the_way_it_was_given_for(self, dana, said, today):
        said("allowed", scope="call", channel="call")

        assert may(dana, today, channel="call", scope="call")
        assert not may(dana, today, channel="mail", scope="call")

    def test_holds_from_its_first_day_until_the_day_before_its_last(self, dana, said, today):
        said("allowed", not_before=today, until=today + timedelta(days=2))
        days = [may(dana, today + timedelta(days=n), scope="news") for n in (-1, 0, 1, 2)]

        assert days == [False, True, True, False]

    @pytest.mark.parametrize(
        ("terms", "refusal"),
        [
            ({"not_before": 5}, "Wait until Nov. 28, 2026: they said “As they said.”."),
            ({"until": 0}, "Ask them anew: it ended on Nov. 23, 2026 that they said “As they said.”."),
            ({"channel": "call"}, "Keep to what they allowed: they said “As they said.”."),
        ],
    )
    def test_says_what_to_do_where_it_does_not_reach(self, dana, said, today, terms, refusal):
        said(
            "allowed",
            **{name: today + timedelta(days=one) if isinstance(one, int) else one for name, one in terms.items()},
        )
        no = dana.objection(channel="mail", scope="offer", as_of=today)

        assert no.as_refusal(as_of=today) == refusal

    def test_of_a_colleague_is_not_theirs(self, dana, said, today):
        kim = Contact.objects.create(client=dana.client, name="Kim")
        said("allowed", contact=kim, scope="news")

        assert may(dana, today, scope="offer")


class TestWhatWasRefused:
    def test_by_the_company_binds_everybody_there(self, dana, said, today):
        said("refused")
        kim = Contact.objects.create(client=dana.client, name="Kim")

        assert not may(dana, today)
        assert not may(kim, today, channel="call", scope="offer")
        assert not Client.objects.may_be_called(as_of=today).filter(pk=dana.client_id).exists()

    def test_by_one_person_binds_us_to_that_person(self, dana, said, today):
        said("refused", contact=dana)
        kim = Contact.objects.create(client=dana.client, name="Kim")

        assert (may(dana, today), may(kim, today)) == (False, True)

    def test_by_one_person_binds_us_wherever_that_person_is_written_down_again(self, dana, contoso, said, today):
        dana.email = "dana@example.org"
        dana.save()
        said("refused", contact=dana)
        again = Contact.objects.create(client=contoso, name="D. Vogt", email="Dana@example.org")
        other = Contact.objects.create(client=contoso, name="Kim", email="kim@example.org")
        nobody = Contact.objects.create(client=contoso, name="No address")

        assert [may(one, today) for one in (again, other, nobody)] == [False, True, True]

    def test_for_one_way_leaves_the_others(self, dana, said, today):
        said("refused", channel="mail")

        assert (may(dana, today), may(dana, today, channel="call")) == (False, True)
        assert Client.objects.may_be_called(as_of=today).filter(pk=dana.client_id).exists()

    def test_is_not_undone_by_a_later_yes_of_somebody_else(self, dana, said, today):
        said("refused")
        said("allowed", contact=dana)

        assert not may(dana, today, scope="news")

    def test_until_a_day_ends_on_it(self, dana, said, today):
        said("refused", until=today + timedelta(days=1))

        assert (may(dana, today), may(dana, today + timedelta(days=1))) == (False, True)


TERMS = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["allowed", "refused"]),
        "scope": st.sampled_from(["", "news", "call"]),
        "channel": st.sampled_from(["", "mail", "call"]),
        "not_before": st.sampled_from([None, -3, 2]),
        "until": st.sampled_from([None, -1, 3]),
    }
)


def in_force(terms, channel, scope):
    begun = terms["not_before"] is None or terms["not_before"] <= 0
    over = terms["until"] is not None and terms["until"] <= 0
    return (
        begun and not over and terms["channel"] in {"", channel} and terms["scope"] in ({"", scope} if scope else {""})
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TERMS, max_size=4), st.sampled_from(["mail", "call"]), st.sampled_from(["", "news", "call"]))
def test_of_many_answers_one_refusal_counts_and_one_yes_is_enough(dana, said, today, answers, channel, scope):
    """The rule in one line each, beside the query."""
    Permission.objects.all().delete()
    for terms in answers:
        days = {
            name: None if terms[name] is None else today + timedelta(days=terms[name])
            for name in ("not_before", "until")
        }
        said(**terms | days)
    refused = any(one["answer"] == "refused" and in_force(one, channel, scope) for one in answers)
    yeses = [one for one in answers if one["answer"] == "allowed" and one["scope"] in {"", scope}]
    covered = not scope or not yeses or any(in_force(one, channel, scope) for one in yeses)

    assert may(dana, today, channel=channel, scope=scope) == (covered and not refused)
