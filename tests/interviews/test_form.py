"""The short form for those who will not talk: what they write, who may read it, and how every reminder ends."""

from datetime import timedelta

import pytest

from wonback.clients.models import Contact, Permission
from wonback.core.errors import AlreadyDone
from wonback.interviews.models import Answer, Form, Interview, Question
from wonback.interviews.models.form import DAYS_OPEN, LinkUsed, TooSoon
from wonback.interviews.models.interview import NotTheirClient
from wonback.interviews.tasks import send_reminders
from wonback.interviews.writing import Said, goes_on_at
from wonback.losses.models import WordsMissing
from wonback.post import links
from wonback.post.models import DoNotContact, Letter
from wonback.winback.models import Plan

pytestmark = pytest.mark.django_db


def told(form):
    return [str(entry) for entry in form.interview.loss.client.timeline.order_by("pk")]


def write(form, at, **texts):
    for key, text in texts.items():
        form.keep(key.replace("_", "-"), Said(text=text, confidence="unattributed"), at=at)


@pytest.fixture
def form(accepted, dana, vera, noon):
    return Form.send(accepted, dana, by=vera, at=noon)


@pytest.fixture
def later(noon):
    return noon + timedelta(days=2)


@pytest.fixture
def answered(form, later):
    write(form, later, cause="You were late.", consider="Perhaps.")
    form.finish(at=later)
    return form


class TestSending:
    def test_writes_in_the_interviewers_name_with_a_link_of_ones_own(self, form, vera):
        letter = Letter.objects.get()

        assert (letter.sender, letter.to, letter.key) == (vera, "dana@fabrikam.example", f"form:{form.pk}:0")
        assert links.address("strangers:form", "form", form.pk, form.nonce) in letter.text
        assert "this is not a sales letter" in letter.text
        assert (form.interview.stage, form.language) == ("invited", "en")
        assert told(form)[-1] == "Vera Castellanos sent Dana of Fabrikam of Fabrikam five questions in writing."

    def test_writes_in_the_language_of_the_reader(self, accepted, dana, vera, noon):
        dana.choose_language("de")
        form = Form.send(accepted, dana, by=vera, at=noon)

        assert form.language == "de"
        assert Letter.objects.get().subject == "Fünf Fragen, falls Sie lieber schreiben"

    def test_is_the_interviewers_alone(self, accepted, dana, ines, noon):
        with pytest.raises(AlreadyDone, match="its interviewer sends the five questions"):
            Form.send(accepted, dana, by=ines, at=noon)

    def test_goes_to_the_client_and_nobody_else(self, accepted, northwind, vera, noon):
        with pytest.raises(NotTheirClient):
            Form.send(accepted, northwind.contacts.get(), by=vera, at=noon)

    def test_happens_once_for_each_person(self, form, dana, vera, noon):
        with pytest.raises(AlreadyDone, match="Write to somebody else there"):
            Form.send(form.interview, dana, by=vera, at=noon)

        assert Letter.objects.count() == 1

    def test_is_refused_where_they_asked_us_not_to(self, accepted, dana, vera, noon):
        Permission.note(by=vera, at=noon, client=dana.client, answer="refused", words="Leave us alone.")

        with pytest.raises(DoNotContact):
            Form.send(accepted, dana, by=vera, at=noon)
        assert (Form.objects.count(), Interview.objects.get().stage) == (0, "accepted")

    def test_by_hand_leaves_nothing_for_day_twelve(self, invitation, dana, vera, noon, today):
        Form.send(invitation.interview, dana, by=vera, at=noon)
        for day in range(60):
            send_reminders(as_of=today + timedelta(days=day))

        assert [letter.key.split(":")[0] for letter in Letter.objects.order_by("pk")] == [
            "invitation",
            "form",
            "invitation",
            "invitation",
        ]


class TestPages:
    def test_ask_what_the_guide_asks_in_writing(self, form):
        assert [leaf.key for leaf in form.leaves()] == [
            "cause",
            "expectation",
            "would-have-changed",
            "consider",
            "contact",
        ]

    def test_ask_in_the_language_of_the_reader(self, form):
        form.contact.language = "fr"

        assert form.leaves()[3].text == "Si cela était réglé, pourrions-nous de nouveau entrer en ligne de compte ?"

    def test_ask_as_the_house_does_where_nobody_wrote_it_in_that_language(self, form):
        form.contact.language = "de"
        Question.objects.get(key="cause").phrasings.all().delete()

        assert form.leaves()[0].text == "Was there something specific that made you leave us?"

    def test_keep_what_was_written_and_go_on_where_they_stopped(self, form, later):
        write(form, later, cause="You were late.", expectation="")
        again = Form.objects.get()

        assert again.leaves()[0].said.text == "You were late."
        assert (again.pages, goes_on_at(again.leaves())) == (2, 3)

    def test_take_what_was_said_at_the_beginning_about_readers(self, form, later):
        assert form.leaves()[0].said.confidence == "interviewer"
        form.begin("attributable", at=later)

        assert form.leaves()[0].said.confidence == "attributable"

    def test_are_read_by_nobody_before_they_are_sent(self, form, vera, later):
        write(form, later, cause="The GIRAFFE was late.")

        assert not Answer.objects.exists()
        assert Interview.objects.get().asked_at is None
        assert form.standing(as_of=later.date()) == "begun"


