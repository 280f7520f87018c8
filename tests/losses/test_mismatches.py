"""Where the reason a program gives and the words beside it tell two stories. The pairs are planted here, and named."""

from datetime import timedelta

import pytest

from wonback.clients.models import Client
from wonback.losses.mismatches import Score, Suggester, mismatches
from wonback.losses.models import Cause, Loss, Reason, Story, Wording
from wonback.losses.reading import guess

pytestmark = pytest.mark.django_db

# Reason, the client’s own words, and whether the two disagree. In the manner of the RavenStack churn events (Kaggle, synthetic, MIT).
PLANTED = [
    ("price", "switched to competitor", True),
    ("price", "too expensive", False),
    ("service", "missing features", True),
    ("competitor", "too expensive", True),
    ("competitor", "we chose another supplier", False),
    ("product-gap", "it was all a bit sad", False),
    ("not-asked", "missing features", False),
]


@pytest.fixture
def said(rosa, vera, noon, today):
    def say(number, key, words):
        client = Client.add(by=rosa, at=noon, since=None, name=f"Client {number}", owner=rosa)
        loss = Loss.record(client, Story(reason="not-asked", lost_on=today - timedelta(days=9)), by=rosa, at=noon)
        return loss.hear(Reason.objects.get(key=key), voice="client", words=words, by=vera, at=noon)

    return [say(number, key, words) for number, (key, words, _differs) in enumerate(PLANTED)]


class TestTheReport:
    def test_finds_what_was_planted_and_nothing_else(self, said, vera):
        found = {(one.reason.key, one.text) for one in mismatches(vera, suggester=Suggester.learned())}
        assert found == {(key, words) for key, words, differs in PLANTED if differs}

    def test_shows_no_lead_what_is_not_theirs(self, said, omar):
        assert mismatches(omar, suggester=Suggester.learned()) == []

    def test_takes_a_bare_wording_for_no_text(self, said, vera):
        Wording.objects.create(said="switched to competitor", seen_as="Switched to competitor")
        found = [one.text for one in mismatches(vera, suggester=Suggester.learned())]

        assert "switched to competitor" not in found

    def test_follows_merged_reasons(self, said, vera, adam, noon):
        Reason.objects.get(key="price").merge(Reason.objects.get(key="competitor"), by=adam, at=noon)
        found = {one.text for one in mismatches(vera, suggester=Suggester.learned())}

        assert found == {"missing features"}

    def test_is_a_page_that_says_how_far_to_trust_it(self, client, said, vera):
        client.force_login(vera)
        page = client.get("/losses/mismatches/").content.decode()

        assert "“switched to competitor”" in page
        assert "below five, a share would be chance" in page


class TestTheSuggester:
    def test_measures_its_rules_on_what_people_settled(self):
        settled = [("far too expensive", "price"), ("a bug every week", "quality"), ("never on time", "delivery")]
        assert Suggester(settled).rules == Score(right=2, told=2, n=3)

    def test_lets_what_was_learned_speak_once_it_has_earned_it(self):
        settled = [(f"{word} {number}", key) for number in "abcdefgh" for word, key in SETTLED]
        texts = [(f"{text} {word}", key) for text, key in settled for word in ("truly", "sadly")]
        good = Suggester(texts)

        assert good.learns
        assert good.suggest("a wombat ate it") == "quality"
        assert not Suggester(texts[:2]).learns

    def test_says_nothing_of_what_it_does_not_know(self):
        assert Suggester([]).suggest("Mercury in retrograde") == ""

    def test_hides_a_share_of_fewer_than_five(self):
        assert Score(3, 4, 9).share is None
        assert Score(4, 5, 9).share == 0.8


SETTLED = [("wombat", "quality"), ("quokka", "price"), ("numbat", "delivery")]


class TestTheTable:
    @pytest.fixture
    def dear(self, said):
        wording = Wording.objects.create(said="cost us an arm", seen_as="Cost us an arm")
        Cause.objects.filter(pk=said[5].pk).update(wording=wording, reason=Reason.objects.get(key="other"))
        return wording

    def test_asks_first_what_nobody_knows(self, client, dear, adam):
        Wording.objects.create(said="pricing", seen_as="Pricing", reason=Reason.objects.get(key="price"))
        client.force_login(adam)
        page = client.get("/losses/wordings/").content.decode()

        assert "One wording means nothing we know." in page
        assert page.index("Cost us an arm") < page.index("Pricing")

    def test_maps_again_what_came_with_it_and_says_who_said_so(self, client, dear, adam, said):
        client.force_login(adam)
        page = client.post(f"/losses/wordings/{dear.pk}/settle/", {"reason": "price"}, follow=True).content.decode()
        said[5].loss.refresh_from_db()

        assert said[5].loss.reason.key == "price"
        assert "1 loss follows" in page
        assert "says Adam Reyes" in page


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Attitude of support person", "people"),
        ("Competitor offered more data", "competitor"),
        ("Long distance charges", "price"),
        ("Network reliability", "quality"),
        ("Moved", "territory"),
        ("Don't know", "not-asked"),
        ("Mercury in retrograde", ""),
    ],
)
def test_the_rules_read(text, key):
    assert guess(text) == key
