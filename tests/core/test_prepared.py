"""Questions that are written once: they say what they would say if they were written anew, or refuse."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Case, Count, QuerySet, When

from tests.cast import person
from wonback.clients.models import Client, Entry
from wonback.core.days import add_workdays, start_of
from wonback.core.prepared import NotPreparable, prepared

DAY = date(2026, 11, 27)


@prepared
def due_of(user, *, as_of):
    return Client.objects.filter(owner=user, touch_by__lte=as_of).select_related("owner").order_by("name")


@prepared
def seen_by(user):
    return Client.objects.visible_to(user).order_by("name")


@prepared
def these(clients):
    return Client.objects.filter(pk__in=clients).order_by("name").values_list("name", flat=True)


@prepared
def beyond(*, as_of, until):
    early = as_of - timedelta(days=30)
    return (
        Client.objects.filter(touch_by__gte=early, touch_by__lt=until).order_by("name").values_list("name", flat=True)
    )


@pytest.fixture
def clients(db, ines):
    return {
        name: Client.objects.create(name=name, owner=ines, touch_by=DAY + timedelta(days=days))
        for name, days in {"Ash": -40, "Birch": -30, "Cedar": 0, "Dill": 1}.items()
    }


def day(away, hour):
    return start_of(DAY + timedelta(days=away)) + timedelta(hours=hour)


def named(found):
    return [str(one) for one in found]


class TestPrepared:
    def test_answers_each_person_with_their_own_rows(self, clients, ines, rosa):
        clients["Birch"].owner = rosa
        clients["Birch"].save()

        assert named(due_of(ines, as_of=DAY)) == ["Ash", "Cedar"]
        assert named(due_of(rosa, as_of=DAY)) == ["Birch"]
        assert named(due_of(ines, as_of=DAY + timedelta(days=1))) == ["Ash", "Cedar", "Dill"]

    def test_sees_what_was_written_since(self, clients, ines):
        due_of(ines, as_of=DAY)

        Client.objects.create(name="Elm", owner=ines, touch_by=DAY)

        assert named(due_of(ines, as_of=DAY)) == ["Ash", "Birch", "Cedar", "Elm"]

    def test_brings_what_belongs_to_a_row_in_the_same_query(self, clients, ines, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert {client.owner.name for client in due_of(ines, as_of=DAY)} == {ines.name}

    def test_is_another_question_for_another_role_and_for_whoever_is_in_no_team(self, clients, rosa, adam):
        lone = person("Lone Vang", "lead")

        assert [len(seen_by(one)) for one in (rosa, lone, adam)] == [0, 0, 4]
        assert len(seen_by.sentences) >= 3

    @pytest.mark.parametrize("most", [0, 1, 2, 9])
    def test_takes_lists_of_any_length(self, clients, most):
        keys = {client.pk: name for name, client in clients.items()}

        assert these(list(keys)[:most]) == sorted(keys.values())[:most]

    def test_counts_days_from_the_day_it_is_asked_on(self, clients):
        assert beyond(as_of=DAY, until=DAY) == ["Birch"]
        assert beyond(as_of=DAY - timedelta(days=10), until=DAY + timedelta(days=9)) == [
            "Ash",
            "Birch",
            "Cedar",
            "Dill",
        ]

    def test_knows_the_first_moment_of_a_day(self, clients, ines):
        @prepared
        def put_down(*, as_of):
            since = start_of(as_of - timedelta(days=7))
            return Entry.objects.filter(at__gte=since).order_by("at").values_list("client__name", flat=True)

        for client, at in zip(clients.values(), (day(-8, 23), day(-7, 0), day(0, 9)), strict=False):
            client.timeline.create(at=at, actor=ines, verb="noted")

        assert put_down(as_of=DAY) == ["Birch", "Cedar"]
        assert put_down(as_of=DAY - timedelta(days=120)) == ["Ash", "Birch", "Cedar"]

    def test_is_written_once(self, clients, ines):
        written = []

        @prepared
        def mine(user) -> QuerySet:
            written.append(user)
            return Client.objects.filter(owner=user)

        assert len(mine(ines)) == len(mine(ines)) == 4
        assert ines not in written[:2]
        assert len([one for one in written if one.pk != ines.pk]) == 2


class TestPlans:
    def test_one_is_kept_where_the_database_keeps_any(self, clients, ines, rosa):
        for who, later in ((ines, 0), (rosa, 0), (ines, 40_000)):
            due_of(who, as_of=DAY + timedelta(days=later))

        assert plans_of("clients_client") == (1 if connection.vendor == "postgresql" else 0)

    def test_what_does_not_change_stands_in_the_text_as_it_is(self, clients, ines):
        clients["Ash"].name = odd = "100 % of 'Ash' %s %(name)s"
        clients["Ash"].save()

        @prepared
        def called_so(user):
            return Client.objects.filter(owner=user, name=odd).values_list("name", flat=True)

        assert called_so(ines) == called_so(ines) == [odd]

    def test_a_value_that_is_said_twice_is_one(self, clients, ines):
        @prepared
        def by_day(*, as_of):
            is_due = Case(When(touch_by__lte=as_of, then=1), default=0)
            return Client.objects.values(due=is_due).annotate(n=Count("pk")).order_by("due").values_list("due", "n")

        assert by_day(as_of=DAY) == [(0, 1), (1, 3)]


def plans_of(table):
    """How many plans of questions about a table this connection keeps."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f'%FROM "{table}"%'])
        return cursor.fetchone()[0]


class TestRefuses:
    def test_a_day_that_is_not_so_many_days_away(self, db):
        @prepared
        def by_then(*, as_of):
            return Client.objects.filter(touch_by__lte=add_workdays(as_of, 1))

        with pytest.raises(NotPreparable):
            by_then(as_of=DAY)

    def test_a_number_that_is_worked_out(self, db):
        @prepared
        def after(pk):
            return Client.objects.filter(pk=pk + 1_000_000)

        with pytest.raises(NotPreparable):
            after(7)

    def test_what_is_written_in_another_way_for_another_value(self, db):
        @prepared
        def odd(pk):
            return Client.objects.filter(pk=pk) if pk < 4_500_000_000_000_000 else Client.objects.all()

        with pytest.raises(NotPreparable):
            odd(7)

    def test_what_it_knows_nothing_of(self, db, ines):
        @prepared
        def named_like(text):
            return Client.objects.filter(name=text)

        @prepared
        def written_to(user):
            return Client.objects.filter(name=user.email)

        with pytest.raises(NotPreparable):
            named_like("Ash")
        with pytest.raises(Exception, match="email"):
            written_to(ines)
