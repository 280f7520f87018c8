"""Pay: what a scheme says, what a month says once it is closed, and who reads it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_client
from wonback.advocacy.models import Referral
from wonback.advocacy.models.referral import Told
from wonback.clients.models import Contract, Deal, Purchase
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, Story, WordsMissing
from wonback.renewals.models import Renewal
from wonback.rewards import statements
from wonback.rewards.models import Closing, Credit, Scheme
from wonback.rewards.models.closing import NotOver
from wonback.rewards.models.scheme import MonthTaken, NoSuchTerms
from wonback.rewards.pay_page import Statement
from wonback.rewards.scheme import Terms, months_after
from wonback.rewards.simulation import Simulation
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
TERMS = Terms(
    retained_rate=Decimal("0.01"),
    renewed_rate=Decimal("0.02"),
    recovered_rate=Decimal("0.05"),
    return_share=Decimal("0.5"),
    stays_months=1,
)


def noon_of(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC"))


def buy(client, day, amount, currency="EUR"):
    return Purchase.objects.create(client=client, bought_on=day, amount=Decimal(amount), currency=currency)


@pytest.fixture
def scheme(ines, adam, noon):
    """In force since September."""
    one = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)
    one.put_in_force(SEPTEMBER, by=adam, at=noon)
    return one


@pytest.fixture
def bought(contoso):
    """Contoso has been Rosa's client since 2021, and bought in two months."""
    buy(contoso, date(2026, 9, 10), 1_000)
    buy(contoso, date(2026, 10, 10), 2_000)
    return buy(contoso, date(2026, 10, 20), -500)


@pytest.fixture
def renewed(contoso, rosa):
    """In October, for less than before."""
    old = Contract.objects.create(
        client=contoso,
        starts_on=date(2025, 12, 1),
        until=date(2026, 12, 1),
        amount_per_year=Decimal(12_000),
        currency="EUR",
    )
    renewal = Renewal.objects.create(contract=old, opened_on=date(2026, 6, 1))
    at = noon_of(date(2026, 10, 5))
    renewal.renew(date(2027, 12, 1), amount_per_year=Decimal(9_000), notice_days=None, by=rosa, at=at)
    return renewal


@pytest.fixture
def home(ready_plan, rosa):
    """Northwind came back on 12 October, and signed for 9 600 a year."""
    ready_plan.launch(by=rosa, at=noon_of(date(2026, 10, 1)))
    ready_plan.win(by=rosa, at=noon_of(date(2026, 10, 12)), on=date(2026, 10, 12))
    Contract.objects.create(
        client=ready_plan.loss.client, starts_on=date(2026, 10, 12), amount_per_year=Decimal(9_600), currency="EUR"
    )
    return ready_plan


def close(*months, by):
    for month in months:
        Closing.close(month, by=by, at=noon_of(months_after(month, 1)))


def lines(month=None):
    found = Credit.objects.filter(**({"closing__month": month} if month else {})).order_by("pk")
    return sorted((one.key.split(":")[0], one.part, one.person.name, one.amount) for one in found)


