"""Doors that open: what opens one, that it opens once, and what somebody does about it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.care.models import Competitor
from wonback.clients.models import Contact, Permission
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Grounds, Reason, WordsMissing
from wonback.winback import tasks
from wonback.winback.door_queries import to_ask_whether_there
from wonback.winback.models import Change, Fact, Gone, Move, Plan, Trigger, Window
from wonback.winback.models.fact import FactIncomplete
from wonback.winback.models.refusals import DayBehindUs
from wonback.winback.windows import Estimate, estimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirm(fabrikam_loss, vera, noon):
    """Confirms what Fabrikam's reason stands on."""

    def confirm(key="product-gap", **grounds):
        reason = Reason.objects.get(key=key)
        return fabrikam_loss.hear(reason, voice="confirmed", by=vera, at=noon, grounds=Grounds(**grounds))

    return confirm


@pytest.fixture
def sso(rosa, noon):
    return Change.name("Release the new portal", owner=rosa, by=rosa, at=noon)


def doors():
    return [(door.client.name, door.kind) for door in Trigger.objects.select_related("client").order_by("kind", "pk")]


class TestAFact:
    def test_opens_a_door_at_once_to_whom_waited_for_it(self, confirm, rosa, noon):
        confirm(condition="capability", missing="Single sign-on.")
        Fact.say("capability", capability="single sign on", by=rosa, at=noon)

        assert doors() == [("Fabrikam", "cause_void")]
        assert Trigger.objects.get().what == "What kept them away is gone: single sign on."

    def test_of_a_change_holds_once_that_is_made_and_not_if_it_is_opened_again(self, confirm, sso, rosa, noon):
        confirm(condition="capability", missing="Single sign-on")
        Fact.say("capability", capability="Single sign-on", change=sso, by=rosa, at=noon)
        assert doors() == []
        sso.make("The portal.", by=rosa, at=noon)
        assert doors() == [("Fabrikam", "cause_void")]
        sso.reopen("It fell over.", by=rosa, at=noon)
        assert doors() == []
        sso.make("The portal, for good.", by=rosa, at=noon)

        assert doors() == [("Fabrikam", "cause_void")]

    def test_ends_a_reason_of_each_kind(self, confirm, fabrikam, fabrikam_loss, sam, rosa, noon):
        rival = Competitor.called("Halden")
        fabrikam_loss.competitor = rival
        fabrikam_loss.save()
        confirm("price", condition="price", above=Decimal(8000), currency="EUR")
        confirm("people", condition="colleague", colleague=sam)
        confirm("territory", condition="territory")
        confirm("competitor", condition="contract", until=noon.date() + timedelta(days=900))
        Fact.say("price", price=Decimal(7500), currency="eur", by=rosa, at=noon)
        Fact.say("colleague", colleague=sam, by=rosa, at=noon)
        Fact.say("territory", country="Austria", by=rosa, at=noon)
        Fact.say("contract", competitor=rival, by=rosa, at=noon)

        assert doors() == [("Fabrikam", "cause_void")] * 4

    @pytest.mark.parametrize("about", ["price", "capability", "colleague", "territory", "contract"])
    def test_says_what_is_true_now(self, about, rosa, noon):
        with pytest.raises(FactIncomplete):
            Fact.say(about, by=rosa, at=noon)

    def test_counts_only_what_is_confirmed_and_pursued(self, confirm, fabrikam_loss, ines, rosa, noon):
        confirm(condition="capability", missing="Single sign-on")
        fabrikam_loss.let_go("They closed.", by=ines, at=noon)
        Fact.say("capability", capability="Single sign-on", by=rosa, at=noon)

        assert doors() == []


