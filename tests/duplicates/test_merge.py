"""Putting two clients together, and taking them apart again."""

from datetime import date, timedelta

import pytest

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Alias, Client, Contact, Permission
from wonback.core.errors import Refusal
from wonback.duplicates.models import Merge, Pair
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story

pytestmark = pytest.mark.django_db


class TestTwoThatAreOne:
    def test_everything_the_other_had_is_the_survivors(self, contoso, twin, merge):
        assert not Client.objects.filter(pk=twin.pk).exists()
        assert contoso.purchases.count() == 3
        assert contoso.deals.get().name == "Racks"
        assert contoso.concerns.get().what == "Late"
        assert contoso.touches.count() == 2
        assert {one.name for one in contoso.contacts.all()} == {"Dana of Contoso", "Dana Weiss", "Kim Berg"}

    def test_fields_are_the_survivors_where_it_says_anything(self, contoso, merge):
        assert (contoso.name, contoso.town, contoso.employees) == ("Contoso", "Lund", 90)

    def test_fields_are_those_somebody_chose(self, contoso, twin, ines, noon):
        Merge.of(contoso, [twin], by=ines, at=noon, choices={"name": twin.pk})

        assert contoso.name == "Contoso AB"
        assert [found.pk for found in Client.objects.search("contoso ab")] == [contoso.pk]

    def test_is_found_by_either_name(self, contoso, merge):
        assert [found.pk for found in Client.objects.search("contosoab")] in ([contoso.pk], [])
        assert [found.pk for found in Client.objects.search("ab")] == [contoso.pk]

    def test_the_timeline_says_so_and_holds_both_stories(self, contoso, merge):
        said = [str(entry) for entry in contoso.timeline.order_by("-at", "-pk")]

        assert said[0] == "Ines Okafor put Contoso AB and Contoso together: they are one company."
        assert any("They are happy." in sentence for sentence in said)

    def test_what_cannot_stand_twice_stands_once(self, contoso, twin, merge):
        assert contoso.spells.get().started_on == date(2021, 3, 1)
        assert contoso.defences.get().steps.count() == 3
        assert contoso.sightings.count() == 2
        assert contoso.snoozes.get().until == merge.at.date() + timedelta(days=9)
        assert contoso.cadence.ideal_days == 20

    def test_is_due_counted_from_the_last_touch_of_either(self, contoso, merge, today):
        assert contoso.last_touch_on == today - timedelta(days=3)
        assert contoso.touch_by == today + timedelta(days=17)
        assert contoso.touch_latest_by == today + timedelta(days=37)

    def test_three_are_one_as_well(self, contoso, twin, ines, rosa, noon):
        third = Client.add(by=rosa, at=noon, since=None, name="Contoso Ltd", owner=rosa, domain="contoso.com")

        Merge.of(contoso, [twin, third], by=ines, at=noon)

        assert Client.objects.filter(name__startswith="Contoso").get().domain == "contoso.com"

    def test_asked_twice_is_done_once(self, contoso, twin, merge, ines, noon):
        assert Merge.of(contoso, [twin], by=ines, at=noon) == merge
        assert Merge.objects.count() == 1

    def test_of_one_alone_is_refused(self, contoso, ines, noon):
        with pytest.raises(Refusal, match="Choose two clients"):
            Merge.of(contoso, [contoso], by=ines, at=noon)

    def test_is_for_leads(self, contoso, twin, rosa, noon):
        with pytest.raises(Refusal, match="not part of your role|lead"):
            Merge.of(contoso, [twin], by=rosa, at=noon)

    def test_a_parent_is_not_its_own(self, contoso, twin, ines, noon):
        Client.objects.filter(pk=contoso.pk).update(parent=twin)

        Merge.of(contoso, [twin], by=ines, at=noon)

        assert contoso.parent is None


class TestWhatTheyAskedUsToLeave:
    def test_two_people_with_one_address_are_one_who_said_no(self, contoso, dana, refused, ines, noon, today):
        Merge.of(contoso, [refused.client], by=ines, at=noon)

        assert contoso.contacts.filter(email="dana@contoso.com").get() == dana
        assert not dana.may_be_reached(channel="mail", scope="offer", as_of=today)

    def test_a_no_of_the_company_binds_the_survivors_people(self, contoso, dana, twin, rosa, ines, noon, today):
        Permission.note(by=rosa, at=noon, client=contoso, contact=dana, answer="allowed", words="Sure.")
        Permission.note(by=rosa, at=noon - timedelta(days=9), client=twin, answer="refused", words="Never again.")

        Merge.of(contoso, [twin], by=ines, at=noon)

        assert not dana.may_be_reached(channel="call", as_of=today)
        assert not Client.objects.filter(pk=contoso.pk).may_be_called(as_of=today).exists()

    def test_a_mailbox_of_many_joins_nobody(self, contoso, twin, ines, noon):
        Contact.objects.create(client=contoso, name="Ann", email="info@contoso.com")
        Contact.objects.create(client=twin, name="Bo", email="info@contoso.com")

        merge = Merge.of(contoso, [twin], by=ines, at=noon)

        assert contoso.contacts.filter(email="info@contoso.com").count() == 2
        assert merge.people_apart == 1

    def test_whoever_looked_after_one_of_them_is_not_neutral(self, contoso, twin, sam, vera, ines, noon, today):
        Client.objects.filter(pk=twin.pk).update(owner=vera)
        twin.refresh_from_db()
        Merge.of(contoso, [twin], by=ines, at=noon)
        loss = Loss.record(contoso, Story(reason="price", lost_on=today), by=ines, at=noon)

        assert loss.objections_to(vera)


