"""What we say to a lost client: begun from what is on file, sent by mail, printed as a letter."""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from wonback.clients.models import Permission
from wonback.interviews.models import Interview
from wonback.losses.models import Reason, WordsMissing
from wonback.losses.models.condition import Grounds
from wonback.post.models import DoNotContact, Letter, TooOften
from wonback.winback import pitching
from wonback.winback.models import Plan, Sequence
from wonback.winback.models.offer import NotOpen
from wonback.winback.models.sequence import NotThere
from wonback.winback.paper import as_pdf, as_png

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(ready_plan):
    dana = ready_plan.loss.client.contacts.get()
    dana.email = "dana@northwind.example"
    dana.save()
    return dana


@pytest.fixture
def talking(ready_plan, rosa, noon):
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


class TestBegun:
    def test_takes_what_we_owned_changed_and_can_show(self, ready_plan, today):
        begun = pitching.begun(ready_plan, as_of=today)

        assert begun["failure"] == "We missed three deliveries and told them too late."
        assert begun["change"] == "A second carrier for the north"
        assert begun["proof"].startswith("Carrier contract of 1 September")

    def test_says_why_now_from_the_day_a_confirmed_reason_stands_on(self, ready_plan, vera, noon, today):
        ends = Grounds(condition="contract", until=today + timedelta(days=60))
        ready_plan.loss.hear(Reason.objects.get(key="competitor"), voice="confirmed", by=vera, at=noon, grounds=ends)

        assert pitching.begun(ready_plan, as_of=today)["why_now"] == "Your contract elsewhere ends on Jan. 22, 2027."
        assert pitching.begun(ready_plan, as_of=today + timedelta(days=61))["why_now"] == ""

    def test_reads_nothing_said_in_confidence(self, northwind_loss, rosa, vera, noon, today):
        Interview.note(northwind_loss, "A GIRAFFE could have run it better.", by=vera, at=noon)
        for voice in ("client", "confirmed"):
            northwind_loss.hear(Reason.objects.get(key="people"), voice=voice, words="A ZEBRA.", by=vera, at=noon)
        plan = Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon)
        said = " ".join(pitching.begun(plan, as_of=today).values())

        assert "GIRAFFE" not in said
        assert "ZEBRA" not in said


class TestPost:
    def test_goes_out_in_half_a_minute_and_can_be_taken_back(self, talking, dana, rosa, noon):
        letter = talking.pitch.post(dana, subject="What we changed", text="Dear Dana", by=rosa, at=noon)

        assert letter.not_before == noon + timedelta(seconds=30)
        assert not Letter.objects.due(at=noon + timedelta(seconds=29)).exists()
        letter.hold(by=rosa, at=noon + timedelta(seconds=20))
        assert not Letter.objects.due(at=noon + timedelta(minutes=5)).exists()
        told = str(talking.loss.client.timeline.order_by("-pk")[0])
        assert told == "Rosa Lindqvist wrote to Dana of Northwind of Northwind what we changed."

    def test_is_refused_while_the_conversation_is_closed(self, ready_plan, dana, rosa, noon):
        with pytest.raises(NotOpen):
            ready_plan.pitch.post(dana, subject="What we changed", text="Dear Dana", by=rosa, at=noon)

    def test_is_refused_when_they_want_no_offer(self, talking, dana, rosa, vera, noon):
        Permission.note(
            by=vera, at=noon, client=dana.client, contact=dana, answer="refused", scope="offer", words="No sales."
        )
        plan = Plan.objects.for_gate().get()

        with pytest.raises((DoNotContact, NotOpen)):
            plan.pitch.post(dana, subject="What we changed", text="Dear Dana", by=rosa, at=noon)

    def test_is_refused_when_they_heard_from_us_today(self, talking, dana, rosa, ines, noon):
        talking.pitch.post(dana, subject="What we changed", text="Dear Dana", by=ines, at=noon)

        with pytest.raises(TooOften):
            talking.pitch.post(dana, subject="What we changed", text="Dear Dana", by=rosa, at=noon)

    def test_is_refused_without_words_and_to_somebody_elsewhere(self, talking, dana, contoso, rosa, noon):
        with pytest.raises(WordsMissing):
            talking.pitch.post(dana, subject=" ", text="Dear Dana", by=rosa, at=noon)
        with pytest.raises(NotThere):
            talking.pitch.post(contoso.contacts.get(), subject="x", text="y", by=rosa, at=noon)


