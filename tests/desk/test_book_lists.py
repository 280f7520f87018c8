"""The long lists behind the sentences of a book: the first hundred, in the order of all."""

from datetime import timedelta

import pytest

from wonback.clients.models import Client
from wonback.desk import book_lists
from wonback.desk.book import REVENUE, Book
from wonback.desk.book_lists import LISTS, SHOWN
from wonback.figures.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(rosa, today):
    """Somewhat more clients than are shown, all of whom wait; every third buys nothing that we know of."""
    clients = Client.objects.bulk_create(
        Client(
            name=f"Client {n}",
            name_key=f"client {n}",
            owner=rosa,
            standing="active",
            touch_by=today - timedelta(days=n),
        )
        for n in range(1, SHOWN * 2)
    )
    Figure.objects.bulk_create(
        Figure(
            metric=REVENUE,
            subject="client",
            subject_id=client.pk,
            currency="EUR",
            as_of=today,
            value=client.pk % 50,
            n=1,
        )
        for client in clients
        if client.pk % 3
    )
    return clients


def listed(user, noon, today, key="neglected"):
    return LISTS[key].of(Book(user, noon, today))


def revenues(listing):
    return [line.amount and line.amount.amount for line in listing]


class TestTheFirst:
    def test_are_those_of_the_whole_company_who_buy_most(self, waiting, adam, noon, today):
        listing = listed(adam, noon, today)

        most = sorted((pk % 50 for pk in (client.pk for client in waiting) if pk % 3), reverse=True)[:SHOWN]
        assert revenues(listing) == most
        assert (listing.count, listing.left_out) == (len(waiting), str(len(waiting) - SHOWN))

    def test_are_filled_up_with_those_who_buy_nothing_we_know_of(self, waiting, adam, noon, today):
        Figure.objects.filter(value__gte=10).delete()

        known = Figure.objects.count()
        assert revenues(listed(adam, noon, today)).count(None) == SHOWN - known > 0

    def test_hold_a_client_with_two_currencies_once(self, waiting, adam, noon, today):
        first = Figure.objects.order_by("-value").first()
        Figure.objects.create(
            metric=REVENUE, subject="client", subject_id=first.subject_id, currency="USD", as_of=today, value=900, n=1
        )

        names = [line.name for line in listed(adam, noon, today)]
        assert len(set(names)) == len(names) == SHOWN

    def test_are_the_same_in_the_book_of_a_lead(self, waiting, adam, ines, noon, today):
        assert [line.name for line in listed(ines, noon, today)] == [line.name for line in listed(adam, noon, today)]


def test_nobody_counts_on_beyond_the_limit(waiting, adam, noon, today, monkeypatch):
    monkeypatch.setattr(book_lists, "MOST_COUNTED", 150)

    assert listed(adam, noon, today).left_out == "Over 50"
