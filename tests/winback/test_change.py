"""What our company changes, and what that holds up."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, WordsMissing
from wonback.winback.models import Change, Plan
from wonback.winback.models.change import EvidenceMissing, NotYourChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_change(vera, rosa, noon, today):
    """Owned by somebody outside sales."""
    return Change.name("Weigh every pallet", owner=vera, due_by=today, by=rosa, at=noon)


class TestName:
    def test_needs_words(self, rosa, noon):
        with pytest.raises(WordsMissing):
            Change.name(" ", owner=rosa, by=rosa, at=noon)


class TestMake:
    def test_tells_every_client_who_waited(self, open_change, fabrikam_loss, rosa, vera, noon):
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        open_change.make("A scale at gate 4.", by=vera, at=noon)

        last = str(fabrikam_loss.client.timeline.order_by("-pk")[0])
        assert last == "Vera Castellanos made a change Fabrikam was waiting for: Weigh every pallet."

    def test_needs_evidence(self, open_change, vera, noon):
        with pytest.raises(EvidenceMissing):
            open_change.make("", by=vera, at=noon)

    def test_happens_once(self, open_change, vera, noon):
        hers = Change.objects.get()
        open_change.make("A scale at gate 4.", by=vera, at=noon)

        with pytest.raises(AlreadyDone):
            hers.make("Done.", by=vera, at=noon)

    def test_is_the_word_of_who_answers_for_it_or_of_a_lead(self, open_change, sam, ines, noon):
        with pytest.raises(NotYourChange, match="Ask Vera Castellanos"):
            open_change.make("A scale at gate 4.", by=sam, at=noon)
        open_change.make("A scale at gate 4.", by=ines, at=noon)

        assert open_change.made_by == ines


class TestTheRegister:
    def test_stands_in_the_order_of_the_money_held_up(self, open_change, northwind_loss, fabrikam_loss, rosa, noon):
        dear = Change.name("A second carrier", owner=rosa, by=rosa, at=noon)
        idle = Change.name("New chairs", owner=rosa, by=rosa, at=noon)
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon).require(dear, by=rosa, at=noon)

        found = list(Change.objects.by_blocked_money())

        assert found == [dear, open_change, idle]
        assert [change.blocked for change in found] == [Decimal(48_000), Decimal(12_500), None]

    def test_never_adds_two_currencies(self, open_change, northwind_loss, fabrikam_loss, rosa, noon):
        for loss in (northwind_loss, fabrikam_loss):
            Plan.start(loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        Loss.objects.filter(pk=fabrikam_loss.pk).update(currency="USD")

        rows = Change.objects.blocked_by_currency()

        assert [(row["currency"], row["amount"]) for row in rows] == [("EUR", 48_000), ("USD", 12_500)]
        assert Change.objects.by_blocked_money()[0].blocked == 48_000

    def test_holds_up_nothing_once_the_plan_is_resting(self, open_change, fabrikam_loss, rosa, noon, today):
        plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
        plan.require(open_change, by=rosa, at=noon)
        plan.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=9))

        assert Change.objects.by_blocked_money()[0].waiting == 0

    def test_a_change_is_late_from_the_day_after(self, open_change, today):
        assert not open_change.is_late(as_of=today)
        assert open_change.is_late(as_of=today + timedelta(days=1))