class TestPaper:
    def paper(self, plan, dana, rosa, today):
        return pitching.paper(plan, dana, sender=rosa, as_of=today)

    def test_is_a_pdf_and_the_same_one_every_time(self, ready_plan, dana, rosa, today):
        first, second = (as_pdf(self.paper(ready_plan, dana, rosa, today)) for _ in range(2))

        assert first.startswith(b"%PDF-")
        assert first == second

    def test_has_every_part_in_its_order(self, ready_plan, dana, rosa, today):
        ready_plan.pitch.incumbent = "They deliver twice a week."
        heads = [section.head for section in self.paper(ready_plan, dana, rosa, today).parts]

        assert heads == [
            "What we got wrong",
            "What we changed",
            "What you can check",
            "Why now",
            "What you would have that you do not have today",
        ]

    def test_takes_what_people_type_as_words_and_never_as_markup(self, ready_plan, dana, rosa, today):
        ready_plan.pitch.failure = '#panic("no") $x$ *b* \\ #read("/etc/passwd") Łódź Ελλάς'

        assert as_png(self.paper(ready_plan, dana, rosa, today)).startswith(b"\x89PNG")

    def test_shows_the_whole_address_however_long_the_names_are(self, ready_plan, dana, rosa, today):
        names = (
            "Prof. Dr.-Ing. Friedrich-Wilhelm Kässbohrer-Hohenstein",
            "Kaufmännischer Geschäftsführer und Leiter Beschaffung",
        )
        firm = "Vereinigte Lebensmittel-Großhandlung Kässbohrer & Söhne GmbH"
        letter = replace(self.paper(ready_plan, dana, rosa, today), company=f"{firm} & Co. KG")
        pages = {as_png(replace(letter, to=[*names, firm, land])) for land in ("Germany", "Austria")}

        assert len(pages) == 2

    def test_goes_on_over_as_many_pages_as_it_needs(self, ready_plan, dana, rosa, today):
        ready_plan.pitch.proof = "\n".join(f"Week {week}: 98 of 100 on time." for week in range(120))

        assert as_png(self.paper(ready_plan, dana, rosa, today), page=2).startswith(b"\x89PNG")


@pytest.mark.usefixtures("at_noon")
class TestPages:
    @pytest.fixture
    def at_noon(self, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    def test_send_the_letter_and_offer_to_undo_it(self, client, talking, dana, rosa):
        client.force_login(rosa)
        address = f"/plans/{talking.pk}/compose/"
        assert "What we changed" in client.get(address).content.decode()
        client.post(address, {"contact": dana.pk, "subject": "What we changed", "text": "Dear Dana"})
        letter = Letter.objects.get(subject="What we changed")

        assert f"/outbox/{letter.pk}/hold/" in client.get(talking.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("page", ["compose", "call-sheet"])
    def test_refuse_while_something_is_undone(self, client, ready_plan, dana, rosa, ines, noon, page):
        ready_plan.sign("lead", "not_certain", why="Two weeks more.", by=ines, at=noon)
        client.force_login(rosa)
        answer = client.get(f"/plans/{ready_plan.pk}/{page}/")

        assert answer.status_code == 422
        assert "Have a lead sign that we are ready." in answer.content.decode()

    def test_print_the_letter(self, client, ready_plan, dana, rosa, ines, noon):
        client.force_login(rosa)
        address = f"/plans/{ready_plan.pk}/letter/{dana.pk}/"
        assert client.get(address).content.startswith(b"%PDF-")
        ready_plan.sign("lead", "not_certain", why="Two weeks more.", by=ines, at=noon)

        assert client.get(address).status_code == 422

    def test_tell_programs_the_same(self, client, ready_plan, dana, rosa):
        client.force_login(rosa)
        told = client.get(f"/api/v1/plans/{ready_plan.pk}/letter", {"contact": dana.pk}).json()

        assert "Three late deliveries in a row." in told["text"]
        assert b64decode(told["pdf"]).startswith(b"%PDF-")


class TestTheMailThatWasDue:
    @pytest.fixture
    def steps(self, talking, dana, rosa, noon):
        """A call, a letter and a visit are behind us; the mail is due today."""
        steps = Sequence.begin(talking, dana, "second-chance", by=rosa, at=noon).steps
        steps.exclude(kind="mail").update(taken_at=noon, taken_by=rosa)
        steps.filter(kind="mail").update(due_by=timezone.localdate(noon))
        return steps

    def post(self, talking, dana, rosa, noon):
        return talking.pitch.post(dana, subject="What we changed", text="Dear Dana", by=rosa, at=noon)

    def test_is_taken_with_the_letter_and_the_last_step_ends_the_row(self, steps, talking, dana, rosa, noon):
        self.post(talking, dana, rosa, noon + timedelta(hours=1))

        mail = steps.get(kind="mail")
        assert (mail.taken_by, mail.taken_at) == (rosa, noon + timedelta(hours=1))
        assert Sequence.objects.get().exit == Sequence.Exit.TAKEN

    def test_is_one_step_for_one_letter(self, steps, talking, dana, rosa, noon):
        due = {"kind": "mail", "what": "Once more", "due_by": timezone.localdate(noon)}
        second = steps.create(**due)
        self.post(talking, dana, rosa, noon)

        second.refresh_from_db()
        assert second.taken_at is None

    def test_is_not_the_one_of_another_day(self, steps, talking, dana, rosa, noon):
        steps.filter(kind="mail").update(due_by=timezone.localdate(noon) + timedelta(days=1))
        self.post(talking, dana, rosa, noon)

        assert steps.get(kind="mail").taken_at is None

    def test_is_due_again_when_the_letter_is_held_back(self, steps, talking, dana, rosa, noon):
        self.post(talking, dana, rosa, noon).hold(by=rosa, at=noon)

        assert steps.get(kind="mail").taken_at is None
        assert steps.exclude(taken_at=None).count() == 3
        assert Sequence.objects.get().ended_at is None
