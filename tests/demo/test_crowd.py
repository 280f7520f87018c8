"""A crowd keeps the same rules as the clients that have a story."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q

from wonback.care.models import Cadence, Touch
from wonback.clients.models import Client, Deal, Entry, Purchase, Spell
from wonback.demo.crowd import Crowd
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.winback.models import Plan

SIZE = 500
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        Crowd(SIZE, as_of=DAY).make()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def opened(crowd, django_db_blocker):
    with django_db_blocker.unblock():
        yield


class TestCrowd:
    def test_is_as_large_as_asked_for(self):
        counts = (Client.objects.count(), Touch.objects.count(), Purchase.objects.count(), Spell.objects.count())
        assert counts == (SIZE, 10 * SIZE, 10 * SIZE, SIZE)

    def test_tells_every_touch_and_loss(self):
        assert Entry.objects.count() == Touch.objects.count() + Loss.objects.count()

    def test_knows_when_each_was_touched_last(self):
        for client in Client.objects.annotate(newest=Max("touches__at", filter=Q(touches__reached=True))):
            assert client.last_touch_on == (client.newest.date() if client.newest else None)
            assert client.touch_by is None or client.touch_by == Cadence.objects.of(client).next_touch(
                client.last_touch_on
            )

    def test_touches_nobody_before_they_are_a_client(self):
        lives = Client.objects.annotate(first=Min("touches__at__date"), began=Min("spells__started_on"))
        assert not lives.filter(first__lt=F("began")).exists()

    def test_ends_the_lives_of_those_it_loses(self):
        lost = Client.objects.filter(standing="lost")

        assert lost.exists()
        assert not lost.filter(spells__ended_on=None).exists()
        assert lost.count() == Loss.objects.filter(kind="client").count()

    def test_records_a_loss_for_each_lost_deal_with_its_cause(self):
        assert Deal.objects.filter(outcome="lost", loss=None).count() == 0
        assert not Loss.objects.filter(causes=None).exists()
        assert not Loss.objects.filter(rank=0).exists()

    def test_gives_everybody_a_book(self):
        books = dict(Client.objects.values_list("owner__email").annotate(Count("pk")))
        assert books == {"rep001@northbeam.example": SIZE // 2, "rep002@northbeam.example": SIZE // 2}
        assert User.objects.filter(role="lead").count() == 1

    def test_is_found_by_name(self):
        name = Client.objects.order_by("pk").values_list("name", flat=True).first()
        assert Client.objects.search(name).exists()

    def test_leaves_the_database_able_to_count_on(self):
        """Keys given by hand must not be given again."""
        connection.check_constraints()
        assert (
            Client.objects.create(name="One more").pk
            > Client.objects.exclude(name="One more").aggregate(m=Max("pk"))["m"]
        )
        assert Plan.objects.exists()