class TestAScheme:
    def test_is_a_draft_until_an_admin_puts_it_in_force(self, rosa, ines, adam, noon):
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)
        assert Scheme.objects.of(NOVEMBER) is None
        with pytest.raises(NotAllowed):
            draft.put_in_force(NOVEMBER, by=ines, at=noon)
        with pytest.raises(NotAllowed):
            Scheme.draft(TERMS, "More for me.", by=rosa, at=noon)
        draft.put_in_force(date(2026, 11, 17), by=adam, at=noon)

        assert (draft.from_month, Scheme.objects.of(OCTOBER), Scheme.objects.of(NOVEMBER)) == (NOVEMBER, None, draft)

    def test_goes_into_force_once(self, scheme, adam, noon):
        with pytest.raises(AlreadyDone):
            scheme.put_in_force(NOVEMBER, by=adam, at=noon)

    def test_begins_where_no_other_does_and_nothing_is_closed(self, scheme, ines, adam, noon):
        close(SEPTEMBER, by=adam)
        other = Scheme.draft(TERMS, "Keep more.", by=ines, at=noon)
        for month in (SEPTEMBER, date(2026, 8, 1)):
            with pytest.raises(MonthTaken):
                other.put_in_force(month, by=adam, at=noon)
        other.put_in_force(OCTOBER, by=adam, at=noon)
        third = Scheme.draft(TERMS, "Keep most.", by=ines, at=noon)
        with pytest.raises(MonthTaken, match="begins in this one"):
            third.put_in_force(OCTOBER, by=adam, at=noon)

    @pytest.mark.parametrize(
        "terms", [Terms(retained_rate=Decimal("1.5")), Terms(stays_months=0), Terms(retained_after_months=61)]
    )
    def test_says_what_can_be(self, terms, ines, noon):
        with pytest.raises(NoSuchTerms):
            Scheme.draft(terms, "Keep them.", by=ines, at=noon)

    def test_says_why(self, ines, noon):
        with pytest.raises(WordsMissing):
            Scheme.draft(TERMS, " ", by=ines, at=noon)

    def test_drafts_are_for_leads(self, scheme, rosa, ines, noon):
        draft = Scheme.draft(TERMS, "Keep more.", by=ines, at=noon)

        assert list(Scheme.objects.visible_to(rosa)) == [scheme]
        assert draft in Scheme.objects.visible_to(ines)


