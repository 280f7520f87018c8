"""One of everything that has an address, and all of it Rosa's."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.contracts.addresses import ROOMS
from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.care.models import (
    Competitor,
    Concern,
    Defence,
    Expansion,
    Piece,
    PlannedTouch,
    Promise,
    QuietSeason,
    Risk,
    Sighting,
    Snooze,
    Touch,
)
from wonback.care.models.expansion import Chance
from wonback.care.models.piece import Worth
from wonback.care.models.quiet_season import Quiet
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Contract
from wonback.connectors.models import Connector
from wonback.duplicates.models import Merge, Pair, PersonPair
from wonback.exports.models import Export
from wonback.intake.models import Batch
from wonback.interviews.inviting import Draft
from wonback.interviews.models import Away, Form, Interview, Invitation, IsItMe, Question
from wonback.interviews.models.hours import free_slots
from wonback.losses.models import Conflict, Proposal, Reason, Swot, TheirLoss, Wording
from wonback.post.models import Letter
from wonback.renewals.models import Renewal
from wonback.rewards.models import Deed, Praise, Scheme
from wonback.rewards.scheme import Terms
from wonback.team.models import Holiday, Token
from wonback.winback.models import Campaign, CampaignArm, Change, HandOut, Offer, Sequence, Trigger, Window
from wonback.winback.models.offer import Rung
from wonback.winback.windows import Estimate


@pytest.fixture
def northwinds_contact(northwind):
    return northwind.contacts.get()


@pytest.fixture
def fabrikams_contact(fabrikam):
    return fabrikam.contacts.get()


@pytest.fixture
def touch(contoso, rosa, noon):
    return Touch.log(contoso, Note(line="A call."), by=rosa, at=noon)


@pytest.fixture
def season(contoso, rosa, noon, today):
    quiet = Quiet(today + timedelta(days=20), today + timedelta(days=40), 0, False, "Harvest")
    return QuietSeason.keep(contoso, quiet, by=rosa, at=noon)


@pytest.fixture
def risk(contoso, rosa, noon):
    return Risk.see(contoso, "Their new head compares prices.", by=rosa, at=noon)


@pytest.fixture
def snooze(contoso, rosa, noon, today):
    return Snooze.put_off(contoso, by=rosa, at=noon, until=today + timedelta(days=3), why="They are on holiday")


@pytest.fixture
def promise(contoso, rosa, noon, today):
    return Promise.make(contoso, "A quote", by=rosa, at=noon, due_by=today + timedelta(days=3))


@pytest.fixture
def planned_touch(contoso, rosa, noon, today):
    return PlannedTouch.plan(contoso, today + timedelta(days=9), channel="call", by=rosa, at=noon)


@pytest.fixture
def renewal(contoso, today):
    until = today + timedelta(days=150)
    contract = Contract.objects.create(client=contoso, starts_on=today, until=until, currency="EUR")
    return Renewal.objects.create(contract=contract, opened_on=today)


@pytest.fixture
def contosos_twin(contoso, rosa, noon):
    return Client.add(by=rosa, at=noon, since=None, name="Contoso AB", owner=rosa)


@pytest.fixture
def pair(contoso, contosos_twin, today):
    signs = [["name", ""], ["town", "Lund"]]
    return Pair.objects.create(one=contoso, other=contosos_twin, score=0.9, signs=signs, found_on=today)


@pytest.fixture
def northwinds_second(northwinds_contact):
    facts = {"client": northwinds_contact.client, "name": northwinds_contact.name}
    return Contact.objects.create(**facts, title="Buys")


@pytest.fixture
def person_pair(northwinds_contact, northwinds_second, today):
    return PersonPair.objects.create(
        one=northwinds_contact, other=northwinds_second, score=0.9, signs=[["name", ""]], found_on=today
    )


@pytest.fixture
def merge(contoso, contosos_twin, ines, noon):
    return Merge.of(contoso, [contosos_twin], by=ines, at=noon)


@pytest.fixture
def holiday(ines):
    return Holiday.keep(date(2099, 12, 25), "Christmas Day", by=ines)


@pytest.fixture
def concern(contoso, rosa, noon, today):
    return Concern.raise_(contoso, "Late again", by=rosa, at=noon, due_by=today + timedelta(days=3))


@pytest.fixture
def defence(contoso, rosa, noon):
    return Defence.against_seen(contoso, "Halden", by=rosa, at=noon)


@pytest.fixture
def defence_step(defence):
    return defence.steps.first()


@pytest.fixture
def praise(defence, rosa, ines, noon):
    """Of Rosa, by her lead."""
    defence.keep("Our service.", by=rosa, at=noon)
    return Praise.give(Deed("defended", rosa, defence), "Called them first.", by=ines, at=noon)


@pytest.fixture
def scheme(ines, noon):
    """A draft."""
    return Scheme.draft(Terms(retained_rate=Decimal("0.01")), "Keep them.", by=ines, at=noon)


@pytest.fixture
def expansion(contoso, rosa, noon):
    return Expansion.open_(contoso, Chance(what="Racks"), by=rosa, at=noon)


@pytest.fixture
def contosos_contact(contoso):
    return contoso.contacts.get()


@pytest.fixture
def reference(contosos_contact, rosa, today):
    facts = {"call": True, "words": "Gladly.", "agreed_on": today, "noted_by": rosa}
    return Reference.objects.create(client=contosos_contact.client, contact=contosos_contact, **facts)


@pytest.fixture
def vouching(reference, northwind, rosa, noon, today):
    facts = {"way": "call", "asked_by": rosa, "asked_at": noon, "on": today}
    return Vouching.objects.create(reference=reference, prospect=northwind, **facts)


@pytest.fixture
def referral(contoso, rosa, noon):
    """Asked for long ago, and nobody named yet."""
    return Referral.objects.create(
        client=contoso, by=rosa, stage="asked", asked_at=noon - timedelta(days=400), noted_at=noon
    )


@pytest.fixture
def piece(rosa, noon):
    return Piece.put(Worth("note", "Ten ways to count stock", text="Twice."), by=rosa, at=noon)


@pytest.fixture
def proposal(contoso, today):
    return Proposal.objects.create(
        client=contoso,
        silent_since=today - timedelta(days=200),
        silent_days=200,
        rhythm_days=30,
        purchases=12,
        worth=Decimal(9_000),
        currency="EUR",
        as_of=today,
    )


@pytest.fixture
def reason(db):
    return Reason.objects.get(key="timing")


@pytest.fixture
def their_loss(contoso, rosa, noon):
    return TheirLoss.note(contoso, "Their largest shop", by=rosa, at=noon)


@pytest.fixture
def rival(contoso, rosa, noon):
    return Sighting.note(contoso, Competitor.called("Halden"), by=rosa, at=noon).competitor


@pytest.fixture
def wording(db):
    return Wording.objects.create(said="too dear", seen_as="Too dear")


@pytest.fixture
def swot_note(northwind_loss, rosa, noon):
    return Swot.write(northwind_loss, "weakness", "One carrier for the whole north.", by=rosa, at=noon)


@pytest.fixture
def milestone(ready_plan):
    return ready_plan.milestones.first()


@pytest.fixture
def talking_plan(ready_plan, rosa, noon):
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


@pytest.fixture
def open_offer(talking_plan, rosa, noon, today):
    rung = Rung(what="One site for three months", worth=Decimal(8_640), due_by=today + timedelta(days=7))
    return Offer.add(talking_plan, rung, by=rosa, at=noon)


@pytest.fixture
def discounted_offer(talking_plan, rosa, noon, today):
    """Waits for a lead: they left because we failed them."""
    terms = {"discount": Decimal(900), "full_price_from": today + timedelta(days=180)}
    rung = Rung(what="One site, cheaper", worth=Decimal(8_640), due_by=today + timedelta(days=7), **terms)
    return Offer.add(talking_plan, rung, by=rosa, at=noon)


@pytest.fixture
def sequence(talking_plan, northwinds_contact, rosa, noon):
    return Sequence.begin(talking_plan, northwinds_contact, "second-chance", by=rosa, at=noon)


@pytest.fixture
def step(sequence):
    return sequence.steps.first()


@pytest.fixture
def aftercare(talking_plan, rosa, noon, today):
    talking_plan.win(by=rosa, at=noon, on=today)
    return talking_plan.aftercare


@pytest.fixture
def check(aftercare):
    return aftercare.checks.order_by("due_by")[0]


@pytest.fixture
def open_change(northwind_loss, rosa, ines, noon):
    return Change.objects.create(what="A hotline", owner=ines, named_by=rosa, named_at=noon)


@pytest.fixture
def door(fabrikam_loss, rosa, noon, today):
    """They choose anew next week."""
    Window.note(fabrikam_loss, Estimate("tender", today + timedelta(days=7), "known", ""), by=rosa, at=noon)
    return Trigger.objects.get()


@pytest.fixture
def hand_out(fabrikam_loss, rosa, ines, noon):
    return HandOut.give(fabrikam_loss, rosa, by=ines, at=noon)


@pytest.fixture
def campaign(north, ines, noon, today):
    """Of the North, and over: it draws nobody any more."""
    expected = {"waiting": 0.2, "rate_alone": 0.1, "planned": 400.0, "smallest": 0.1}
    days = {"begins_on": today - timedelta(days=120), "ends_on": today - timedelta(days=20)}
    return Campaign.objects.create(
        name="Autumn", team=north, started_by=ines, started_at=noon - timedelta(days=120), **days, **expected
    )


@pytest.fixture
def waiting_loss(campaign, northwind_loss, noon):
    """Lot put it among those left alone."""
    CampaignArm.objects.create(campaign=campaign, loss=northwind_loss, arm="wait", stratum="5/us", drawn_at=noon)
    return northwind_loss


@pytest.fixture
def batch(ines, noon):
    return Batch.objects.create(by=ines, at=noon, asked_by=ines, asked_at=noon)


@pytest.fixture
def whole_export(adam, noon, settings, tmp_path):
    """Asked for, and not yet made."""
    settings.HOME = tmp_path
    return Export.ask("csv", by=adam, at=noon)


@pytest.fixture
def connection(adam, noon):
    """Disconnected: its token is forgotten."""
    return Connector.objects.create(name="hubspot", by=adam, at=noon)


@pytest.fixture
def token(rosa, noon):
    return Token.issue(rosa, name="A script", scope="read", at=noon)[0]


@pytest.fixture
def letter(contoso, rosa, noon):
    """Rosa's, and waiting."""
    dana = contoso.contacts.get()
    dana.email = "dana@contoso.example"
    dana.save()
    facts = {"client": contoso, "contact": dana, "sender": rosa, "subject": "Our talk", "text": "Thank you."}
    return Letter.write(key="ours:1", at=noon, **facts)


