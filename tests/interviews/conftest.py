"""A talk in each of its stages. Fabrikam is Rosa’s; Vera is neutral."""

from datetime import timedelta

import pytest

from wonback.interviews.models import Interview, Invitation
from wonback.interviews.models.hours import free_slots


@pytest.fixture
def talk(fabrikam_loss, vera, noon):
    """Proposed to Vera, who has not answered."""
    return Interview.open(fabrikam_loss, at=noon)


@pytest.fixture
def nomination(talk):
    return talk.nominations.get()


@pytest.fixture
def accepted(nomination, vera, noon):
    nomination.accept(by=vera, at=noon + timedelta(minutes=5))
    return nomination.interview


@pytest.fixture
def dana(fabrikam_loss):
    """Decides at Fabrikam, and can be written to."""
    contact = fabrikam_loss.client.contacts.get()
    contact.email = "dana@fabrikam.example"
    contact.save()
    return contact


@pytest.fixture
def invitation(accepted, dana, vera, noon):
    draft = Invitation.draft(accepted, dana, at=noon)
    return Invitation.send(accepted, dana, draft, by=vera, at=noon)


@pytest.fixture
def free(vera, noon):
    return free_slots(vera, now=noon)


@pytest.fixture
def booked(invitation, free, noon):
    invitation.book(free[0], zone="Europe/Vienna", at=noon)
    return invitation