class TestSendingTheAnswers:
    def test_makes_them_the_answers_of_the_interview(self, answered, vera, later):
        told = Answer.objects.readable_by(vera).in_order().values_list("question__key", "text", "confidence", "form")

        assert list(told) == [
            ("cause", "You were late.", "unattributed", answered.pk),
            ("consider", "Perhaps.", "unattributed", answered.pk),
        ]
        assert Form.objects.get().kept == {}

    def test_counts_as_asked_why(self, answered, rosa, noon, later):
        talk = Interview.objects.get()
        plan = Plan.start(talk.loss, owner=rosa, by=rosa, at=later)

        assert (talk.stage, talk.asked_at, talk.declined) == ("written", later, False)
        assert "Ask the client why they left." not in plan.undone(as_of=later.date())

    def test_is_told_without_a_word_of_what_they_wrote(self, answered):
        assert told(answered)[-1] == "Dana of Fabrikam of Fabrikam answered in writing why they left."
        assert not any("late" in line for line in told(answered))

    def test_happens_once(self, answered, later):
        stale = Form.objects.get()
        stale.finished_at = None

        with pytest.raises(LinkUsed, match="sent already"):
            stale.keep("cause", Said(text="More"), at=later)
        stale.kept = {"cause": {"text": "More"}}
        with pytest.raises(LinkUsed):
            stale.finish(at=later)
        assert Answer.objects.count() == 2

    def test_needs_one_answer(self, form, later):
        write(form, later, cause="  ")

        with pytest.raises(WordsMissing, match="Answer one question at least"):
            form.finish(at=later)

    def test_ends_the_reminders_to_everybody_there(self, invitation, vera, noon, later, today):
        kim = Contact.objects.create(client=invitation.contact.client, name="Kim", email="kim@fabrikam.example")
        form = Form.send(invitation.interview, kim, by=vera, at=noon)
        write(form, later, cause="You were late.")
        form.finish(at=later)
        invitation.refresh_from_db()

        assert invitation.end == "answered"
        assert sum(send_reminders(as_of=today + timedelta(days=day)) for day in range(60)) == 0
        assert not Letter.objects.waiting().exists()

    def test_of_two_people_there_both_are_kept(self, answered, vera, noon, later):
        kim = Contact.objects.create(client=answered.contact.client, name="Kim", email="kim@fabrikam.example")
        second, _is_new = Form.hand(answered.interview, kim, by=vera, at=noon)
        write(second, later, cause="You never came.")
        second.finish(at=later)

        said = Answer.objects.filter(question__key="cause").order_by("pk").values_list("text", flat=True)
        assert list(said) == ["You were late.", "You never came."]

    def test_leaves_a_booked_talk_booked(self, booked, vera, noon, later):
        form, _is_new = Form.hand(booked.interview, booked.contact, by=vera, at=noon)
        write(form, later, cause="You were late.")
        form.finish(at=later)
        talk = Interview.objects.get()

        assert (talk.stage, talk.asked_at) == ("booked", later)

    def test_is_too_late_after_two_months(self, form, noon):
        at = noon + timedelta(days=DAYS_OPEN)
        with pytest.raises(LinkUsed, match="they are over"):
            write(form, at, cause="You were late.")

        assert form.standing(as_of=at.date()) == "over"
        write(form, at - timedelta(days=1), cause="You were late.")


class TestWhatTheyAllow:
    def allow(self, form, at, **said):
        form.keep("contact", Said(**said), at=at)
        form.finish(at=at)
        return Permission.objects.get()

    def test_is_a_permission_in_their_words(self, form, later):
        said = {"may": "later", "not_before": "2027-03-01", "channel": "call", "text": "Call me in spring."}
        permission = self.allow(form, later, **said)

        assert (permission.answer, permission.channel, permission.words) == ("allowed", "call", "Call me in spring.")
        assert (permission.contact, permission.not_before.isoformat()) == (form.contact, "2027-03-01")
        assert permission.proof == "Written in the short form by Dana of Fabrikam"

    def test_has_the_words_they_ticked_where_they_wrote_none(self, form, later):
        assert self.allow(form, later, may="yes").words == "Yes, you may."

    def test_is_a_no_that_binds_everybody(self, form, later):
        permission = self.allow(form, later, may="no")

        assert (permission.answer, permission.contact) == ("refused", None)
        assert not form.contact.may_be_reached(channel="mail", as_of=later.date())


