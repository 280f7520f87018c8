"""Five whys: from what happened down to what we can change."""

import pytest

from wonback.losses.models import Why, WordsMissing
from wonback.losses.models.why import DeepEnough
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db

ANSWERS = [
    "The lorry was late.",
    "It waited for a part.",
    "Nobody had ordered it.",
    "No list says who orders.",
    "We never wrote one.",
]


@pytest.fixture
def whys(northwind_loss, rosa, noon):
    return [Why.write(northwind_loss, because, by=rosa, at=noon) for because in ANSWERS]


class TestWrite:
    def test_goes_one_deeper_each_time(self, whys):
        assert [why.depth for why in whys] == [1, 2, 3, 4, 5]

    def test_tells_the_timeline(self, whys, northwind):
        assert "“We never wrote one”." in str(northwind.timeline.order_by("-pk").first())

    def test_is_made_of_words(self, northwind_loss, rosa, noon):
        with pytest.raises(WordsMissing):
            Why.write(northwind_loss, " ", by=rosa, at=noon)

    def test_ends_at_seven(self, whys, northwind_loss, rosa, noon):
        for because in ("Six.", "Seven."):
            Why.write(northwind_loss, because, by=rosa, at=noon)
        with pytest.raises(DeepEnough):
            Why.write(northwind_loss, "Eight.", by=rosa, at=noon)

    def test_is_for_whoever_asked_the_client_too(self, northwind_loss, vera, noon):
        assert Why.write(northwind_loss, "Because.", by=vera, at=noon).depth == 1


class TestStrike:
    def test_takes_along_what_was_built_on_it(self, whys, northwind_loss, rosa, noon):
        whys[2].strike(by=rosa, at=noon)

        assert list(northwind_loss.whys.values_list("depth", flat=True)) == [1, 2]

    def test_is_for_those_who_work_on_it(self, whys, vera, noon):
        with pytest.raises(NotAllowed):
            whys[0].strike(by=vera, at=noon)


class TestThePage:
    def test_leads_from_the_deepest_why_to_a_change(self, client, whys, northwind_loss, rosa):
        client.force_login(rosa)
        page = client.get(northwind_loss.get_absolute_url()).content.decode()
        there = client.get("/changes/?what=We%20never%20wrote%20one.").content.decode()

        assert "/changes/?what=We%20never%20wrote%20one.#add" in page
        assert 'value="We never wrote one."' in there

    def test_writes_and_strikes(self, client, northwind_loss, rosa):
        client.force_login(rosa)
        at = f"/losses/{northwind_loss.pk}/whys/"
        client.post(at, {"because": "The lorry was late."})
        assert northwind_loss.whys.get().because == "The lorry was late."

        client.post(f"{at}strike/", {"depth": 1})
        assert not northwind_loss.whys.exists()
        assert client.post(f"{at}strike/", {"depth": "²"}).status_code == 404
