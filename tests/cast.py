"""The people and clients every test may name. Small, fixed, and the same in the demo company.

Everything here is as it should be: a test takes one thing away and sees who notices.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Permission
from wonback.interviews.models import Interview
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story
from wonback.team.models import Team, User
from wonback.winback.models import Change, Plan


@pytest.fixture
def noon():
    """A Monday."""
    return datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def today(noon):
    return noon.date()


@pytest.fixture
def north(db):
    return Team.objects.create(name="North")


@pytest.fixture
def south(db):
    return Team.objects.create(name="South")


def person(name, role, **facts):
    return User.objects.create_user(f"{name.split()[0].lower()}@example.com", name, "correct horse", role=role, **facts)


@pytest.fixture
def ines(north):
    """Leads North."""
    return person("Ines Okafor", "lead", team=north)


@pytest.fixture
def rosa(north, ines):
    """A rep in North. Northwind, Fabrikam and Contoso are hers."""
    return person("Rosa Lindqvist", "rep", team=north, reports_to=ines)


@pytest.fixture
def sam(south):
    """A rep in South, who has no business with Rosa's clients."""
    return person("Sam Oduya", "rep", team=south)


@pytest.fixture
def omar(south):
    """Leads South, and has as little business with Rosa's clients as Sam."""
    return person("Omar Haddad", "lead", team=south)


@pytest.fixture
def vera(db):
    """The vice president, who asks lost clients why. She sells nothing and reports to nobody here."""
    return person("Vera Castellanos", "interviewer")


@pytest.fixture
def adam(db):
    """Looks after the installation."""
    return person("Adam Reyes", "admin")


def add_client(name, *, by, at, **facts):
    began_on = date(2021, 3, 1)
    client = Client.add(by=by, at=at - timedelta(days=900), since=began_on, name=name, owner=by, tier="B", **facts)
    Contact.objects.create(client=client, name=f"Dana of {name}", role="decider", since=began_on)
    return client


@pytest.fixture
def contoso(rosa, noon):
    """A healthy client, touched a week ago."""
    client = add_client("Contoso", by=rosa, at=noon)
    Touch.log(client, Note(channel="visit", works=True, line="All is well."), by=rosa, at=noon - timedelta(days=7))
    return client


@pytest.fixture
def northwind(rosa, noon):
    """Lost, because we failed them."""
    return add_client("Northwind", by=rosa, at=noon, country="Germany", industry="Logistics")


@pytest.fixture
def northwind_loss(northwind, rosa, vera, noon, today):
    """Owned in writing, asked about by a neutral person, and we may follow up."""
    lost_on = today - timedelta(days=120)
    story = Story(
        reason="delivery", lost_on=lost_on, worth=Decimal(48_000), currency="EUR", words="Three late deliveries."
    )
    loss = Loss.record(northwind, story, by=rosa, at=noon - timedelta(days=118))
    loss.own("We missed three deliveries and told them too late.", by=rosa, at=noon - timedelta(days=100))
    Interview.note(loss, "You were late, and nobody called us.", by=vera, at=noon - timedelta(days=90))
    Permission.note(
        by=vera,
        at=noon - timedelta(days=90),
        client=northwind,
        answer="allowed",
        scope="call",
        words="Call us in autumn.",
    )
    return loss


@pytest.fixture
def change(northwind_loss, rosa, ines, noon):
    """What we did about it, with evidence."""
    change = Change.objects.create(
        what="A second carrier for the north", owner=ines, named_by=rosa, named_at=noon - timedelta(days=80)
    )
    change.make("Carrier contract of 1 September; 98 % on time since.", by=ines, at=noon - timedelta(days=60))
    return change


@pytest.fixture
def ready_plan(northwind_loss, change, rosa, ines, noon):
    """A plan with nothing left undone."""
    plan = Plan.start(
        northwind_loss, owner=rosa, by=rosa, at=noon - timedelta(days=85), goal="One site again by spring"
    )
    plan.require(change, by=rosa, at=noon - timedelta(days=84))
    plan.sign("delivery", "ready", by=ines, at=noon - timedelta(days=10))
    plan.sign("lead", "ready", by=ines, at=noon - timedelta(days=9))
    plan.write_pitch(
        by=rosa,
        at=noon - timedelta(days=8),
        failure="Three late deliveries in a row.",
        change="A second carrier.",
        proof="98 % on time since September.",
        why_now="Their contract elsewhere ends in March.",
    )
    return plan


@pytest.fixture
def fabrikam(rosa, noon):
    """Lost, because their decision maker changed."""
    return add_client("Fabrikam", by=rosa, at=noon, country="Austria", industry="Machinery")


@pytest.fixture
def fabrikam_loss(fabrikam, rosa, noon, today):
    """Recorded, and nothing more: nobody has owned it or asked."""
    story = Story(reason="decision-maker", lost_on=today - timedelta(days=30), worth=Decimal(12_500), currency="EUR")
    return Loss.record(fabrikam, story, by=rosa, at=noon - timedelta(days=28))
