"""How the asking goes: counted over losses one may open, and silent below five."""

from datetime import timedelta

import pytest

from wonback.interviews.models import Interview
from wonback.interviews.programme import Programme
from wonback.losses.models import Loss, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(northwind_loss, vera, noon, today):
    """Six losses of Rosa's; five were asked about, one of them declined."""
    price = Reason.objects.get(key="price")
    for number in range(5):
        loss = Loss.objects.get(pk=northwind_loss.pk)
        loss.pk, loss.external_id, loss.source = None, str(number), "copy"
        loss.lost_on = loss.noticed_on = today - timedelta(days=40)
        loss.save()
        Interview.objects.filter(loss=loss).delete()
        if number:
            Interview.note(loss, "" if number == 1 else "Late", declined=number == 1, by=vera, at=noon)
            loss.hear(price, voice="confirmed", by=vera, at=noon)
    northwind_loss.hear(price, voice="confirmed", by=vera, at=noon)
    return Programme(vera, today)


def test_counts_who_talks_how_soon_where_and_why(year):
    told = year.told()

    assert (told["acceptance"].count, told["acceptance"].n, told["acceptance"].percent) == (4, 5, 80)
    assert (told["days"], told["days_n"], told["lost"]) == (40, 5, 6)
    assert [(one.name, one.count, one.n) for one in told["coverage"]] == [("Tier B", 5, 6), ("Logistics", 5, 6)]
    assert [(one.name, one.count, one.n, one.percent) for one in told["reasons"]] == [("Price", 5, 5, 100)]


def test_is_silent_below_five(northwind_loss, vera, today):
    told = Programme(vera, today).told()

    assert (told["acceptance"].percent, told["days"], told["coverage"], told["reasons"]) == (None, None, [], [])


def test_counts_only_what_one_may_open(year, omar, today):
    assert Programme(omar, today).told()["lost"] == 0


def test_asks_the_database_five_times(year, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        year.told()
