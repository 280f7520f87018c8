"""What a plan begins with: by reason, as it ships or as a lead wrote it, dated in working days."""

from datetime import date

import pytest

from wonback.core.days import add_workdays
from wonback.losses.models import Reason, WordsMissing
from wonback.team.models import Holiday, NotAllowed
from wonback.winback.models import Plan, PlanTemplate
from wonback.winback.models.milestone import Key
from wonback.winback.models.template import CannotBeDated
from wonback.winback.patterns import SHIPPED, USUAL, Pattern, Step

pytestmark = pytest.mark.django_db


def reason(key):
    return Reason.objects.select_related("parent").get(key=key)


@pytest.fixture
def written(ines, noon):
    steps = (Step("We have asked for a second chance", 6, "launched"), Step("A visit", 3), Step("", 9))
    pattern = Pattern("Lunch", steps, ("Three contacts", " "))
    return PlanTemplate.write(reason("decision-maker"), pattern, by=ines, at=noon)


class TestWhatShips:
    def test_has_the_five_usual_milestones_for_every_reason_in_order(self):
        for pattern in (*SHIPPED.values(), USUAL):
            assert {step.key for step in pattern.steps} >= set(Key.values)
            assert [step.workdays for step in pattern.steps] == sorted(step.workdays for step in pattern.steps)

    def test_is_for_reasons_that_ship(self):
        assert Reason.objects.filter(key__in=SHIPPED).count() == len(SHIPPED)

    def test_is_the_usual_one_where_nothing_special_is_known(self):
        assert PlanTemplate.for_reason(reason("timing")) == USUAL


class TestAPlan:
    def test_begins_as_its_reason_ships_on_working_days(self, northwind_loss, rosa, noon, today):
        plan = Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon)

        assert plan.goal == "One site again, on time for three months"
        assert plan.reach_out_by == add_workdays(today, 35)
        assert plan.milestones.get(what="A month without a late delivery").due_by == add_workdays(today, 28)

    def test_is_due_on_no_day_on_which_nobody_works(self, northwind_loss, rosa, ines, noon, today, settings):
        settings.COUNTRY = "DE"
        usual = [one.workdays for one in PlanTemplate.for_reason(northwind_loss.reason).steps]
        own = Holiday.keep(add_workdays(today, usual[0]), "A day out", by=ines)

        plan = Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon)

        days = list(plan.milestones.order_by("pk").values_list("due_by", flat=True))
        assert days == [add_workdays(today, workdays, closed=[own.on]) for workdays in usual]
        assert own.on not in days
        # a month and more from the end of November: Christmas and New Year lie between
        assert plan.reach_out_by > date(2027, 1, 11)

    def test_begins_as_a_lead_wrote_it(self, written, fabrikam_loss, rosa, noon, today):
        plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)

        assert plan.goal == "Lunch"
        assert plan.reach_out_by == add_workdays(today, 6)
        assert [one.what for one in plan.milestones.order_by("due_by")] == [
            "A visit",
            "We have asked for a second chance",
        ]

    def test_keeps_the_goal_somebody_gave_it(self, written, fabrikam_loss, rosa, noon):
        assert Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon, goal="One site").goal == "One site"


class TestWrite:
    def test_keeps_what_says_something_in_order(self, written):
        assert written.steps == [["A visit", 3, ""], ["We have asked for a second chance", 6, "launched"]]
        assert written.changes == ["Three contacts"]

    def test_counts_for_the_reasons_below(self, ines, noon):
        PlanTemplate.write(reason("not-decided"), Pattern("A date", (Step("A call", 5),)), by=ines, at=noon)

        assert PlanTemplate.for_reason(reason("timing")).goal == "A date"

    def test_is_for_leads(self, rosa, noon):
        with pytest.raises(NotAllowed):
            PlanTemplate.write(reason("price"), Pattern("", (Step("A call", 5),)), by=rosa, at=noon)

    def test_needs_a_milestone(self, ines, noon):
        with pytest.raises(WordsMissing):
            PlanTemplate.write(reason("price"), Pattern("", (Step(" ", 5),)), by=ines, at=noon)

    @pytest.mark.parametrize("step", [Step("A call", -1), Step("A call", 401), Step("A call", 5, "made-up")])
    def test_needs_days_that_can_come(self, ines, noon, step):
        with pytest.raises(CannotBeDated):
            PlanTemplate.write(reason("price"), Pattern("", (step,)), by=ines, at=noon)

    def test_is_as_it_ships_again_once_forgotten(self, written, ines):
        written.forget(by=ines)

        assert PlanTemplate.for_reason(reason("decision-maker")) == SHIPPED["decision-maker"]


class TestThePages:
    @pytest.fixture
    def lead(self, client, ines):
        client.force_login(ines)
        return client

    def test_show_every_reason_in_few_queries(self, lead, written, django_assert_max_num_queries):
        lead.get("/plans/templates/")
        with django_assert_max_num_queries(8):
            text = lead.get("/plans/templates/").text

        assert "Lunch" in text

    def test_keep_what_a_lead_writes(self, lead):
        price = reason("price")
        told = {"goal": "A year", "changes": "One price list\n\n", "0-what": "A call", "0-workdays": "4", "0-key": ""}
        page = lead.post(f"/plans/templates/{price.pk}/", told, follow=True)

        assert "Plans for “Price” begin like this from now on." in page.text
        assert PlanTemplate.objects.get().pattern.changes == ("One price list",)

    def test_ask_for_the_days(self, lead):
        told = {"goal": "", "changes": "", "0-what": "A call", "0-workdays": ""}

        assert lead.post(f"/plans/templates/{reason('price').pk}/", told).status_code == 422

    def test_a_plan_shows_the_changes_to_think_of_until_one_is_named(self, lead, northwind_loss, rosa, noon):
        plan = Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon)
        before = lead.get(plan.get_absolute_url()).text
        lead.post(f"/plans/{plan.pk}/require/", {"what": "A second carrier"})

        assert "Require: A second carrier" in before
        assert "Require: A second carrier" not in lead.get(plan.get_absolute_url()).text
        assert str(plan.changes.get()) == "A second carrier"