class TestANo:
    def test_to_the_questions_is_an_answer_too(self, form, later):
        write(form, later, cause="The GIRAFFE was late.")
        form.refuse(forbids=False, at=later)
        talk, kept = Interview.objects.get(), Form.objects.get()

        assert (talk.stage, talk.declined, talk.asked_at) == ("declined", True, later)
        assert (kept.kept, kept.standing(as_of=later.date())) == ({}, "refused")
        assert not Permission.objects.exists()
        assert not Letter.objects.waiting().exists()

    def test_to_any_contact_binds_every_sender(self, form, rosa, later):
        form.refuse(forbids=True, words="No more mails.", at=later)

        assert Permission.objects.get().words == "No more mails."
        facts = {"client": form.contact.client, "contact": form.contact, "subject": "A", "text": "B"}
        with pytest.raises(DoNotContact, match="No more mails"):
            Letter.write(key="rosas", at=later, sender=rosa, **facts)

    def test_can_be_said_after_they_answered(self, answered, later):
        answered.refuse(forbids=True, at=later)

        assert Interview.objects.get().stage == "written"
        assert Permission.objects.get().answer == "refused"

    def test_of_one_does_not_end_the_talk_another_booked(self, booked, vera, noon, later):
        kim = Contact.objects.create(client=booked.contact.client, name="Kim", email="kim@fabrikam.example")
        form, _is_new = Form.hand(booked.interview, kim, by=vera, at=noon)
        form.refuse(forbids=False, at=later)

        assert Interview.objects.get().stage == "booked"


class TestReminding:
    @pytest.fixture
    def week(self, noon):
        return noon + timedelta(days=8)

    def test_writes_the_link_once_more(self, form, vera, week):
        form.remind(by=vera, at=week)

        assert form.link in Letter.objects.get(key=f"form:{form.pk}:1").text
        assert told(form)[-1] == "Vera Castellanos reminded Dana of Fabrikam of Fabrikam of the five questions."

    def test_waits_a_week_after_any_letter_of_ours(self, form, rosa, vera, week):
        facts = {"client": form.contact.client, "contact": form.contact, "subject": "Prices", "text": "Here."}
        Letter.write(key="rosas", at=week - timedelta(days=3), sender=rosa, **facts)

        with pytest.raises(TooSoon, match="Wait until 5 December"):
            form.remind(by=vera, at=week)

    def test_waits_a_week_whoever_the_address_belongs_to(self, form, dana, rosa, contoso, vera, week):
        same = Contact.objects.create(client=contoso, name="Dana again", email=dana.email)
        facts = {"client": contoso, "contact": same, "subject": "Prices", "text": "Here."}
        Letter.write(key="rosas", at=week - timedelta(days=3), sender=rosa, **facts)

        with pytest.raises(TooSoon):
            form.remind(by=vera, at=week)

    def test_happens_twice_and_never_again(self, form, vera, week):
        for n in range(2):
            form.remind(by=vera, at=week + timedelta(days=8 * n))

        with pytest.raises(TooSoon, match="reminded twice"):
            form.remind(by=vera, at=week + timedelta(days=30))

    def test_happens_once_when_two_press_together(self, form, vera, week):
        stale = Form.objects.for_letters().get()
        form.remind(by=vera, at=week)

        with pytest.raises(TooSoon):
            stale.remind(by=vera, at=week)

    def test_asks_permission_first(self, form, vera, week):
        Permission.note(by=vera, at=week, client=form.contact.client, answer="refused", words="No more.")

        with pytest.raises(DoNotContact, match="No more"):
            form.remind(by=vera, at=week)

    @pytest.mark.parametrize("end", ["answered", "refused", "replied", "revoked", "talked"])
    def test_stops_at_any_end(self, form, vera, later, week, end):
        write(form, later, cause="Late.")
        {
            "answered": lambda: form.finish(at=later),
            "refused": lambda: form.refuse(forbids=False, at=later),
            "replied": lambda: form.replied(by=vera, at=later),
            "revoked": lambda: form.revoke(by=vera, at=later),
            "talked": lambda: Interview.note(form.interview.loss, "Late.", by=vera, at=later),
        }[end]()
        fresh = Form.objects.for_letters().get()

        with pytest.raises(AlreadyDone, match="Leave Dana of Fabrikam alone"):
            fresh.remind(by=vera, at=week)
        assert not Letter.objects.waiting().about("form:").exists() or end == "talked"


def test_a_link_taken_back_opens_nothing_and_keeps_nothing(form, vera, later):
    before = form.nonce
    write(form, later, cause="Late.")
    form.revoke(by=vera, at=later)

    assert (form.nonce == before, form.kept, form.standing(as_of=later.date())) == (False, {}, "taken back")
