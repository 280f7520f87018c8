"""The pages and routes of those who vouch for us."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.reference import Agreement
from wonback.clients.models import Client, Contact, Deal

pytestmark = pytest.mark.django_db


def test_the_pages_do_all_of_it(client, rosa, contoso, northwind, dana, today):
    client.force_login(rosa)
    Client.objects.filter(pk=contoso.pk).update(industry="logistics")
    agreed = {"contact": dana.pk, "ways": ["call", "logo"], "words": "Gladly, in the mornings."}
    page = client.post(f"/advocates/clients/{contoso.pk}/agree/", agreed, follow=True).text
    assert "Gladly, in the mornings." in page
    assert "0 of 2 calls in 13 weeks" in page
    assert "may be asked today" in page

    page = client.get(f"/advocates/find/?client={northwind.pk}").text
    assert "The same trade: logistics" in page
    reference = Reference.objects.get()
    page = client.post(f"/advocates/{reference.pk}/ask/", {"way": "call", "client": northwind.pk}, follow=True).text
    assert "Contoso, asked to vouch for us" in page
    asked = Vouching.objects.get()
    client.post(f"/advocates/asked/{asked.pk}/accept/")
    page = client.post(f"/advocates/asked/{asked.pk}/hold/", {"outcome": "helped"}, follow=True).text
    assert "It helped to close a sale" in page

    facts = {"currency": "EUR", "amount": 5000, "outcome": "won", "owner": rosa}
    deal = Deal.objects.create(
        client=northwind, name="Racks", closed_on=asked.asked_at.date() + timedelta(days=3), **facts
    )
    page = client.post(f"/advocates/asked/{asked.pk}/credit/", {"deal": deal.pk}, follow=True).text
    assert "They helped to close Racks." in page
    assert "They helped to close 1 sale" in client.get("/advocates/").text
    client.post(f"/advocates/{reference.pk}/end/", {"why": "She left the task."})
    assert Reference.objects.get().why == "She left the task."


def test_a_refusal_says_from_which_day_on(client, rosa, vouching, reference, fabrikam, noon):
    client.force_login(rosa)
    client.post(f"/advocates/{reference.pk}/ask/", {"client": fabrikam.pk})
    deal = Deal.objects.create(name="Racks", currency="EUR", owner=rosa)
    answer = client.post(f"/advocates/{reference.pk}/ask/", {"deal": deal.pk})

    assert answer.status_code == 422
    assert "two calls within thirteen weeks are enough" in answer.text


class TestTheList:
    def test_says_who_may_be_asked_and_who_not(self, client, rosa, vouching, fabrikam, contoso):
        client.force_login(rosa)
        assert "1 of 2 calls" in client.get("/advocates/?only=free").text
        client.post(f"/advocates/{vouching.reference_id}/ask/", {"client": fabrikam.pk})
        page = client.get("/advocates/?only=tired").text
        assert "2 of 2 calls" in page
        assert "again from" in page
        client.post(f"/care/clients/{contoso.pk}/concern/", {"what": "Late"})
        assert "Settle it first: Contoso is unhappy about something." in client.get("/advocates/?only=not-now").text
        assert "Nobody is like that." in client.get("/advocates/?only=tired").text

    def test_begins_with_a_sentence(self, client, rosa):
        client.force_login(rosa)

        assert "Nobody vouches for us yet." in client.get("/advocates/").text
        assert "Nobody has been asked yet." in client.get("/advocates/asked/").text
        assert "No sale of yours is open." in client.get("/advocates/find/").text

    @pytest.mark.parametrize("path", ["/advocates/", "/advocates/asked/"])
    def test_asks_the_same_number_of_questions_for_many(
        self, path, client, rosa, noon, vouching, contoso, northwind, django_assert_max_num_queries
    ):
        for number in range(60):
            kim = Contact.objects.create(client=contoso, name=f"Kim {number}")
            one = Reference.agree(kim, Agreement(ways=["logo"], words="Yes."), by=rosa, at=noon)
            Vouching.objects.create(
                reference=one, way="logo", prospect=northwind, asked_by=rosa, asked_at=noon, on=noon
            )
        client.force_login(rosa)

        with django_assert_max_num_queries(9):
            page = client.get(path).text
        assert "Further" in page

    def test_shows_nothing_of_somebody_elses_clients(self, client, sam, vouching):
        client.force_login(sam)

        assert "Contoso" not in client.get("/advocates/").text
        assert "Contoso" not in client.get("/advocates/asked/").text


class TestFinding:
    def test_begins_with_ones_open_sales(self, client, rosa, northwind, today):
        deal = Deal.objects.create(client=northwind, name="Racks", currency="EUR", owner=rosa, opened_on=today)
        client.force_login(rosa)

        assert f"?deal={deal.pk}" in client.get("/advocates/find/").text

    def test_is_for_clients_one_may_open(self, client, sam, northwind):
        client.force_login(sam)

        assert client.get(f"/advocates/find/?client={northwind.pk}").status_code == 422

    def test_finds_clients_of_the_whole_house(self, client, sam, litware, reference):
        client.force_login(sam)
        Client.objects.filter(pk=litware.pk).update(industry="Logistics")

        assert "Contoso" in client.get(f"/advocates/find/?client={litware.pk}").text


def test_a_program_does_the_same(client, rosa, contoso, northwind, dana):
    client.force_login(rosa)

    def post(path, **told):
        return client.post(f"/api/v1{path}", told, content_type="application/json").json()

    agreed = post(f"/clients/{contoso.pk}/references", contact=dana.pk, ways=["call"], words="Gladly.")
    assert (agreed["ways"], agreed["calls"], agreed["free_from"], agreed["against"]) == (["call"], 0, None, [])
    Client.objects.filter(pk=contoso.pk).update(industry="logistics")
    [found] = client.get(f"/api/v1/referees?client={northwind.pk}").json()
    assert (found["client"], found["reasons"][0]) == ("Contoso", "The same trade: logistics")
    asked = post(f"/references/{agreed['id']}/ask", client=northwind.pk)
    assert (asked["whom"], asked["stage"]) == ("Northwind", "asked")
    assert post(f"/vouchings/{asked['id']}/accept")["stage"] == "agreed"
    assert post(f"/vouchings/{asked['id']}/hold", outcome="helped")["outcome"] == "helped"
    day = Vouching.objects.get().on
    facts = {"currency": "EUR", "amount": 5000, "outcome": "won", "owner": rosa, "closed_on": day}
    deal = Deal.objects.create(client=northwind, name="Racks", **facts)
    assert post(f"/vouchings/{asked['id']}/credit", deal=deal.pk)["credited_on"] == day.isoformat()
    helped = client.get("/api/v1/references-helped").json()
    assert (helped["deals"], helped["known"]) == (1, 1)
    assert [(Decimal(one["amount"]), one["currency"]) for one in helped["worth"]] == [(Decimal(5000), "EUR")]
    assert client.get("/api/v1/references").json()["rows"][0]["calls"] == 1
    assert client.get("/api/v1/vouchings").json()["rows"][0]["deal_id"] == deal.pk
    assert post(f"/references/{agreed['id']}/end", why="Moved.")["ended_at"]