class TestAMonth:
    def test_pays_for_what_was_bought_credit_notes_taken_off(self, scheme, bought, adam):
        close(SEPTEMBER, OCTOBER, by=adam)

        assert lines(SEPTEMBER) == [("retained", "", "Rosa Lindqvist", Decimal("10.00"))]
        assert lines(OCTOBER) == [("retained", "", "Rosa Lindqvist", Decimal("15.00"))]

    def test_pays_for_a_renewal_on_no_more_than_they_pay_now(self, scheme, renewed, adam):
        close(SEPTEMBER, OCTOBER, by=adam)
        [credit] = Credit.objects.all()

        assert (credit.base, credit.amount, credit.renewal) == (Decimal(9_000), Decimal("180.00"), renewed)
        assert str(credit) == "Contoso renewed"

    def test_pays_a_return_in_two_parts(self, scheme, home, adam):
        close(SEPTEMBER, OCTOBER, NOVEMBER, by=adam)

        assert lines(OCTOBER) == [("recovered", "return", "Rosa Lindqvist", Decimal("240.00"))]
        assert lines(NOVEMBER) == [("recovered", "stayed", "Rosa Lindqvist", Decimal("240.00"))]

    def test_pays_no_rest_to_whom_they_left_again_and_takes_nothing_back(self, scheme, home, rosa, adam):
        close(SEPTEMBER, OCTOBER, by=adam)
        gone = Story(reason="price", lost_on=date(2026, 11, 3), currency="EUR")
        Loss.record(home.loss.client, gone, by=rosa, at=noon_of(date(2026, 11, 3)))
        close(NOVEMBER, by=adam)

        assert lines(NOVEMBER) == []
        assert len(lines(OCTOBER)) == 1

    def test_pays_nothing_where_nobody_knows_what_they_buy_and_does_so_once_it_is_known(self, scheme, home, adam):
        contract = Contract.objects.get(client=home.loss.client)
        contract.delete()
        close(SEPTEMBER, OCTOBER, by=adam)
        assert lines() == []
        contract.save(force_insert=True)
        close(NOVEMBER, by=adam)

        assert [part for _kind, part, _who, _amount in lines(NOVEMBER)] == ["return", "stayed"]

    def test_pays_nothing_to_those_who_came_by_themselves(self, scheme, ready_plan, rosa, adam):
        ready_plan.win(by=rosa, at=noon_of(date(2026, 10, 12)), on=date(2026, 10, 12))
        Contract.objects.create(
            client=ready_plan.loss.client, starts_on=date(2026, 10, 12), amount_per_year=Decimal(9_600), currency="EUR"
        )
        close(SEPTEMBER, OCTOBER, by=adam)

        assert lines() == []

    def test_pays_for_a_sale_that_a_client_sent_us_once(self, scheme, contoso, northwind, rosa, sam, ines, adam, noon):
        """To whoever has the client who sent it, and whoever made the sale."""
        scheme_of_november = Scheme.draft(
            Terms(referred_rate=Decimal("0.03")), "They send us others.", by=ines, at=noon
        )
        scheme_of_november.put_in_force(NOVEMBER, by=adam, at=noon)
        met = add_client("Adatum", by=sam, at=noon)
        won = {
            "outcome": "won",
            "closed_on": NOVEMBER + timedelta(days=5),
            "amount": Decimal(20_000),
            "currency": "EUR",
        }
        deal = Deal.objects.create(client=met, name="Racks", owner=sam, **won)
        for sender in (contoso, northwind):
            sent = Referral.note(sender, Told(name="Adatum"), by=rosa, at=noon)
            sent.meet(met, by=rosa, at=noon)
            sent.win(deal, by=rosa, at=noon)
        close(SEPTEMBER, OCTOBER, NOVEMBER, by=adam)

        assert lines() == [("referred", "", "Rosa Lindqvist", Decimal("600.00"))]
        assert str(Credit.objects.get()) == "Contoso sent us a client"

    def test_pays_whoever_had_the_client_on_the_day(self, scheme, bought, contoso, ines, rosa, sam, adam):
        contoso.hand_over(sam, by=ines, at=noon_of(date(2026, 10, 15)))
        close(SEPTEMBER, OCTOBER, by=adam)

        assert [who for _kind, _part, who, _amount in lines(SEPTEMBER)] == [rosa.name]
        assert [who for _kind, _part, who, _amount in lines(OCTOBER)] == [sam.name]

    def test_pays_each_currency_for_itself(self, scheme, contoso, adam):
        buy(contoso, date(2026, 9, 1), 100)
        buy(contoso, date(2026, 9, 2), 1_000, "SEK")
        close(SEPTEMBER, by=adam)

        assert {(one.currency, one.amount) for one in Credit.objects.all()} == {
            ("EUR", Decimal(1)),
            ("SEK", Decimal(10)),
        }

    def test_is_closed_once_one_after_the_other_when_it_is_over_and_by_an_admin(self, scheme, ines, adam):
        at = noon_of(date(2026, 10, 1))
        with pytest.raises(NotAllowed):
            Closing.close(SEPTEMBER, by=ines, at=at)
        with pytest.raises(NotOver):
            Closing.close(OCTOBER, by=adam, at=noon_of(date(2026, 12, 1)))
        with pytest.raises(NotOver, match="is over"):
            Closing.close(SEPTEMBER, by=adam, at=noon_of(date(2026, 9, 30)))
        Closing.close(SEPTEMBER, by=adam, at=at)
        with pytest.raises(AlreadyDone):
            Closing.close(SEPTEMBER, by=adam, at=at)

        assert Closing.objects.count() == 1

    def test_needs_a_scheme(self, adam, noon):
        with pytest.raises(NotOver):
            Closing.close(SEPTEMBER, by=adam, at=noon)

    def test_is_written_whole_or_not_at_all(self, scheme, bought, adam, monkeypatch):
        monkeypatch.setattr(Credit.objects, "bulk_create", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            close(SEPTEMBER, by=adam)

        assert not Closing.objects.exists()

    def test_does_not_change_and_the_next_puts_right_what_was_wrong(self, scheme, bought, contoso, adam):
        close(SEPTEMBER, by=adam)
        buy(contoso, date(2026, 9, 28), 300)
        close(OCTOBER, by=adam)

        assert lines(SEPTEMBER) == [("retained", "", "Rosa Lindqvist", Decimal("10.00"))]
        [late] = Credit.objects.filter(closing__month=OCTOBER, earned_on__lt=OCTOBER)
        assert (late.amount, late.was, late.is_correction) == (Decimal("3.00"), Decimal("10.00"), True)

    def test_takes_off_what_was_never_bought(self, scheme, bought, contoso, adam):
        close(SEPTEMBER, by=adam)
        Purchase.objects.filter(bought_on__lt=OCTOBER).delete()
        close(OCTOBER, by=adam)

        [off] = Credit.objects.filter(closing__month=OCTOBER, earned_on__lt=OCTOBER)
        assert (off.amount, off.was, off.client_name) == (Decimal("-10.00"), Decimal("10.00"), "Contoso")

    def test_pays_nothing_twice_when_the_day_of_a_deed_moves(self, scheme, renewed, adam):
        close(SEPTEMBER, OCTOBER, by=adam)
        for moved in (date(2026, 11, 6), date(2027, 11, 6)):
            renewed.decided_at = noon_of(moved)
            renewed.save()

            assert statements.drawn_up(moved.replace(day=1)) == []

    def test_is_paid_by_the_scheme_of_its_own_month(self, scheme, bought, ines, adam, noon):
        more = Scheme.draft(Terms(retained_rate=Decimal("0.1")), "Keep more.", by=ines, at=noon)
        more.put_in_force(OCTOBER, by=adam, at=noon)
        close(SEPTEMBER, OCTOBER, by=adam)

        assert [amount for *_rest, amount in lines()] == [Decimal("10.00"), Decimal("150.00")]

    def test_pays_nothing_for_what_was_before_any_scheme(self, scheme, contoso, adam):
        buy(contoso, date(2026, 8, 31), 1_000)
        close(SEPTEMBER, by=adam)

        assert lines() == []

    def test_pays_nothing_for_a_client_who_is_new(self, scheme, rosa, adam, noon):
        new = add_client("Adatum", by=rosa, at=noon)
        new.spells.update(started_on=date(2026, 1, 1))
        buy(new, date(2026, 9, 1), 1_000)
        close(SEPTEMBER, by=adam)

        assert lines() == []

    def test_says_of_one_person_what_it_says_of_all(
        self, scheme, bought, renewed, home, contoso, ines, rosa, sam, noon
    ):
        contoso.hand_over(sam, by=ines, at=noon_of(date(2026, 10, 8)))
        split = Scheme.draft(Terms(retained_rate=Decimal("0.1"), whose="split"), "Share.", by=ines, at=noon)
        Scheme.objects.filter(pk=split.pk).update(from_month=OCTOBER)

        def told(credits_):
            return sorted((one.key, one.person_id, one.amount) for one in credits_)

        everything = told(statements.drawn_up(OCTOBER))
        each = [told(statements.drawn_up(OCTOBER, person=one)) for one in (rosa, sam)]

        assert len({person for _key, person, _amount in everything}) == 2
        assert sorted(each[0] + each[1]) == everything

    def test_asks_as_many_questions_for_many_clients_as_for_one(self, scheme, bought, rosa, noon):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                drawn = statements.drawn_up(OCTOBER)
            return len(drawn), len(queries)

        few = asked()
        for number in range(6):
            buy(add_client(f"Adatum {number}", by=rosa, at=noon), date(2026, 10, 3), 100)
        many = asked()

        assert (few[0], many[0]) == (2, 8)
        assert many[1] == few[1]


class TestWhoReads:
    @pytest.fixture
    def closed(self, scheme, bought, adam):
        close(SEPTEMBER, by=adam)

    def read(self, user, today, **asked):
        return [credit.person.name for credit in Statement(user, today, SEPTEMBER, **asked).credits]

    def test_is_oneself_the_lead_and_an_admin(self, closed, rosa, ines, sam, omar, vera, adam, today):
        seen = {one.name: len(self.read(one, today)) for one in (rosa, ines, sam, omar, vera, adam)}

        assert {name for name, n in seen.items() if n} == {rosa.name, ines.name, adam.name}

    def test_of_an_open_month_is_the_same(self, scheme, bought, rosa, ines, sam, omar, adam, today):
        seen = {one.name: len(self.read(one, today)) for one in (rosa, ines, sam, omar, adam)}

        assert {name for name, n in seen.items() if n} == {rosa.name, ines.name, adam.name}

    def test_is_told_by_pages(self, closed, client, rosa, ines, sam, omar):
        pages = {}
        for one in (rosa, ines, sam, omar):
            client.force_login(one)
            pages[one.name] = client.get("/pay/", {"of": rosa.pk}).status_code

        assert pages == {rosa.name: 200, ines.name: 200, sam.name: 404, omar.name: 404}

    def test_one_who_has_left_stays_with_their_lead(self, closed, rosa, ines, adam, noon, client):
        rosa.leave(by=adam, at=noon)
        client.force_login(ines)

        assert "10.00" in client.get("/pay/", {"of": rosa.pk}).content.decode()


class TestTheStatement:
    def test_says_from_which_numbers_and_leads_there(self, scheme, bought, renewed, home, client, rosa, contoso, adam):
        close(SEPTEMBER, OCTOBER, by=adam)
        client.force_login(rosa)
        page = client.get("/pay/", {"month": "2026-10-01"}).content.decode()

        for said in ("Contoso</a>", "October 2026", "Northwind</a>", "came back", "435.00"):
            assert said in page
        for url in (contoso.get_absolute_url(), renewed.get_absolute_url(), home.get_absolute_url()):
            assert f'href="{url}"' in page

    def test_leads_nowhere_its_reader_may_not_go(self, scheme, bought, contoso, client, rosa, ines, sam, adam, noon):
        close(SEPTEMBER, by=adam)
        contoso.hand_over(sam, by=ines, at=noon)
        client.force_login(rosa)
        page = client.get("/pay/").content.decode()

        assert "Contoso" in page
        assert contoso.get_absolute_url() not in page

    def test_asks_as_many_questions_for_many_lines_as_for_one(self, scheme, bought, client, rosa, adam, noon):
        def asked(month):
            with CaptureQueriesContext(connection) as queries:
                client.get("/pay/", {"month": month.isoformat()})
            return len(queries)

        for number in range(6):
            buy(add_client(f"Adatum {number}", by=rosa, at=noon), date(2026, 10, 3), 100)
        close(SEPTEMBER, OCTOBER, by=adam)
        client.force_login(rosa)

        assert asked(OCTOBER) == asked(SEPTEMBER)

    def test_can_be_taken_along_and_runs_no_formula(self, scheme, bought, contoso, client, rosa, sam, adam):
        contoso.name = "=cmd|' /C calc'!A0"
        contoso.save()
        close(SEPTEMBER, by=adam)
        client.force_login(rosa)
        [_head, row] = b"".join(client.get("/export/credits.csv")).decode("utf-8-sig").strip().splitlines()
        client.force_login(sam)
        none = b"".join(client.get("/export/credits.csv")).decode("utf-8-sig").strip().splitlines()

        assert "'=cmd" in row
        assert "10.00" in row
        assert len(none) == 1

    def test_teaches_one_thing_while_there_is_none(self, client, rosa):
        client.force_login(rosa)

        assert "Nothing is paid for keeping clients yet." in client.get("/pay/").content.decode()


class TestASimulation:
    def test_says_what_each_would_have_got_in_twelve_months(self, bought, renewed, home, ines, today, noon):
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)
        [row] = Simulation(draft, ines, today).rows

        assert row.kinds == [Decimal("25.00"), Decimal("180.00"), Decimal("240.00"), Decimal(0)]
        assert (row.total, row.today) == (Decimal("445.00"), Decimal(0))

    def test_stands_beside_what_holds(self, scheme, bought, ines, today, noon):
        draft = Scheme.draft(Terms(retained_rate=Decimal("0.02")), "Keep more.", by=ines, at=noon)
        [row] = Simulation(draft, ines, today).rows

        assert (row.total, row.today) == (Decimal("50.00"), Decimal("25.00"))

    def test_says_how_many_deeds_it_knows_nothing_of(self, home, ines, today, noon):
        Contract.objects.all().delete()
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)

        assert (Simulation(draft, ines, today).rows, Simulation(draft, ines, today).unknown) == ([], 1)

    def test_writes_nothing_down(self, bought, ines, today, noon):
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)
        assert Simulation(draft, ines, today).rows

        assert not Credit.objects.exists()

    def test_shows_a_lead_their_own_people(self, bought, ines, omar, today, noon):
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)

        assert Simulation(draft, omar, today).rows == []

    def test_is_shown_with_the_draft(self, bought, client, ines, rosa, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        client.force_login(ines)
        told = {
            "retained_rate": "1", "retained_after_months": "12", "renewed_rate": "2", "recovered_rate": "5",
            "referred_rate": "0", "return_share": "50", "stays_months": "12", "whose": "day", "why": "Keep them.",
        }  # fmt: skip
        client.post("/pay/scheme/", told)
        page = client.get("/pay/scheme/").content.decode()
        client.force_login(rosa)
        hers = client.get("/pay/scheme/").content.decode()

        assert Scheme.objects.get().terms == Terms(
            retained_rate=Decimal("0.01"), renewed_rate=Decimal("0.02"), recovered_rate=Decimal("0.05")
        )
        assert "25.00" in page
        assert "Keep them." not in hers


class TestThePages:
    def test_put_in_force_and_close(self, bought, client, ines, adam, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        draft = Scheme.draft(TERMS, "Keep them.", by=ines, at=noon)
        client.force_login(adam)
        client.post(f"/pay/scheme/{draft.pk}/in-force/", {"month": "2026-10-01"})
        assert "Close October 2026" in client.get("/pay/scheme/").content.decode()
        client.post("/pay/close/", {"month": "2026-10-01"})

        assert [amount for *_rest, amount in lines()] == [Decimal("15.00")]


class TestTheApi:
    def test_tells_the_same(self, bought, client, ines, rosa, adam, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        client.force_login(ines)
        draft = client.post(
            "/api/v1/schemes", {"retained_rate": "0.01", "why": "Keep them."}, "application/json"
        ).json()
        would = client.get(f"/api/v1/schemes/{draft['id']}/simulation").json()
        assert [(row["person"], row["total"]) for row in would["rows"]] == [("Rosa Lindqvist", "25.00")]

        client.force_login(adam)
        client.post(f"/api/v1/schemes/{draft['id']}/put-in-force", {"month": "2026-10-01"}, "application/json")
        client.post("/api/v1/closings", {"month": "2026-10-01"}, "application/json")
        client.force_login(rosa)
        [row] = client.get("/api/v1/credits", {"month": "2026-10-01"}).json()["rows"]

        assert (row["what"], row["base"], row["amount"]) == ("What Contoso bought in October 2026", "1500.00", "15.00")


def test_a_year_is_looked_back_upon(scheme, contoso, adam):
    """What comes in later than that changes no statement any more."""
    close(SEPTEMBER, by=adam)
    buy(contoso, SEPTEMBER + timedelta(days=3), 1_000)
    year_later = months_after(SEPTEMBER, statements.MONTHS_BACK)

    assert [one.amount for one in statements.drawn_up(year_later)] == [Decimal("10.00")]
    assert statements.drawn_up(months_after(year_later, 1)) == []
