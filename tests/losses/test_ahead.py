"""A client who gave notice and is still here: a loss on file whose day lies ahead is nowhere told as one that happened."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from wonback.care.models import Competitor
from wonback.interviews import inviting
from wonback.interviews.models import Interview, Invitation
from wonback.losses.models import Loss, Story
from wonback.losses.rivals import rivals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(contoso, rosa, vera, noon, today):
    """Contoso gave notice a week ago, and goes to Halden in three weeks."""
    story = Story(
        reason="price",
        lost_on=today + timedelta(days=21),
        noticed_on=today - timedelta(days=7),
        worth=Decimal(9_000),
        currency="EUR",
        competitor=Competitor.called("Halden"),
    )
    return Loss.record(contoso, story, by=rosa, at=noon)


def page_of(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_the_timeline_says_when(leaving):
    told = str(leaving.client.timeline.get(verb="loss.foreseen"))

    assert told == "Rosa Lindqvist recorded that we lose Contoso on 14 December 2026: Price."
    assert not leaving.client.timeline.filter(verb="loss.recorded").exists()


def test_they_stay_a_client_until_that_day(leaving, today):
    assert leaving.client.standing == "active"
    assert not Loss.objects.taking_effect(as_of=today + timedelta(days=20)).exists()
    assert Loss.objects.taking_effect(as_of=today + timedelta(days=21)).get() == leaving


def test_the_lost_list_counts_them_apart(leaving, northwind_loss, client, rosa):
    assert "1 client and 1 about to leave." in page_of(client, rosa, "/lost/")


def test_the_page_of_the_client_says_that_they_leave(leaving, client, rosa):
    page = page_of(client, rosa, leaving.client.get_absolute_url())

    assert "leaves on" in page
    assert "lost on" not in page


def test_a_competitor_has_not_won_them_yet(leaving, client, rosa):
    halden = rivals_of(rosa).get()

    assert (halden.lost, halden.leaving) == (0, 1)
    page = page_of(client, rosa, reverse("competitors:one", args=[halden.pk]))
    assert "0 losses went to them, 1 is about to" in page


def test_a_quarters_board_counts_them_apart(leaving, client, rosa):
    page = page_of(client, rosa, "/losses/swot/?quarter=2026-4")

    assert "0 losses you can see. 1 more lies ahead." in page


def test_a_letter_says_that_they_are_leaving(leaving, vera, noon):
    talk = Interview.open(leaving, at=noon)
    draft = Invitation.draft(talk, leaving.client.contacts.get(), at=noon)

    assert "You are leaving us, and I would like to understand why." in draft.text
    assert "You have left us" not in draft.text


@pytest.mark.parametrize(("kind", "says"), [("part", "You are leaving us"), ("deal", "You decided against our offer")])
def test_a_sale_that_was_lost_lies_never_ahead(kind, says):
    assert inviting.opening(kind, ahead=True)[1].startswith(says)