@pytest.fixture
def absence(vera, today):
    return Away.plan(vera, since=today + timedelta(days=30), until=today + timedelta(days=40), by=vera)


@pytest.fixture
def stake(contoso, vera, noon):
    """Vera’s, by her own word."""
    return Conflict.declare(vera, contoso, "Her brother works there", by=vera, at=noon)


@pytest.fixture
def proposed_talk(fabrikam_loss, vera, noon):
    return Interview.open(fabrikam_loss, at=noon)


@pytest.fixture
def accepted_talk(proposed_talk, vera, noon):
    nomination = proposed_talk.nominations.get()
    nomination.accept(by=vera, at=noon)
    return nomination.interview


@pytest.fixture
def invitation(accepted_talk, vera, noon):
    dana = accepted_talk.loss.client.contacts.get()
    dana.email = "dana@fabrikam.example"
    dana.save()
    return Invitation.send(accepted_talk, dana, Draft("A word?", "Dear Dana"), by=vera, at=noon)


@pytest.fixture
def written_form(accepted_talk, vera, noon):
    """Vera's five questions to somebody at Fabrikam."""
    dana = accepted_talk.loss.client.contacts.get()
    dana.email = "dana@fabrikam.example"
    dana.save()
    return Form.send(accepted_talk, dana, by=vera, at=noon)


@pytest.fixture
def booked_talk(invitation, vera, noon):
    invitation.book(free_slots(vera, now=noon)[0], zone="UTC", at=noon)
    return invitation.interview


@pytest.fixture
def said_of_rosa(northwind_loss, vera, noon):
    IsItMe.hear(northwind_loss, "yes", "The GIRAFFE did not listen.", by=vera, at=noon)
    return IsItMe.objects.get()


@pytest.fixture
def question(db):
    return Question.objects.get(key="cause")


@pytest.fixture
def api_world(request):
    """The number of one record in each room of the API."""
    return {room: request.getfixturevalue(fixture).pk for room, fixture in ROOMS.items()}


@pytest.fixture
def settings_of(tmp_path):
    """The real settings of a process of its own, in which these variables are set."""

    def read(*names, **variables):
        program = f"import json; from wonback.config import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
        given = {**ours, "WONBACK_HOME": str(tmp_path / "home"), **variables}
        said = subprocess.run([sys.executable, "-c", program], env=given, capture_output=True, text=True, check=True)
        return json.loads(said.stdout)

    return read
