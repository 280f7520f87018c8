"""The night on a real database: facts out, figures down, proposals made; twice the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wonback.clients.models import Client, Contract, Purchase
from wonback.figures.models import Figure
from wonback.losses.models import Proposal
from wonback.metrics import facts as facts_
from wonback.metrics import tasks
from wonback.metrics.engine import facts_of, rows

# Another process reads the database, so what a test writes must be there for all to see.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def quiet(contoso, today):
    """Contoso bought every 30 days, ten times, and not for 200 days."""
    last = today - timedelta(days=200)
    days = [last - timedelta(days=30 * k) for k in range(10)]
    Purchase.objects.bulk_create(
        Purchase(client=contoso, bought_on=day, amount=Decimal("100.50"), currency="EUR") for day in days
    )
    return contoso


def night(day):
    return [step(as_of=day) for step in (tasks.export_facts, tasks.compute_figures, tasks.propose_silent)]


def proposed(day):
    """What a night does before a proposal, and how many are new. No figure has a part in it."""
    tasks.export_facts(as_of=day)
    return tasks.propose_silent(as_of=day)


class TestExport:
    def test_takes_out_every_table_with_its_types(self, quiet, northwind_loss, ready_plan, today):
        facts_.export(as_of=today)

        with facts_of(today) as (con, facts):
            purchase = next(rows(con, facts.purchases.filter(facts.purchases.client_id == quiet.pk).limit(1)))
            [loss] = rows(con, facts.losses.select("client_id", "lost_on", "worth", "reason_known", "launched_on"))
            touches = con.to_pyarrow(facts.touches.count()).as_py()

            assert con.list_tables() == ["losses", "purchases", "touches"], "nothing else is opened"

        assert purchase[2:4] == (Decimal("100.50"), "EUR")
        assert loss == (northwind_loss.client_id, northwind_loss.lost_on, Decimal("48000.00"), True, None)
        assert touches == 1

    def test_counts_a_moment_to_the_day_where_the_company_is(self, ready_plan, settings, rosa, today):
        settings.TIME_ZONE = "Asia/Tokyo"
        ready_plan.launched_at = ready_plan.started_at.replace(hour=20)
        ready_plan.save()

        facts_.export(as_of=today)
        with facts_of(today) as (con, facts):
            [(launched_on,)] = rows(con, facts.losses.select("launched_on"))

        assert launched_on == ready_plan.launched_at.date() + timedelta(days=1)

    def test_replaces_a_day_as_a_whole_and_forgets_old_ones(self, quiet, today):
        for k in (4, 3, 2, 1, 0, 0, 0):
            facts_.export(as_of=today - timedelta(days=k))

        days = sorted(path.name for path in facts_.root().iterdir() if path.is_symlink())
        folders = [path for path in facts_.root().iterdir() if path.is_dir() and not path.is_symlink()]

        assert days == [str(today - timedelta(days=k)) for k in (2, 1, 0)]
        assert len(folders) == 4
        assert facts_.newest() == today

    def test_says_what_to_do_when_no_night_has_run(self, today):
        with pytest.raises(facts_.NoFacts, match="Run `wonback nightly`"), facts_of(today):
            pass


class TestFigures:
    def test_are_the_same_after_a_second_night(self, quiet, northwind_loss, today):
        first = night(today)
        before = sorted(
            Figure.objects.values_list("metric", "subject", "subject_id", "currency", "value", "n", "why_none")
        )
        second = night(today)
        after = sorted(
            Figure.objects.values_list("metric", "subject", "subject_id", "currency", "value", "n", "why_none")
        )

        assert first[:2] == second[:2]
        assert before == after
        assert len(before) == first[1]

    def test_of_a_client_who_is_gone_are_gone(self, quiet, today):
        night(today)
        quiet.delete()
        night(today + timedelta(days=1))

        assert not Figure.objects.filter(subject="client").exists()

    def test_come_in_the_currency_they_were_bought_in(self, quiet, today):
        Purchase.objects.create(client=quiet, bought_on=today, amount=Decimal(7), currency="USD")
        night(today)

        found = Figure.objects.filter(metric="average_purchase", subject="client").values_list("currency", "value")

        assert sorted(found) == [("EUR", 100.5), ("USD", 7.0)]

    def test_of_one_client_are_explained_where_they_say(self, quiet, today):
        night(today)

        assert (
            Figure.objects.get(metric="silence", subject_id=quiet.pk).explained_at
            == f"/numbers/silence/?of=client-{quiet.pk}"
        )


class TestProposals:
    def test_say_who_has_gone_quiet_and_what_they_were_worth(self, quiet, today):
        proposed(today)
        proposal = Proposal.objects.get()

        assert (proposal.client, proposal.silent_days, proposal.purchases) == (quiet, 200, 10)
        assert proposal.silent_since == today - timedelta(days=200)
        assert proposal.rhythm_days == pytest.approx(30)
        # ten purchases, all within the year that ends with the last one
        assert (proposal.worth, proposal.currency) == (Decimal("1005.00"), "EUR")

    def test_are_made_once(self, quiet, today):
        assert proposed(today) == 1
        assert proposed(today) == 0
        assert proposed(today + timedelta(days=3)) == 0

        proposal = Proposal.objects.get()

        assert (proposal.silent_days, proposal.as_of) == (203, today + timedelta(days=3))

    def test_are_not_made_again_once_answered(self, quiet, rosa, noon, today):
        proposed(today)
        Proposal.objects.get().dismiss(by=rosa, at=noon, why="They are on holiday")
        proposed(today + timedelta(days=1))

        assert not Proposal.objects.open().exists()

    def test_are_made_again_after_they_bought_again(self, quiet, rosa, noon, today):
        proposed(today)
        Proposal.objects.get().dismiss(by=rosa, at=noon, why="They are on holiday")
        Purchase.objects.create(client=quiet, bought_on=today + timedelta(days=10), amount=Decimal(50), currency="EUR")
        proposed(today + timedelta(days=400))

        assert Proposal.objects.open().get().silent_since == today + timedelta(days=10)

    def test_are_withdrawn_when_they_buy_again(self, quiet, today):
        proposed(today)
        Purchase.objects.create(client=quiet, bought_on=today, amount=Decimal(50), currency="EUR")
        proposed(today + timedelta(days=1))

        assert not Proposal.objects.exists()

    def test_leave_out_clients_under_contract(self, quiet, today):
        Contract.objects.create(client=quiet, starts_on=date(2026, 1, 1), currency="EUR")

        assert proposed(today) == 0

    def test_leave_out_the_lost(self, quiet, today):
        quiet.leave(on=today - timedelta(days=100))

        assert proposed(today) == 0

    def test_leave_out_those_who_bought_twice_only(self, quiet, today):
        first_two = quiet.purchases.order_by("bought_on")[:2].values_list("pk", flat=True)
        quiet.purchases.exclude(pk__in=list(first_two)).delete()

        assert proposed(today) == 0

    def test_know_no_worth_in_two_currencies(self, quiet, today):
        quiet.purchases.filter(pk=quiet.purchases.order_by("bought_on").last().pk).update(currency="USD")
        proposed(today)

        assert Proposal.objects.get().worth is None


def test_an_import_may_bring_all_numbers_up_to_date(quiet, today):
    tasks.refresh.enqueue(as_of=str(today))

    assert Figure.objects.filter(metric="silence", subject_id=quiet.pk).exists()
    assert Proposal.objects.count() == 1
    assert Client.objects.get(pk=quiet.pk).standing == Client.Standing.ACTIVE
