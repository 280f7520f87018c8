"""A client and the verbs about it: what changes, who may, and what the timeline says."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from wonback.clients.models import Client, Spell, Word
from wonback.clients.models.client import ADDED, HANDED_OVER, NameMissing, NotAnOwner
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


def story(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


@pytest.fixture
def acme(rosa, noon):
    return Client.add(by=rosa, at=noon, since=date(2024, 5, 1), name="Acme Tools GmbH", owner=rosa)


class TestAdding:
    def test_writes_down_a_client_with_a_first_life_and_says_so(self, acme, rosa):
        assert (acme.standing, acme.owner, acme.spell.started_on) == ("active", rosa, date(2024, 5, 1))
        assert story(acme) == ["Rosa Lindqvist added Acme Tools GmbH."]

    def test_does_not_invent_a_day_nobody_knows(self, rosa, noon, today):
        client = Client.add(by=rosa, at=noon, since=None, name="Old friends")

        assert client.spell.started_on is None
        assert client.spell.days(as_of=today) is None

    def test_invents_no_size_no_people_and_no_last_touch(self, acme):
        acme.refresh_from_db()

        assert (acme.employees, acme.last_touch_on, acme.touch_by) == (None, None, None)

    def test_lets_the_search_find_them_at_once(self, acme):
        assert list(Client.objects.search("too")) == [acme]

    def test_is_part_of_the_work(self, vera, noon):
        with pytest.raises(NotAllowed):
            Client.add(by=vera, at=noon, since=None, name="Acme")
        assert not Client.objects.exists()

    @pytest.mark.parametrize("name", ["", "   "])
    def test_asks_for_a_name(self, rosa, noon, name):
        with pytest.raises(NameMissing, match="Give the client a name."):
            Client.add(by=rosa, at=noon, since=None, name=name)

    def test_happens_wholly_or_not_at_all(self, rosa, noon, monkeypatch):
        monkeypatch.setattr(Client, "remember_name", lambda self: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            Client.add(by=rosa, at=noon, since=None, name="Half a client")
        assert not Client.objects.filter(name="Half a client").exists()


class TestCorrecting:
    def test_changes_what_is_new_and_names_it(self, acme, rosa, noon):
        acme.correct(by=rosa, at=noon, tier="A", industry="Tools")
        acme.refresh_from_db()

        assert (acme.tier, acme.industry) == ("A", "Tools")
        assert story(acme)[-1] == "Rosa Lindqvist corrected what we know of Acme Tools GmbH: tier, industry."

    def test_says_nothing_when_nothing_is_new(self, acme, rosa, noon):
        acme.correct(by=rosa, at=noon, name="Acme Tools GmbH", tier=acme.tier)

        assert len(story(acme)) == 1

    def test_leaves_out_what_stayed_the_same(self, acme, rosa, noon):
        acme.correct(by=rosa, at=noon, tier=acme.tier, country="Chile")

        assert story(acme)[-1].endswith(": country.")

    def test_of_a_name_moves_the_search_and_the_key(self, acme, rosa, noon):
        acme.correct(by=rosa, at=noon, name="Zenith AG")

        assert list(Client.objects.search("zen")) == [acme]
        assert list(Client.objects.search("acme")) == []
        assert Client.objects.get(pk=acme.pk).name_key == "zenith"

    def test_of_anything_else_leaves_the_search_alone(self, acme, rosa, noon):
        before = set(Word.objects.values_list("pk", flat=True))
        acme.correct(by=rosa, at=noon, tier="A")

        assert set(Word.objects.values_list("pk", flat=True)) == before

    def test_takes_no_name_away(self, acme, rosa, noon):
        with pytest.raises(NameMissing):
            acme.correct(by=rosa, at=noon, name=" ")
        assert Client.objects.get(pk=acme.pk).name == "Acme Tools GmbH"

    def test_is_part_of_the_work(self, acme, vera, noon):
        with pytest.raises(NotAllowed):
            acme.correct(by=vera, at=noon, tier="A")


class TestHandingOver:
    def test_gives_another_owner_and_says_so(self, acme, sam, ines, noon):
        acme.hand_over(sam, by=ines, at=noon)
        acme.refresh_from_db()

        assert acme.owner == sam
        assert story(acme)[-1] == "Ines Okafor handed Acme Tools GmbH over to Sam Oduya."

    def test_is_for_a_lead(self, acme, sam, rosa, noon):
        with pytest.raises(NotAllowed):
            acme.hand_over(sam, by=rosa, at=noon)
        acme.refresh_from_db()
        assert acme.owner == rosa

    def test_goes_to_somebody_who_is_here_and_works_with_clients(self, acme, sam, vera, ines, noon):
        sam.is_active = False
        for nobody in (sam, vera):
            with pytest.raises(NotAnOwner):
                acme.hand_over(nobody, by=ines, at=noon)

    def test_moves_the_client_out_of_one_book_into_another(self, acme, sam, rosa, ines, noon):
        acme.hand_over(sam, by=ines, at=noon)

        assert acme in Client.objects.in_book_of(sam)
        assert acme not in Client.objects.visible_to(rosa)


class TestLives:
    def test_end_and_begin_again_without_overwriting_the_first(self, acme):
        acme.leave(on=date(2025, 6, 1))
        acme.come_back(on=date(2026, 2, 1))

        lives = list(acme.spells.order_by("pk").values_list("started_on", "ended_on"))
        assert lives == [(date(2024, 5, 1), date(2025, 6, 1)), (date(2026, 2, 1), None)]
        assert acme.standing == "active"
        assert acme.spell.started_on == date(2026, 2, 1)

    def test_that_ended_leave_a_lost_client(self, acme):
        acme.leave(on=date(2025, 6, 1))

        assert Client.objects.get().standing == "lost"
        assert str(acme.spell) == "2024-05-01 to 2025-06-01"

    def test_are_never_two_at_a_time(self, acme):
        with pytest.raises(IntegrityError), transaction.atomic():
            acme.spells.create(started_on=date(2025, 1, 1))

    def test_last_as_many_days_as_have_passed(self, acme, today):
        assert acme.spell.days(as_of=date(2024, 5, 31)) == 30
        acme.leave(on=date(2024, 6, 1))
        assert acme.spell.days(as_of=today) == 31

    def test_are_laid_beside_a_list_the_newest_counting(self, acme):
        acme.leave(on=date(2025, 6, 1))
        acme.come_back(on=date(2026, 2, 1))

        listed = Client.objects.with_spell().get()
        assert (listed.began_on, listed.ended_on) == (date(2026, 2, 1), None)

    def test_go_with_their_client(self, acme):
        acme.delete()

        assert not Spell.objects.exists()


class TestTheTimeline:
    def test_calls_itself_wonback_where_nobody_did_it(self, acme, noon):
        acme.tell(HANDED_OVER, by=None, at=noon + timedelta(hours=1), to="Ines")

        assert story(acme)[-1] == "Wonback handed Acme Tools GmbH over to Ines."

    def test_is_unharmed_by_signs_that_mean_something_to_the_program(self, rosa, noon):
        client = Client.add(by=rosa, at=noon, since=None, name="{actor} & {0} %(x)s <b>")

        assert story(client) == ["Rosa Lindqvist added {actor} & {0} %(x)s <b>."]

    def test_tells_many_clients_the_same_in_one_go(self, acme, contoso, rosa, noon, django_assert_num_queries):
        with django_assert_num_queries(1):
            Client.tell_all([acme.pk, contoso.pk], ADDED, by=rosa, at=noon + timedelta(hours=1))
        assert [story(client)[-1] for client in (acme, contoso)] == [
            "Rosa Lindqvist added Acme Tools GmbH.",
            "Rosa Lindqvist added Contoso.",
        ]
