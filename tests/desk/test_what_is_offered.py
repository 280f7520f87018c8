"""Nobody is offered what they would be refused."""

import re

import pytest

pytestmark = pytest.mark.django_db


def buttons(page):
    """Where the buttons of a page lead that are links."""
    return [
        href
        for tag in re.findall(r"<a\b[^>]*>", page)
        if 'class="button' in tag and (href := re.search(r'href="([^"]*)"', tag)[1])
    ]


@pytest.mark.parametrize("who", ["rosa", "sam", "ines", "vera", "adam"])
@pytest.mark.parametrize("empty", [True, False])
def test_on_the_list_of_clients(client, request, who, empty):
    if not empty:
        request.getfixturevalue("contoso")
    client.force_login(request.getfixturevalue(who))
    offered = buttons(client.get("/clients/").content.decode())
    answers = {href: client.get(href).status_code for href in offered}

    assert {href: status for href, status in answers.items() if status != 200} == {}


def test_an_interviewer_may_add_no_client_and_a_rep_may(client, vera, rosa):
    for person, may in ((vera, False), (rosa, True)):
        client.force_login(person)

        assert ("/clients/new/" in client.get("/clients/").content.decode()) is may


@pytest.mark.parametrize("who", ["rosa", "ines", "omar", "vera", "adam"])
def test_on_the_page_of_a_lost_client(client, request, ready_plan, who):
    """Everybody who may open the client knows of the plan; only some may open it."""
    client.force_login(request.getfixturevalue(who))
    page = client.get(ready_plan.loss.client.get_absolute_url())
    there = {ready_plan.get_absolute_url(), ready_plan.loss.get_absolute_url()}
    led_to = [href for href in re.findall(r'href="([^"]*)"', page.text) if href in there]

    assert {href: client.get(href).status_code for href in led_to if client.get(href).status_code != 200} == {}
    assert page.status_code == 404 or len(set(led_to)) == (1 if who == "vera" else 2)