class TestTheNight:
    def look(self, day):
        return tasks.open_doors(as_of=day)

    def test_opens_each_door_once(self, confirm, today):
        confirm("competitor", condition="contract", until=today + timedelta(days=100))

        assert [self.look(today), self.look(today), self.look(today + timedelta(days=1))] == [1, 0, 0]
        assert doors() == [("Fabrikam", "rival_contract")]

    def test_opens_the_window_so_many_days_before(self, confirm, today):
        confirm("competitor", condition="contract", until=today + timedelta(days=121))

        assert [self.look(today), self.look(today + timedelta(days=1))] == [0, 1]

    def test_opens_on_the_day_they_named(self, confirm, today):
        confirm("timing", condition="not before", until=today + timedelta(days=31))

        assert [self.look(today), self.look(today + timedelta(days=1))] == [0, 1]
        assert doors() == [("Fabrikam", "next_year")]

    def test_opens_when_the_permission_begins(self, fabrikam, fabrikam_loss, vera, noon, today):
        told = {"answer": "allowed", "words": "Call after the fair.", "not_before": today + timedelta(days=5)}
        Permission.note(by=vera, at=noon, client=fabrikam, **told)

        assert [self.look(today), self.look(today + timedelta(days=5))] == [0, 1]

    def test_leaves_shut_what_they_refused_since(self, fabrikam, fabrikam_loss, vera, noon, today):
        Permission.note(by=vera, at=noon, client=fabrikam, answer="allowed", words="In a week.", not_before=today)
        Permission.note(by=vera, at=noon, client=fabrikam, answer="refused", words="Leave us alone.")

        assert self.look(today) == 0

    def test_sees_who_decided_leave_by_role_or_by_the_reason_once(self, confirm, fabrikam, rosa, noon, today):
        dana = fabrikam.contacts.get()
        confirm("decision-maker", condition="decider", decider=dana)
        dana.leave(on=today, by=rosa, at=noon)

        assert self.look(today) == 1
        assert doors() == [("Fabrikam", "decider_gone")]

    def test_sees_a_blocker_go_and_an_advocate_go_as_two_plays(
        self, fabrikam, fabrikam_loss, contoso, rosa, noon, today
    ):
        for client, role in ((fabrikam, "blocker"), (contoso, "champion")):
            contact = Contact.objects.create(client=client, name="Kim", role=role)
            contact.leave(on=today, by=rosa, at=noon)
        self.look(today)
        blocker, advocate = Trigger.objects.get(kind="blocker_gone"), Trigger.objects.get(kind="advocate_gone")

        assert blocker.what == "Kim, who was against us, has left. The door is open."
        assert (
            advocate.what == "Kim, who spoke for us, has left. Introduce yourself to whoever follows, by 30 November."
        )
        assert advocate.due_by == today + timedelta(days=7)

    def test_passes_over_who_left_before_we_lost_them_and_advocates_of_long_ago(
        self, fabrikam, fabrikam_loss, contoso, rosa, noon, today
    ):
        for client, role, ago in ((fabrikam, "blocker", 31), (contoso, "champion", 90)):
            contact = Contact.objects.create(client=client, name="Kim", role=role)
            contact.leave(on=today - timedelta(days=ago), by=rosa, at=noon)

        assert self.look(today) == 0

    def test_wakes_a_plan_that_rests_once_a_cause(self, confirm, fabrikam_loss, rosa, noon, today):
        confirm("competitor", condition="contract", until=today + timedelta(days=100))
        plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
        plan.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=200))
        self.look(today)
        plan.refresh_from_db()
        assert plan.is_preparing
        assert "A door opened at Fabrikam, and the plan is awake again" in str(
            plan.loss.client.timeline.filter(verb="door.woke").get()
        )
        plan.rest("Spring all the same.", by=rosa, at=noon, until=today + timedelta(days=200))
        self.look(today + timedelta(days=1))
        plan.refresh_from_db()

        assert plan.stage == Plan.Stage.RESTING


class TestGoingThrough:
    @pytest.fixture
    def door(self, confirm, rosa, noon):
        confirm(condition="capability", missing="Single sign-on")
        Fact.say("capability", capability="Single sign-on", by=rosa, at=noon)
        return Trigger.objects.select_related("client", "loss__client", "loss__holder", "fact").get()

    def test_begins_a_plan_with_the_reason_as_its_goal(self, door, rosa, noon):
        plan = door.take(by=rosa, at=noon)

        assert (plan.goal, plan.owner) == ("What kept them away is gone: Single sign-on.", rosa)
        assert str(door.client.timeline.filter(verb="door.taken").get()).startswith(
            "Rosa Lindqvist goes through a door that opened at Fabrikam"
        )

    def test_happens_once(self, door, rosa, noon):
        hers = Trigger.objects.get()
        door.take(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            hers.take(by=rosa, at=noon)

    def test_leads_to_the_plan_there_is(self, door, fabrikam_loss, rosa, noon):
        plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)

        assert door.take(by=rosa, at=noon) == plan

    def test_may_be_left_with_a_reason(self, door, rosa, noon):
        with pytest.raises(WordsMissing):
            door.put_aside("", by=rosa, at=noon)
        door.put_aside("They moved abroad.", by=rosa, at=noon)

        assert not Trigger.objects.open().exists()


