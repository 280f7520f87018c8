"""A client sends us to somebody: asked with manners, given, met and won; and every step leads back to the talk and the rep."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.advocacy.conftest import told
from wonback.advocacy.models import Referral
from wonback.advocacy.models.reference import NotNow
from wonback.advocacy.models.referral import NotWonYet, Talk, Told
from wonback.care.models import Concern, Risk, Touch
from wonback.care.models.promise import WordsWanted
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Deal, Permission
from wonback.core.errors import AlreadyDone
from wonback.core.money import Money
from wonback.duplicates.models import Merge

pytestmark = pytest.mark.django_db
TARN = Told(name="Tarn Logistics", person="Helen Moss", words="They drown in cartons.")


@pytest.fixture
def asked(contoso, dana, rosa, noon):
    return Referral.ask(contoso, Talk(contact=dana), by=rosa, at=noon)


@pytest.fixture
def given(asked, rosa, noon):
    asked.give(TARN, by=rosa, at=noon)
    return asked


@pytest.fixture
def tarn(rosa, noon):
    return Client.add(by=rosa, at=noon, since=None, name="Tarn Logistics", owner=rosa, standing="prospect")


@pytest.fixture
def met(given, tarn, rosa, noon):
    given.meet(tarn, by=rosa, at=noon)
    return given


@pytest.fixture
def deal(tarn, rosa, today):
    facts = {"currency": "EUR", "amount": Decimal(12_000), "outcome": "won", "closed_on": today + timedelta(days=40)}
    return Deal.objects.create(client=tarn, name="Cartons", owner=rosa, **facts)


class TestAsking:
    def test_leads_back_to_who_asked_whom_and_when(self, asked, contoso, dana, rosa, noon):
        assert (asked.client, asked.contact, asked.by, asked.asked_at, asked.stage) == (
            contoso,
            dana,
            rosa,
            noon,
            "asked",
        )
        assert told(contoso)[-1] == "Rosa Lindqvist asked Contoso whom they know who might need us."

    def test_belongs_to_the_touch_just_noted(self, contoso, dana, rosa, ines, noon):
        by_another = Touch.log(contoso, Note(line="Hello."), by=ines, at=noon)
        mine = Touch.log(contoso, Note(line="All is well.", contact=dana), by=rosa, at=noon - timedelta(hours=2))
        found = Referral.ask(contoso, by=rosa, at=noon)

        assert (found.touch, found.contact) == (mine, dana)
        assert Referral.note(contoso, TARN, Talk(touch=by_another), by=rosa, at=noon).touch == by_another

    def test_belongs_to_no_touch_of_last_week(self, asked):
        assert asked.touch is None

    def test_waits_half_a_year_before_it_asks_again(self, asked, contoso, rosa, noon):
        with pytest.raises(NotNow) as refusal:
            Referral.ask(contoso, by=rosa, at=noon + timedelta(days=182))
        assert refusal.value.reasons == ["Ask Contoso from May 25, 2027 on: they were asked within half a year."]

        assert Referral.ask(contoso, by=rosa, at=noon + timedelta(days=183)).stage == "asked"

    def test_counts_from_the_last_time_and_not_from_names_that_came_unasked(self, asked, contoso, rosa, noon):
        Referral.note(contoso, TARN, by=rosa, at=noon + timedelta(days=100))
        Referral.ask(contoso, by=rosa, at=noon + timedelta(days=183))

        with pytest.raises(NotNow):
            Referral.ask(contoso, by=rosa, at=noon + timedelta(days=300))

    @pytest.mark.parametrize("what", ["concern", "risk", "refused", "gone", "lost"])
    def test_leaves_in_peace_whom_one_should_not_ask(self, what, contoso, dana, rosa, noon, today):
        spoils = {
            "concern": lambda: Concern.raise_(contoso, "Late", by=rosa, at=noon, due_by=today),
            "risk": lambda: Risk.see(contoso, "They compare.", by=rosa, at=noon),
            "refused": lambda: Permission.note(by=rosa, at=noon, client=contoso, answer="refused", words="No."),
            "gone": lambda: dana.leave(on=today, by=rosa, at=noon),
            "lost": lambda: contoso.leave(on=today),
        }
        spoils[what]()

        with pytest.raises(NotNow):
            Referral.ask(contoso, Talk(contact=dana), by=rosa, at=noon)

    def test_hears_also_the_no_of_one_person(self, contoso, dana, rosa, noon):
        Permission.note(by=rosa, at=noon, client=contoso, contact=dana, answer="refused", words="No.")

        with pytest.raises(NotNow):
            Referral.ask(contoso, Talk(contact=dana), by=rosa, at=noon)
        assert Referral.ask(contoso, by=rosa, at=noon).stage == "asked"


class TestGiving:
    def test_tells_whom_they_named(self, given, contoso):
        assert (given.stage, given.whom) == ("given", "Helen Moss, Tarn Logistics")
        assert told(contoso)[-1] == (
            "Contoso sent us to somebody: Helen Moss, Tarn Logistics. Noted by Rosa Lindqvist."
        )

    def test_needs_no_asking_and_no_manners(self, asked, contoso, rosa, noon, today):
        Concern.raise_(contoso, "Late", by=rosa, at=noon, due_by=today)
        unasked = Referral.note(contoso, TARN, by=rosa, at=noon)

        assert (unasked.asked_at, unasked.stage) == (None, "given")

    def test_needs_a_name(self, asked, rosa, noon):
        with pytest.raises(WordsWanted):
            asked.give(Told(name=" "), by=rosa, at=noon)

    def test_happens_once(self, given, rosa, noon):
        with pytest.raises(AlreadyDone):
            Referral.objects.get().give(TARN, by=rosa, at=noon)


class TestWinning:
    def test_needs_to_know_who_they_are(self, given, contoso, rosa, noon):
        with pytest.raises(NotWonYet, match="on file"):
            given.win(by=rosa, at=noon)
        with pytest.raises(NotWonYet, match="not themselves"):
            given.meet(contoso, by=rosa, at=noon)

    def test_needs_a_client_or_a_sale(self, met, deal, northwind, rosa, noon):
        with pytest.raises(NotWonYet, match="no client yet"):
            met.win(by=rosa, at=noon)
        Deal.objects.update(outcome="open")
        deal.refresh_from_db()
        with pytest.raises(NotWonYet, match="that was won"):
            met.win(deal, by=rosa, at=noon)
        with pytest.raises(NotWonYet, match="with them"):
            met.win(Deal.objects.create(client=northwind, name="Other", outcome="won"), by=rosa, at=noon)

    def test_is_told_to_both_and_leads_back(self, met, deal, contoso, tarn, rosa, noon):
        met.win(deal, by=rosa, at=noon)

        assert told(tarn)[-1] == "Tarn Logistics came to us through Contoso, noted by Rosa Lindqvist."
        assert told(contoso)[-1] == "Whom Contoso sent us to buys from us now: Tarn Logistics."
        assert (met.won_on, [one.client for one in deal.referrals.all()]) == (deal.closed_on, [contoso])

    def test_needs_no_sale_where_they_are_a_client(self, met, tarn, rosa, noon, today):
        Client.objects.filter(pk=tarn.pk).update(standing="active")
        found = Referral.objects.get()
        found.win(by=rosa, at=noon)

        assert (found.won_on, found.deal) == (today, None)

    def test_counts_each_step_with_its_n_and_a_sale_once(self, met, deal, contoso, tarn, rosa, noon):
        met.win(deal, by=rosa, at=noon)
        another = Referral.note(contoso, TARN, by=rosa, at=noon)
        another.meet(tarn, by=rosa, at=noon)
        another.win(deal, by=rosa, at=noon)
        Referral.note(contoso, TARN, by=rosa, at=noon).end("They are gone.", by=rosa, at=noon)
        found = Referral.objects.visible_to(rosa).brought()

        assert (found.asked, found.given, found.won) == (1, 3, 2)
        assert (found.sales.deals, found.sales.known, found.sales.worth) == (1, 1, (Money(Decimal(12_000), "EUR"),))


class TestTheEnd:
    def test_needs_a_reason_and_comes_once(self, given, contoso, rosa, noon):
        with pytest.raises(WordsWanted):
            given.end("", by=rosa, at=noon)
        given.end("They buy as a group.", by=rosa, at=noon)

        assert told(contoso)[-1] == "Nothing came of a referral by Contoso: They buy as a group."
        with pytest.raises(AlreadyDone):
            Referral.objects.get().end("Again.", by=rosa, at=noon)


def test_two_that_are_one_bring_along_whom_they_sent_and_who_sent_them(met, contoso, tarn, fabrikam, ines, noon):
    Merge.of(fabrikam, [contoso], by=ines, at=noon)
    merge = Merge.of(fabrikam, [tarn], by=ines, at=noon, choices={"standing": fabrikam.pk})
    found = Referral.objects.get()
    assert (found.client, found.became) == (fabrikam, fabrikam)

    merge.take_back(by=ines, at=noon)
    assert Referral.objects.get().became == tarn


def test_whoever_asked_follows_it_and_nobody_else(given, contoso, rosa, sam, ines, noon):
    Client.objects.filter(pk=contoso.pk).update(owner=sam)

    assert list(Referral.objects.visible_to(rosa)) == list(Referral.objects.visible_to(sam)) == [given]
    assert list(Referral.objects.visible_to(ines)) == []


class TestThePages:
    def test_do_all_of_it(self, client, rosa, contoso, tarn):
        client.force_login(rosa)
        page = client.post(f"/advocates/clients/{contoso.pk}/whom-they-know/", {}, follow=True).text
        assert "Contoso was asked whom they know" in page
        one = Referral.objects.get()
        page = client.post(f"/advocates/referrals/{one.pk}/give/", {"name": "Tarn"}, follow=True).text
        assert "Tarn Logistics</option>" in page
        page = client.post(f"/advocates/referrals/{one.pk}/meet/", {"client": tarn.pk}, follow=True).text
        assert "They buy from us" in page
        Client.objects.filter(pk=tarn.pk).update(standing="active")
        client.post(f"/advocates/referrals/{one.pk}/win/", {"deal": ""})

        assert "They came to us through Contoso." in client.get(tarn.get_absolute_url()).text
        assert f"/advocates/referrals/{one.pk}/" in client.get(contoso.get_absolute_url()).text
        page = client.get("/advocates/referrals/?only=won").text
        assert "Asked for 1, given 1" in page
        assert "Tarn" in page

    def test_note_a_name_that_came_unasked_and_end_it(self, client, rosa, contoso):
        client.force_login(rosa)
        page = client.post(f"/advocates/clients/{contoso.pk}/referral/", {"name": "Litware"}, follow=True).text
        assert "they came with it unasked" in page
        assert "Nobody whom you may open is called “Litware”." in page
        one = Referral.objects.get()
        assert (
            "They buy as a group"
            in client.post(f"/advocates/referrals/{one.pk}/end/", {"why": "They buy as a group"}, follow=True).text
        )

    def test_say_what_to_do_first(self, client, rosa, contoso, noon, today):
        client.force_login(rosa)
        Concern.raise_(contoso, "Late", by=rosa, at=noon, due_by=today)
        answer = client.post(f"/advocates/clients/{contoso.pk}/whom-they-know/", {})

        assert answer.status_code == 422
        assert "Settle it first: Contoso is unhappy about something." in answer.text

    def test_begin_with_a_sentence(self, client, rosa):
        client.force_login(rosa)
        assert "Nobody has sent you to anybody yet." in client.get("/advocates/referrals/").text

    def test_ask_the_same_number_of_questions_for_many(
        self, client, rosa, noon, contoso, django_assert_max_num_queries
    ):
        for number in range(60):
            Referral.note(contoso, Told(name=f"Litware {number}"), by=rosa, at=noon)
        client.force_login(rosa)

        with django_assert_max_num_queries(9):
            page = client.get("/advocates/referrals/").text
        assert "Further" in page


def test_a_program_does_the_same(client, rosa, contoso, tarn, deal, dana):
    client.force_login(rosa)

    def post(path, **said):
        return client.post(f"/api/v1{path}", said, content_type="application/json").json()

    asked = post(f"/clients/{contoso.pk}/ask-for-referral", contact=dana.pk)
    assert (asked["stage"], asked["contact_id"], asked["by"]) == ("asked", dana.pk, "Rosa Lindqvist")
    assert post(f"/clients/{contoso.pk}/ask-for-referral")["status"] == 422
    address = f"/referrals/{asked['id']}"
    assert post(f"{address}/give", name="Tarn")["stage"] == "given"
    assert post(f"{address}/meet", client=tarn.pk)["became_id"] == tarn.pk
    assert post(f"{address}/win", deal=deal.pk)["won_on"] == deal.closed_on.isoformat()
    more = post(f"/clients/{contoso.pk}/referrals", person="Kim")
    assert post(f"/referrals/{more['id']}/end", why="No need.")["stage"] == "nothing"
    found = client.get("/api/v1/referrals-brought").json()
    assert (found["asked"], found["given"], found["won"], found["sales"]["deals"]) == (1, 2, 1, 1)
    assert {one["id"] for one in client.get("/api/v1/referrals").json()["rows"]} == {asked["id"], more["id"]}
    assert len(client.get(f"/api/v1/clients/{contoso.pk}/referrals").json()) == 2
