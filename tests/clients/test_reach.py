"""Permission is a queryset: for each noun, who sees Rosa's, what is nobody's, and what belongs to people without a team."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wonback.care.models import Concern, Promise, Touch
from wonback.clients.models import Client, Contact, Deal
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Proposal
from wonback.winback.models import HandOut, Plan

pytestmark = pytest.mark.django_db

PEOPLE = ("rosa", "ines", "adam", "vera", "sam", "omar", "lone")


@pytest.fixture
def seen_by(request):
    """The names of those who see a record."""

    def ask(record, *, through="visible_to"):
        among = type(record).objects
        people = {name: request.getfixturevalue(name) for name in PEOPLE}
        return {name for name, one in people.items() if getattr(among, through)(one).filter(pk=record.pk).exists()}

    return ask


@pytest.fixture
def rosas(contoso, ready_plan, fabrikam_loss, rosa, ines, noon, today):
    """One of each noun, all Rosa's."""
    due_by = today + timedelta(days=3)
    deal = Deal.objects.create(client=contoso, name="A pump", currency="EUR", owner=rosa)
    silence = Proposal.objects.create(
        client=contoso,
        silent_since=today - timedelta(days=200),
        silent_days=200,
        rhythm_days=30,
        purchases=12,
        worth=Decimal(9_000),
        currency="EUR",
        as_of=today,
    )
    made = [
        contoso,
        Contact.objects.get(client=contoso),
        Touch.objects.get(client=contoso),
        Promise.make(contoso, "A quote", by=rosa, at=noon, due_by=due_by),
        Concern.raise_(contoso, "Late again", by=rosa, at=noon, due_by=due_by),
        deal,
        silence,
        ready_plan,
        HandOut.give(fabrikam_loss, rosa, by=ines, at=noon),
    ]
    return {type(one): one for one in made}


@pytest.mark.parametrize("noun", [Client, Contact, Touch, Promise, Concern, Deal, Proposal, Plan, HandOut])
def test_what_is_rosas_is_seen_by_her_her_lead_and_an_admin(noun, rosas, seen_by):
    assert seen_by(rosas[noun]) == {"rosa", "ines", "adam"}


def test_a_loss_is_also_seen_by_whoever_asks_why(northwind_loss, seen_by):
    assert seen_by(northwind_loss) == {"rosa", "ines", "adam", "vera"}


def test_a_lost_client_is_seen_by_the_same_people_as_the_loss(northwind_loss, seen_by):
    assert seen_by(northwind_loss.client) == seen_by(northwind_loss)


def test_what_was_said_in_confidence_is_read_by_those_who_may_ask(northwind_loss, seen_by):
    assert seen_by(northwind_loss.interview, through="readable_by") == {"ines", "adam", "vera"}


class TestWhatIsNobodys:
    def test_client_is_in_reach_of_leads(self, contoso, seen_by):
        Client.objects.filter(pk=contoso.pk).update(owner=None)

        assert seen_by(contoso) == {"ines", "omar", "lone", "adam"}

    def test_loss_is_in_reach_of_leads_and_so_is_its_client(self, northwind_loss, seen_by):
        Loss.objects.update(holder=None)
        Client.objects.filter(pk=northwind_loss.client_id).update(owner=None)

        assert seen_by(northwind_loss) == seen_by(northwind_loss.client) == {"ines", "omar", "lone", "adam", "vera"}

    def test_loss_opens_its_client_to_leads_even_if_the_client_is_somebodys(self, northwind_loss, seen_by):
        Loss.objects.update(holder=None)

        assert seen_by(northwind_loss.client) >= {"omar", "lone"}

    def test_loss_does_not_open_clients_without_a_loss(self, northwind_loss, contoso, seen_by):
        Loss.objects.update(holder=None)

        assert seen_by(contoso) == {"rosa", "ines", "adam"}


class TestALossWorkedOnElsewhere:
    def test_opens_the_client_to_who_holds_it_and_to_their_lead(self, northwind_loss, sam, seen_by):
        Loss.objects.update(holder=sam)

        assert seen_by(northwind_loss.client) == {"rosa", "ines", "adam", "vera", "sam", "omar"}

    def test_opens_nothing_else_of_the_other_team(self, northwind_loss, contoso, sam, seen_by):
        Loss.objects.update(holder=sam)

        assert seen_by(contoso) == {"rosa", "ines", "adam"}

    def test_is_not_the_former_holders_any_more(self, northwind_loss, sam, seen_by):
        Loss.objects.update(holder=sam)

        assert "rosa" not in seen_by(northwind_loss)


class TestPeopleWithoutATeam:
    def test_are_not_led_by_a_lead_without_a_team(self, contoso, teamless, seen_by):
        Client.objects.filter(pk=contoso.pk).update(owner=teamless)

        assert seen_by(contoso) == {"adam"}

    def test_see_what_is_their_own(self, contoso, teamless):
        Client.objects.filter(pk=contoso.pk).update(owner=teamless)

        assert contoso in Client.objects.visible_to(teamless)


def test_a_list_is_a_persons_book_and_holds_no_client_they_only_work_on(northwind_loss, sam):
    Loss.objects.update(holder=sam)

    assert northwind_loss.client in Client.objects.visible_to(sam)
    assert northwind_loss.client not in Client.objects.in_book_of(sam)


def test_a_lost_client_that_came_back_is_nobodys_but_their_owners_again(ready_plan, sam, noon):
    """What somebody could open while they worked on it stays on file with the loss they hold."""
    ready_plan.win(by=ready_plan.owner, at=noon, on=date(2026, 11, 20))

    assert not Client.objects.visible_to(sam).filter(pk=ready_plan.loss.client_id).exists()
    assert Interview.objects.readable_by(sam).count() == 0