class TestAWindow:
    def test_opens_its_lead_before_its_day(self, fabrikam_loss, rosa, noon, today):
        window = Window.note(
            fabrikam_loss, Estimate("tender", today + timedelta(days=90), "known", ""), by=rosa, at=noon
        )
        assert window.opens_on == today + timedelta(days=30)

        assert [tasks.open_doors(as_of=day) for day in (today, window.opens_on)] == [0, 1]
        assert doors() == [("Fabrikam", "window")]

    def test_that_is_open_already_opens_its_door_at_once(self, fabrikam_loss, rosa, noon, today):
        Window.note(fabrikam_loss, Estimate("tender", today + timedelta(days=9), "known", ""), by=rosa, at=noon)

        assert doors() == [("Fabrikam", "window")]

    def test_of_an_estimate_says_what_it_rests_on(self, fabrikam_loss, rosa, noon, today):
        with pytest.raises(WordsMissing):
            Window.note(fabrikam_loss, Estimate("tender", today + timedelta(days=9), "guess", ""), by=rosa, at=noon)

    def test_lies_ahead(self, fabrikam_loss, rosa, noon, today):
        with pytest.raises(DayBehindUs):
            Window.note(fabrikam_loss, Estimate("tender", today, "known", ""), by=rosa, at=noon)

    def test_is_written_down_once(self, fabrikam_loss, rosa, noon, today):
        told = Estimate("tender", today + timedelta(days=90), "known", "")
        Window.note(fabrikam_loss, told, by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Window.note(fabrikam_loss, told, by=rosa, at=noon)


class TestAnEstimate:
    def expect(self, today, **told):
        return estimate(today - timedelta(days=400), as_of=today, **{"reason": "competitor", "term_years": None} | told)

    def test_takes_the_term_they_had_with_us(self, today):
        found = self.expect(today, elsewhere=True, term_years=3)

        assert (found.kind, found.confidence, found.on.year) == ("contract", "likely", 2028)

    def test_guesses_a_year_where_no_term_is_known(self, today):
        found = self.expect(today, elsewhere=True)

        assert (found.confidence, found.on > today) == ("guess", True)

    def test_takes_next_year_at_its_word(self, today):
        assert self.expect(today, elsewhere=False, reason="timing").kind == "next_year"

    def test_is_silent_where_nothing_is_known(self, today):
        assert self.expect(today, elsewhere=False) is None


class TestPeopleMove:
    @pytest.fixture
    def kim(self, fabrikam):
        return Contact.objects.create(
            client=fabrikam, name="Kim Roe", role="champion", stance=2, title="Head of buying"
        )

    def test_an_advocate_is_followed_and_met_again(self, kim, contoso, fabrikam, rosa, noon, today):
        told = Gone(on=today, successor="Lee Wong", successor_email="lee@fabrikam.example", to=contoso)
        Move.note(kim, told, by=rosa, at=noon)

        lee = fabrikam.contacts.get(email="lee@fabrikam.example")
        assert (lee.name, lee.title, kim.move.successor) == ("Lee Wong", "Head of buying", lee)
        assert contoso.contacts.filter(name="Kim Roe", stance=2).exists()
        assert doors() == [("Fabrikam", "advocate_gone"), ("Contoso", "advocate_moved")]

    def test_a_successor_on_file_is_not_written_down_twice(self, kim, fabrikam, rosa, noon, today):
        lee = Contact.objects.create(client=fabrikam, name="Lee", email="lee@fabrikam.example")
        Move.note(kim, Gone(on=today, successor_email="Lee@fabrikam.example"), by=rosa, at=noon)

        assert kim.move.successor == lee

    def test_whom_nobody_has_seen_for_long_is_asked_about(self, fabrikam_loss, kim, rosa, sam, today):
        dana = fabrikam_loss.client.contacts.get(role="decider")
        Contact.objects.filter(pk=dana.pk).update(verified_on=today - timedelta(days=90))
        Contact.objects.filter(pk=kim.pk).update(verified_on=today - timedelta(days=90))

        assert list(to_ask_whether_there(rosa, as_of=today)) == [dana]
        assert list(to_ask_whether_there(rosa, as_of=today + timedelta(days=90))) == [dana, kim]
        assert not to_ask_whether_there(sam, as_of=today).exists()

    def test_a_mail_that_came_back_is_read_and_nothing_kept_before_somebody_says_so(self, client, kim, rosa):
        client.force_login(rosa)
        text = "Kim ne travaille plus chez nous. Contactez Lee Wong (lee.wong@fabrikam.example)."
        page = client.post(f"/doors/people/{kim.pk}/", {"text": text}).content.decode()

        assert "The mail says that they have left." in page
        assert 'value="lee.wong@fabrikam.example"' in page
        kim.refresh_from_db()
        assert kim.left_on is None
        client.post(f"/doors/people/{kim.pk}/gone/", {"successor": "Lee Wong", "words": text})
        assert Move.objects.get().source == Move.Source.REPLY


class TestThePages:
    def test_show_what_a_fact_opened_and_start_a_plan_in_two_presses(self, client, confirm, rosa, noon):
        confirm(condition="capability", missing="Single sign-on")
        client.force_login(rosa)
        client.post("/doors/say/", {"about": "capability", "capability": "single sign-on"})
        door = Trigger.objects.get()

        assert "What kept them away is gone: single sign-on." in client.get("/today/").content.decode()
        assert "1 of your lost clients" in client.get("/doors/").content.decode()
        assert "Fabrikam" in client.get(f"/doors/?fact={door.fact_id}").content.decode()
        client.post(f"/doors/{door.pk}/take/")
        assert Plan.objects.get().owner == rosa

    def test_a_month_shows_the_day_and_the_day_its_window_opens(self, client, fabrikam_loss, rosa, noon, today):
        told = Estimate("tender", today + timedelta(days=70), "guess", "Every second spring.")
        Window.note(fabrikam_loss, told, by=rosa, at=noon)
        client.force_login(rosa)

        opens = client.get("/doors/calendar/?month=2026-12").content.decode()
        assert opens.count("Fabrikam") >= 2
        assert "the window opens" in opens
        assert "Fabrikam" in client.get("/doors/calendar/?month=2027-02").content.decode()
        assert "Nothing is on file" in client.get("/doors/calendar/?month=2030-02").content.decode()