class TestWhereTheyStand:
    @pytest.fixture
    def lost_twin(self, twin, rosa, noon, today):
        Loss.record(twin, Story(reason="price", lost_on=today - timedelta(days=40)), by=rosa, at=noon)
        return twin

    def test_is_not_guessed(self, contoso, lost_twin, ines, noon):
        with pytest.raises(Refusal, match="Say where they stand: Contoso AB is lost, Contoso is a client"):
            Merge.of(contoso, [lost_twin], by=ines, at=noon)

    def test_lost_ends_the_life_of_both(self, contoso, lost_twin, ines, noon, today):
        Merge.of(contoso, [lost_twin], by=ines, at=noon, choices={"standing": lost_twin.pk})

        assert contoso.standing == "lost"
        assert not contoso.spells.filter(ended_on=None).exists()

    def test_still_a_client_means_the_loss_is_over(self, contoso, lost_twin, ines, noon):
        Merge.of(contoso, [lost_twin], by=ines, at=noon, choices={"standing": contoso.pk})

        assert contoso.standing == "active"
        assert contoso.losses.get().recovered_on is not None

    def test_one_loss_written_down_twice_is_one(self, contoso, lost_twin, rosa, ines, noon, today):
        Loss.record(
            contoso, Story(reason="price", lost_on=today - timedelta(days=38), words="Cheaper."), by=rosa, at=noon
        )

        merge = Merge.of(contoso, [lost_twin], by=ines, at=noon)

        assert contoso.losses.get().causes.get().words == "Cheaper."
        assert merge.losses_apart == 0


class TestTakingBack:
    def test_leaves_everything_as_it_was(self, contoso, twin, refused, ines, noon, everything):
        before = everything()
        merge = Merge.of(contoso, [twin], by=ines, at=noon, choices={"name": twin.pk, "phone": twin.pk})

        merge.take_back(by=ines, at=noon)

        after = everything()
        assert {label for label in before if before[label] != after[label]} == set()
        assert merge.outcome["edited"] == merge.outcome["gone"] == 0 < merge.outcome["reversed"]

    def test_leaves_losses_as_they_were(self, contoso, twin, rosa, ines, noon, today, everything):
        for client in (contoso, twin):
            Loss.record(client, Story(reason="price", lost_on=today, words="Cheaper"), by=rosa, at=noon)
        before = everything()

        Merge.of(contoso, [twin], by=ines, at=noon).take_back(by=ines, at=noon)

        after = everything()
        assert {label for label in before if before[label] != after[label]} == set()

    def test_leaves_what_people_changed_since(self, contoso, twin, merge, ines, noon):
        contoso.correct(by=ines, at=noon, town="Malmö")
        purchase = contoso.purchases.first()
        purchase.delete()
        late = Touch.log(contoso, Note(line="After it."), by=ines, at=noon)

        merge.take_back(by=ines, at=noon)

        contoso.refresh_from_db()
        late.refresh_from_db()
        assert contoso.town == "Malmö"
        assert late.client == contoso
        # The town, and the day of the last touch.
        assert (merge.outcome["edited"], merge.outcome["gone"]) == (2, 1)

    def test_is_told_to_both(self, contoso, twin, merge, ines, noon):
        merge.take_back(by=ines, at=noon)

        for client, other in ((contoso, "Contoso AB"), (Client.objects.get(pk=twin.pk), "Contoso")):
            newest = str(client.timeline.order_by("-pk").first())
            assert newest == f"Ines Okafor took {client} and {other} apart again: they are two companies."

    def test_twice_is_refused(self, merge, ines, noon):
        merge.take_back(by=ines, at=noon)

        with pytest.raises(Refusal, match="Look again"):
            merge.take_back(by=ines, at=noon)

    def test_takes_the_later_first(self, contoso, merge, rosa, ines, noon):
        third = Client.add(by=rosa, at=noon, since=None, name="Third", owner=rosa)
        later = Merge.of(contoso, [third], by=ines, at=noon)

        with pytest.raises(Refusal, match="Take the later one back first"):
            merge.take_back(by=ines, at=noon)
        later.take_back(by=ines, at=noon)
        merge.take_back(by=ines, at=noon)

        assert not Alias.objects.exists()

    def test_a_chain_is_taken_apart_link_by_link(self, contoso, merge, rosa, ines, noon):
        third = Client.add(by=rosa, at=noon, since=None, name="Third", owner=rosa)
        later = Merge.of(third, [contoso], by=ines, at=noon)
        merge.refresh_from_db()

        with pytest.raises(Refusal, match="Take the later one back first"):
            merge.take_back(by=ines, at=noon)
        later.take_back(by=ines, at=noon)
        merge.refresh_from_db()
        merge.take_back(by=ines, at=noon)

        assert Client.objects.filter(name__startswith="Contoso").count() == 2

    def test_a_no_said_meanwhile_stays_with_the_survivor(self, contoso, dana, merge, ines, noon, today):
        Permission.note(by=ines, at=noon, client=contoso, contact=dana, answer="refused", words="No.")

        merge.take_back(by=ines, at=noon)

        for one in Contact.objects.filter(email="dana@contoso.com"):
            assert not one.may_be_reached(channel="mail", as_of=today)


class TestPairs:
    def test_of_the_one_who_goes_are_remembered_for_the_survivor(
        self, contoso, twin, northwind, ines, rosa, noon, today
    ):
        for other in (contoso, northwind):
            one, two = sorted((other.pk, twin.pk))
            pair = Pair.objects.create(one_id=one, other_id=two, found_on=today, score=0.9)
        pair.keep_apart(by=rosa, at=noon)

        merge = Merge.of(contoso, [twin], by=ines, at=noon)

        assert {*Pair.objects.values_list("one", "other")} == {tuple(sorted((contoso.pk, northwind.pk)))}
        merge.take_back(by=ines, at=noon)
        assert Pair.objects.count() == 2
