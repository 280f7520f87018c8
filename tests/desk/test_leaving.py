"""Somebody leaves us, and their clients are looked after by somebody else from then on."""

import pytest
from django.urls import reverse

from wonback.clients.models import Client
from wonback.clients.models.client import NotAnOwner
from wonback.desk.leaving import LeftBehind, part_with
from wonback.team.models import User

pytestmark = pytest.mark.django_db


def test_their_clients_go_to_whom_the_admin_names(rosa, sam, adam, contoso, fabrikam, noon):
    theirs = Client.objects.filter(owner=rosa).count()

    assert part_with(rosa, clients_to=sam, by=adam, at=noon) == theirs > 1

    assert Client.objects.filter(owner=sam, pk__in=[contoso.pk, fabrikam.pk]).count() == 2
    told = contoso.timeline.order_by("pk").last()
    assert (told.verb, told.facts) == ("client.handed_over", {"to": sam.name, "was": str(rosa.pk)})


def test_or_stay_with_their_name(rosa, adam, contoso, noon):
    assert part_with(rosa, clients_to=None, by=adam, at=noon) == 0

    contoso.refresh_from_db()
    assert contoso.owner == rosa
    assert not contoso.owner.is_active


def test_if_one_thing_is_refused_nothing_happens(rosa, omar, adam, contoso, noon):
    User.objects.filter(pk=omar.pk).update(is_active=False)
    omar.refresh_from_db()
    with pytest.raises(NotAnOwner):
        part_with(rosa, clients_to=omar, by=adam, at=noon)

    assert User.objects.get(pk=rosa.pk).is_active


def test_the_page_tells_what_they_leave_behind(client, rosa, sam, adam, contoso, noon):
    client.force_login(adam)
    page = client.get(reverse("desk:leaving", args=[rosa.pk])).text

    assert f"<dd>{LeftBehind.of(rosa).clients}</dd>" in page
    assert sam.name in page
    client.post(reverse("desk:leaving", args=[rosa.pk]), {"clients_to": sam.pk})
    contoso.refresh_from_db()
    assert contoso.owner == sam
    assert client.get(reverse("desk:leaving", args=[rosa.pk])).status_code == 404
