"""Two clients choose the same time at the same moment: one gets it, the other is told so."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from wonback.clients.models import Contact
from wonback.interviews import inviting
from wonback.interviews.models import Interview, Invitation
from wonback.interviews.models.interview import SlotTaken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def vera_is_here(vera):
    """Before anything is lost: here transactions end, and so the search begins by itself."""


@pytest.fixture
def two(invitation, northwind_loss, vera, noon):
    """Both may choose among Vera’s free times."""
    northwind_loss.interview.delete()
    other = Interview.open(northwind_loss, at=noon)
    nomination = other.nominations.get(person=vera)
    nomination.accept(by=vera, at=noon)
    kim = Contact.objects.create(client=northwind_loss.client, name="Kim", email="kim@northwind.example")
    theirs = Invitation.send(nomination.interview, kim, inviting.Draft("A", "B"), by=vera, at=noon)
    return invitation, theirs


def test_one_wins_and_the_other_gets_a_clear_sentence(two, free, noon):
    gate, said = threading.Barrier(2), {}

    def choose(pk):
        mine = Invitation.objects.for_letters().get(pk=pk)
        gate.wait(timeout=10)
        try:
            mine.book(free[0], zone="UTC", at=noon)
            said[pk] = "booked"
        except SlotTaken as taken:
            said[pk] = str(taken)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=choose, args=[one.pk]) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(said.values()) == ["Choose another time: this one has just been taken.", "booked"]
    assert Interview.objects.filter(stage="booked", starts_at=free[0]).count() == 1


def test_times_that_overlap_count_as_the_same(two, free, noon, vera):
    """The constraint knows equal beginnings only; the check under the lock knows the rest."""
    ours, theirs = two
    ours.book(free[0], zone="UTC", at=noon)
    Interview.objects.filter(pk=ours.interview_id).update(starts_at=free[0] + timedelta(minutes=10))

    with pytest.raises(SlotTaken):
        theirs.book(free[0], zone="UTC", at=noon)


def test_the_database_itself_holds_no_two_at_once(two, free, noon, vera):
    facts = {"stage": "booked", "starts_at": free[0], "ends_at": free[0] + timedelta(minutes=25)}
    both = Interview.objects.filter(pk__in=[one.interview_id for one in two])

    with pytest.raises(IntegrityError), transaction.atomic():
        both.update(**facts)

    assert not Interview.objects.filter(stage="booked").exists()
