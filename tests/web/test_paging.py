"""Pages of a list: every row once, in order, whatever happens between two pages."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from wonback.team.models import Team, Token, User
from wonback.web.paging import PageUnknown, page

NAMES = ["Rosa", "Ines", "Sam", "Rosa", "Abel", "Ines", "Rosa"]


@pytest.fixture
def people(db):
    """Seven people: some share a name, some have no e-mail, some no team."""
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    teams = [north, south, None, north, None, south, north]
    return [
        User.objects.create_user(
            f"p{place}@example.com" if place % 3 else None, name, team=team, minutes_a_day=10 * place
        )
        for place, (name, team) in enumerate(zip(NAMES, teams, strict=True))
    ]


def every_page(queryset, *, by, size):
    found, after = [], ""
    while True:
        part = page(queryset, by=by, after=after, size=size)
        found.append([row.pk for row in part])
        if not part.next:
            return found
        after = part.next


class TestPage:
    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
    @pytest.mark.parametrize(
        "by",
        [
            ("pk",),
            ("-pk",),
            ("name", "pk"),
            ("-name", "-pk"),
            ("email", "pk"),
            ("-email", "pk"),
            ("team__name", "-name", "pk"),
        ],
    )
    def test_shows_every_row_once_and_in_order(self, people, by, size):
        found = [pk for part in every_page(User.objects.select_related("team"), by=by, size=size) for pk in part]
        whole = [row.pk for row in page(User.objects.select_related("team"), by=by, size=100)]

        assert found == whole
        assert sorted(found) == sorted(person.pk for person in people)

    @pytest.mark.parametrize("by", [("email", "pk"), ("-email", "pk")])
    def test_puts_rows_without_a_value_last(self, people, by):
        emails = [row.email for row in page(User.objects.all(), by=by)]

        assert emails[-3:] == [None, None, None]
        assert sorted(emails[:-3], reverse=by[0].startswith("-")) == emails[:-3]

    def test_ends_without_a_mark_when_it_is_exactly_full(self, people):
        assert page(User.objects.all(), by=("pk",), size=7).next == ""

    def test_of_nothing_is_empty(self, db):
        nothing = page(User.objects.all(), by=("name", "pk"))

        assert (list(nothing), len(nothing), nothing.next) == ([], 0, "")

    def test_neither_skips_nor_repeats_when_rows_come_and_go(self, people):
        first = page(User.objects.all(), by=("minutes_a_day", "pk"), size=3)
        first.rows[0].delete()
        User.objects.create_user(None, "New", minutes_a_day=5)

        second = page(User.objects.all(), by=("minutes_a_day", "pk"), after=first.next, size=3)

        assert [row.minutes_a_day for row in second] == [30, 40, 50]

    def test_goes_on_after_a_row_that_is_gone(self, people):
        first = page(User.objects.all(), by=("minutes_a_day", "pk"), size=3)
        first.rows[2].delete()

        assert [
            row.minutes_a_day for row in page(User.objects.all(), by=("minutes_a_day", "pk"), after=first.next)
        ] == [30, 40, 50, 60]

    def test_orders_by_moments_too(self, people):
        for hour in (9, 7, 8):
            Token.issue(people[0], name=str(hour), scope="read", at=datetime(2026, 11, 23, hour, tzinfo=UTC))

        found = every_page(Token.objects.all(), by=("-created_at", "pk"), size=1)

        assert [Token.objects.get(pk=pk).name for (pk,) in found] == ["9", "8", "7"]

    def test_seeks_in_the_index_instead_of_counting_rows(self, people):
        if connection.vendor != "sqlite":
            pytest.skip("SQLite alone explains itself the same with seven rows as with millions")
        Token.objects.bulk_create(
            Token(user=people[0], name="t", digest=f"{place:064}", created_at=datetime(2026, 1, 1, tzinfo=UTC))
            for place in range(30)
        )
        first = page(Token.objects.all(), by=("digest",), size=10)
        with connection.execute_wrapper(collect := Queries()):
            page(Token.objects.all(), by=("digest",), after=first.next, size=10)
        sql, params = collect.seen[0]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())

        assert "SEARCH" in plan
        assert "TEMP B-TREE" not in plan


class Queries:
    """Keeps what is asked of the database, to ask how it would be answered."""

    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append((sql, params))
        return execute(sql, params, many, context)


class TestMark:
    def test_that_is_not_ours_is_refused_with_what_to_do(self, people):
        with pytest.raises(PageUnknown, match="Begin at the top"):
            page(User.objects.all(), by=("pk",), after="eyJhIjoxfQ")

    def test_of_another_order_is_refused(self, people):
        mark = page(User.objects.all(), by=("name", "pk"), size=2).next

        with pytest.raises(PageUnknown):
            page(User.objects.all(), by=("-name", "pk"), after=mark)
