"""Contracts that end: found in time, seen in three views, renewed or lost, and in Today as duties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from wonback.care.call_list import Kind
from wonback.care.models import Concern
from wonback.clients.models import Contract
from wonback.core.errors import AlreadyDone
from wonback.desk.today import today_of
from wonback.losses.models import Loss
from wonback.losses.models.story import Story, WordsMissing
from wonback.renewals.chances import Coming, Past, chances
from wonback.renewals.deadlines import Deadlines, Due, expected, hangs_on
from wonback.renewals.models import NoRenewal, Renewal
from wonback.renewals.tasks import find_renewals, judge_renewals
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


def contract_of(client, until, *, days=365, **facts):
    usual = {"name": "Supply", "amount_per_year": Decimal(84_000), "currency": "EUR"}
    return Contract.objects.create(client=client, starts_on=until - timedelta(days=days), until=until, **usual | facts)


@pytest.fixture
def contract(contoso, today):
    return contract_of(contoso, today + timedelta(days=150), notice_days=90)


@pytest.fixture
def renewal(contract, today):
    find_renewals(as_of=today)
    return Renewal.objects.get()


class TestDeadlines:
    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-400, 400), st.integers(0, 400) | st.none())
    def test_are_due_from_their_day_on_and_never_before(self, until, away, notice_days):
        notice_by = until - timedelta(days=notice_days) if notice_days is not None else None
        as_of = until + timedelta(days=away)
        due = Deadlines(until, notice_by).due(as_of=as_of)

        assert all(day <= as_of for day in due.values())
        assert (Due.VIEW in due) == (away >= -180)
        assert (Due.FINAL in due) == (away >= -90)
        assert (Due.OUTCOME in due) == (away >= 0)

    def test_ask_no_more_for_a_talk_once_notice_is_past(self):
        days = Deadlines(date(2027, 3, 1), date(2026, 12, 1))

        assert Due.TALK in days.due(as_of=date(2026, 12, 1))
        assert Due.TALK not in days.due(as_of=date(2026, 12, 2))

    def test_hang_on_the_end(self):
        assert hangs_on("view", date(2027, 3, 1)) == date(2026, 9, 2)

    @pytest.mark.parametrize(("chance", "view"), [(0.8, "renews"), (0.79, "unsure"), (0.5, "unsure"), (0.49, "leaves")])
    def test_put_a_chance_into_a_word(self, chance, view):
        assert expected(chance) == view


class TestChances:
    PAST = tuple(Past(1 + n % 3, renewed=n % 5 != 0, unhappy=n % 5 == 0 and n % 2 == 0, gone=False) for n in range(60))

    def test_are_unknown_while_too_few_renewals_were_due(self):
        assert chances(self.PAST[:19], [Coming(1, 1, unhappy=False, gone=False)]) == {}

    def test_are_lower_for_the_unhappy_and_hold_their_band(self):
        found = chances(self.PAST, [Coming(1, 1, unhappy=False, gone=False), Coming(2, 1, unhappy=True, gone=False)])

        assert found[2].value < found[1].value
        assert all(0 <= one.low <= one.value <= one.high <= 1 and one.n == 60 for one in found.values())


class TestTheNight:
    def test_opens_a_renewal_half_a_year_before_the_end_with_its_day_of_notice(self, renewal, contract, today):
        assert renewal.contract == contract
        assert renewal.notice_by == today + timedelta(days=60)
        assert find_renewals(as_of=today) == 0

    def test_opens_none_that_is_further_away_or_followed(self, contoso, today):
        contract_of(contoso, today + timedelta(days=181))
        find_renewals(as_of=today)
        assert not Renewal.objects.exists()

        soon = contract_of(contoso, today + timedelta(days=30))
        Contract.objects.create(client=contoso, starts_on=soon.until, until=None, currency="EUR")
        find_renewals(as_of=today)
        assert not Renewal.objects.exists()

    def test_closes_what_a_file_renewed(self, renewal, contract, contoso, today):
        follows = Contract.objects.create(client=contoso, starts_on=contract.until, currency="EUR")
        find_renewals(as_of=today)
        renewal.refresh_from_db()

        assert (renewal.outcome, renewal.follows) == ("renewed", follows)

    def test_learns_the_chance_from_earlier_renewals(self, renewal, northwind, contoso, rosa, noon, today):
        for n in range(24):
            contract_of(northwind, today - timedelta(days=100 + 365 * (24 - n)))
        Concern.raise_(contoso, "Late again", by=rosa, at=noon - timedelta(days=3), due_by=today)
        assert judge_renewals(as_of=today) == 1
        renewal.refresh_from_db()

        assert renewal.chance_n >= 20
        assert renewal.automated == expected(renewal.chance)


class TestViews:
    def test_are_told_and_disagree(self, renewal, rosa, ines, noon):
        renewal.automated = "leaves"
        renewal.expect("renews", "They ordered for spring.", by=rosa, at=noon)
        assert str(renewal.contract.client.timeline.last()) == (
            "Rosa Lindqvist said of the renewal with Contoso: they renew. They ordered for spring."
        )
        assert renewal.disagreements == ["the numbers: they leave; the rep: they renew"]

        with pytest.raises(WordsMissing, match="why"):
            renewal.count_on("unsure", "", by=ines, at=noon)
        renewal.count_on("unsure", "Their budget is frozen.", by=ines, at=noon)
        assert len(renewal.disagreements) == 3
        assert Renewal.objects.differing().get() == renewal

    def test_what_we_count_on_is_for_a_lead_to_say(self, renewal, rosa, noon):
        with pytest.raises(NotAllowed):
            renewal.count_on("renews", "", by=rosa, at=noon)


class TestWhatCameOfIt:
    def test_renewed_writes_the_contract_that_follows(self, renewal, contract, rosa, noon):
        until = contract.until + timedelta(days=365)
        new = renewal.renew(until, amount_per_year=Decimal(90_000), notice_days=60, by=rosa, at=noon)

        assert (new.starts_on, new.until, new.amount_per_year) == (contract.until, until, Decimal(90_000))
        assert new.last_notice_on == until - timedelta(days=60)
        assert not Renewal.objects.open().exists()

    def test_renewed_must_end_later(self, renewal, rosa, noon):
        with pytest.raises(NoRenewal, match="Give a day after"):
            renewal.renew(renewal.until, amount_per_year=None, notice_days=None, by=rosa, at=noon)

    def test_lost_records_a_loss_on_the_day_it_ends_with_its_reason_and_worth(self, renewal, contract, rosa, noon):
        loss = renewal.lose(Story(reason="delivery", lost_on=renewal.until), by=rosa, at=noon)

        assert (loss.lost_on, loss.worth, loss.reason.key) == (contract.until, Decimal(84_000), "delivery")
        assert not loss.in_effect

    def test_lost_without_a_reason_changes_nothing(self, renewal, client, rosa):
        client.force_login(rosa)
        answer = client.post(reverse("renewals:lose", args=[renewal.pk]), {"kind": "client"})

        assert answer.status_code == 422
        assert not Loss.objects.exists()
        assert Renewal.objects.open().exists()

    def test_is_said_once(self, renewal, rosa, noon):
        again = Renewal.objects.get()
        renewal.lose(Story(reason="delivery", lost_on=renewal.until), by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            again.renew(again.until + timedelta(days=9), amount_per_year=None, notice_days=None, by=rosa, at=noon)
        assert Contract.objects.count() == 1


class TestToday:
    def test_holds_what_a_renewal_asks_of_the_rep(self, renewal, rosa, today):
        [card] = today_of(rosa, as_of=today).cards

        assert card.line.kind == Kind.RENEWAL
        assert card.line.why_now.startswith("Their contract: the rep’s view is missing, 30 days late.")

    def test_holds_what_it_asks_of_the_lead(self, renewal, ines, rosa, noon, today):
        renewal.expect("renews", "", by=rosa, at=noon)
        assert today_of(rosa, as_of=today).cards == []
        later = renewal.until - timedelta(days=89)

        [card] = [one for one in today_of(ines, as_of=later).cards if one.line.kind == Kind.RENEWAL]
        assert "count on" in card.line.why_now

    def test_asks_for_a_talk_before_notice_can_be_given(self, renewal, rosa, noon):
        renewal.expect("renews", "", by=rosa, at=noon)
        [card] = today_of(rosa, as_of=renewal.notice_by - timedelta(days=3)).cards

        assert "talk with them before they may give notice" in card.line.why_now


class TestThePages:
    def test_list_say_and_renew_without_scripts(self, client, renewal, rosa, ines):
        client.force_login(rosa)
        assert b"Contoso" in client.get(reverse("renewals:renewals") + "?only=due").content
        told = {"view": "renews", "why": "All is well."}
        page = client.post(reverse("renewals:expect", args=[renewal.pk]), told, follow=True).content.decode()
        assert "All is well." in page

        until = renewal.until + timedelta(days=365)
        told = {"until": until.isoformat(), "amount_per_year": "90000", "notice_days": "30"}
        page = client.post(reverse("renewals:renew", args=[renewal.pk]), told, follow=True).content.decode()
        assert "They stay: Supply" in page

    def test_are_nobody_elses(self, client, renewal, sam):
        client.force_login(sam)

        assert client.get(reverse("renewals:renewal", args=[renewal.pk])).status_code == 404
        assert b"Contoso" not in client.get(reverse("renewals:renewals")).content


class TestTheProgram:
    def test_says_and_loses(self, client, renewal, rosa):
        client.force_login(rosa)
        [row] = client.get("/api/v1/renewals").json()["rows"]
        assert (row["client"], row["chance"], row["disagreements"]) == ("Contoso", None, [])
        address = f"/api/v1/renewals/{renewal.pk}"
        said = client.post(f"{address}/expect", {"view": "leaves"}, content_type="application/json").json()
        assert said["rep_view"] == "leaves"

        lost = client.post(f"{address}/lose", {"reason": "delivery"}, content_type="application/json").json()
        assert (lost["outcome"], lost["loss_id"]) == ("lost", Loss.objects.get().pk)
