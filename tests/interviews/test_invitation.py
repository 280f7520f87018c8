"""The interviewer’s letters to one person at a lost client, and every way they end."""

from datetime import timedelta

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.clients.models import Contact, Permission
from wonback.core.errors import AlreadyDone
from wonback.interviews import inviting
from wonback.interviews.models import Interview, Invitation
from wonback.interviews.models.hours import free_slots
from wonback.interviews.models.interview import NotTheirClient, SlotTaken
from wonback.interviews.tasks import send_reminders
from wonback.losses.models import WordsMissing
from wonback.post.models import DoNotContact, Letter

pytestmark = pytest.mark.django_db


def told(talk):
    return [str(entry) for entry in talk.loss.client.timeline.order_by("pk")]


def waiting():
    return list(Letter.objects.waiting().order_by("pk"))


class TestTheLetter:
    def test_says_what_it_is_and_what_it_is_not(self, accepted, dana, noon):
        text = Invitation.draft(accepted, dana, at=noon).text

        assert "This is not a sales call. I was not on your account" in text
        assert "25 minutes" in text
        assert "Tuesday, 24 November, 09:00" in text
        assert text.count("November, ") == 3
        assert text.index(inviting.LINK_HERE) < text.index("If you would rather not")

    @pytest.mark.parametrize(
        ("kind", "said"), [("client", "You have left us"), ("deal", "against our offer"), ("part", "a part of it")]
    )
    def test_does_not_tell_a_buyer_they_left(self, accepted, dana, noon, kind, said):
        accepted.loss.kind = kind

        assert said in Invitation.draft(accepted, dana, at=noon).text

    def test_goes_out_in_the_interviewers_name_as_they_changed_it(self, accepted, dana, vera, noon):
        draft = inviting.Draft("A word?", "Dear Dana, here: [link]")
        invitation = Invitation.send(accepted, dana, draft, by=vera, at=noon)
        letter = Letter.objects.get()

        assert (letter.sender, letter.to, letter.subject) == (vera, "dana@fabrikam.example", "A word?")
        assert letter.text == f"Dear Dana, here: {invitation.link}"
        assert Interview.objects.get().stage == "invited"
        assert told(accepted)[-1] == "Vera Castellanos invited Dana of Fabrikam of Fabrikam to a talk."

    def test_keeps_a_way_to_answer_when_the_link_was_taken_out(self, accepted, dana, vera, noon):
        invitation = Invitation.send(accepted, dana, inviting.Draft("A word?", "Dear Dana."), by=vera, at=noon)

        assert Letter.objects.get().text == f"Dear Dana.\n\n{invitation.link}"

    def test_is_the_interviewers_alone(self, accepted, dana, ines, noon):
        with pytest.raises(AlreadyDone):
            Invitation.send(accepted, dana, inviting.Draft("A", "B"), by=ines, at=noon)

        assert not Letter.objects.exists()

    def test_goes_to_the_client_and_nobody_else(self, accepted, northwind, vera, noon):
        with pytest.raises(NotTheirClient):
            Invitation.send(accepted, northwind.contacts.get(), inviting.Draft("A", "B"), by=vera, at=noon)

    def test_has_words(self, accepted, dana, vera, noon):
        with pytest.raises(WordsMissing):
            Invitation.send(accepted, dana, inviting.Draft(" ", "B"), by=vera, at=noon)

    def test_is_not_written_to_whoever_asked_us_not_to(self, accepted, dana, vera, noon):
        Permission.note(by=vera, at=noon, client=dana.client, answer="refused", words="Leave us alone.")

        with pytest.raises(DoNotContact):
            Invitation.send(accepted, dana, inviting.Draft("A", "B"), by=vera, at=noon)

        assert (Letter.objects.count(), Interview.objects.get().stage) == (0, "accepted")

    def test_goes_to_a_second_person_but_not_twice_to_one(self, invitation, vera, noon):
        talk = invitation.interview
        kim = Contact.objects.create(client=talk.loss.client, name="Kim", email="kim@fabrikam.example")
        Invitation.send(talk, kim, inviting.Draft("A", "B"), by=vera, at=noon)
        with pytest.raises(AlreadyDone):
            Invitation.send(talk, kim, inviting.Draft("A", "B"), by=vera, at=noon)

        assert [letter.to for letter in waiting()] == ["dana@fabrikam.example", "kim@fabrikam.example"]


class TestReminders:
    def sent_on(self, invitation, today, days):
        return [day for day in range(days) if send_reminders(as_of=today + timedelta(days=day))]

    def test_follow_after_three_eight_and_twelve_days(self, invitation, today):
        """Day 12 is a Saturday: the form waits for Monday, and nothing follows."""
        assert self.sent_on(invitation, today, 60) == [3, 8, 14]
        assert invitation.interview.forms.get().contact == invitation.contact
        assert not Invitation.objects.due(as_of=today + timedelta(days=400)).exists()

    def test_never_go_out_at_a_weekend(self, today):
        days = [
            inviting.next_letter_on(sent_on=today + timedelta(days=n), letters=letters)
            for n in range(14)
            for letters in (1, 2, 3)
        ]
        assert {day.weekday() for day in days} <= set(range(5))

    def test_go_out_once_however_often_the_night_runs(self, invitation, today):
        day = today + timedelta(days=3)
        stale = Invitation.objects.get()

        assert (send_reminders(as_of=day), send_reminders(as_of=day)) == (1, 0)
        assert stale.remind(as_of=day, at=invitation.sent_at) is False
        assert len(waiting()) == 2

    def test_killed_in_the_middle_are_sent_the_next_time(self, invitation, today, monkeypatch):
        """The count and the letter are one transaction: neither stands without the other."""
        day = today + timedelta(days=3)
        with monkeypatch.context() as broken:
            broken.setattr(Letter, "write", lambda **_told: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                send_reminders(as_of=day)
        assert (Invitation.objects.get().letters, len(waiting())) == (1, 1)

        assert send_reminders(as_of=day) == 1
        assert len(waiting()) == 2

    def test_stop_where_somebody_said_no_in_between(self, invitation, vera, noon, today):
        Permission.note(by=vera, at=noon, client=invitation.contact.client, answer="refused", words="No more.")

        assert send_reminders(as_of=today + timedelta(days=3)) == 0
        assert Invitation.objects.get().end == "refused"

    def test_do_not_follow_whom_we_let_go(self, invitation, ines, noon, today):
        invitation.interview.loss.let_go("They closed.", by=ines, at=noon)

        assert send_reminders(as_of=today + timedelta(days=3)) == 0

    @pytest.mark.parametrize("days", [0, 3, 8])
    @pytest.mark.parametrize("answer", ["replied", "booked", "declined", "forbidden", "noted"])
    def test_stop_at_any_answer(self, invitation, vera, noon, today, days, answer):
        for day in range(days + 1):
            send_reminders(as_of=today + timedelta(days=day))
        invitation.refresh_from_db()
        at = noon + timedelta(days=days)
        answers = {
            "replied": lambda: invitation.replied(by=vera, at=at),
            "booked": lambda: invitation.book(free_slots(vera, now=at)[0], zone="UTC", at=at),
            "declined": lambda: invitation.refuse(forbids=False, at=at),
            "forbidden": lambda: invitation.refuse(forbids=True, at=at),
            "noted": lambda: Interview.note(invitation.interview.loss, "You were late.", by=vera, at=at),
        }
        answers[answer]()

        assert sum(send_reminders(as_of=today + timedelta(days=day)) for day in range(days, 60)) == 0
        assert [letter.key for letter in waiting() if letter.key.startswith("invitation")] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["night", "replied", "book", "cancel", "refuse", "forbid", "note"]), max_size=9))
def test_no_letter_is_ever_due_after_the_end(invitation, vera, noon, today, deeds):
    """Whatever happens in whatever order: once anybody answered, no reminder is due or waits."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        for number, deed in enumerate(deeds):
            at = noon + timedelta(days=2 * number)
            one = Invitation.objects.get()
            act = {
                "night": lambda at=at: send_reminders(as_of=at.date()),
                "replied": lambda at=at, one=one: one.replied(by=vera, at=at),
                "book": lambda at=at, one=one: one.book(free_slots(vera, now=at)[0], zone="UTC", at=at),
                "cancel": lambda at=at, one=one: one.cancel(by=None, at=at),
                "refuse": lambda at=at, one=one: one.refuse(forbids=False, at=at),
                "forbid": lambda at=at, one=one: one.refuse(forbids=True, at=at),
                "note": lambda at=at, one=one: Interview.note(one.interview.loss, "Late.", by=vera, at=at),
            }[deed]
            try:
                act()
            except (AlreadyDone, SlotTaken, DoNotContact):
                continue
            one.refresh_from_db()
            if one.ended_at:
                far = today + timedelta(days=400)
                assert not Invitation.objects.due(as_of=far).exists()
                assert not Letter.objects.waiting().about("invitation:").exists()
            keys = list(Letter.objects.values_list("key", flat=True))
            assert len(keys) == len(set(keys))
        transaction.set_rollback(True)


class TestBooking:
    def test_is_confirmed_by_letter_with_an_entry_for_the_calendar(self, booked, free, vera):
        letter = waiting()[-1]
        event = icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")[0]

        assert (booked.interview.stage, booked.interview.starts_at) == ("booked", free[0])
        assert letter.key == f"booking:{booked.interview_id}:0"
        assert event["dtstart"].dt == free[0]
        assert "(Europe/Vienna)" in letter.text
        assert "Dana of Fabrikam of Fabrikam booked a talk with Vera Castellanos for 24 November 2026." in told(
            booked.interview
        )

    def test_moves_by_the_same_link_and_the_same_entry(self, booked, free, noon):
        first = Letter.objects.get(key__startswith="booking")
        booked.book(free[3], zone="Europe/Vienna", at=noon)
        second = waiting()[-1]
        names = [icalendar.Calendar.from_ical(one.calendar).walk("VEVENT")[0] for one in (first, second)]

        assert names[0]["uid"] == names[1]["uid"]
        assert (names[0]["sequence"], names[1]["sequence"]) == (0, 1)
        assert Letter.objects.get(pk=first.pk).state == "stopped"
        assert "moved the talk with Vera Castellanos to" in told(booked.interview)[-1]

    def test_is_cancelled_and_booked_anew(self, booked, free, noon):
        booked.cancel(by=None, at=noon)
        off = waiting()[-1]
        stage = Interview.objects.get().stage
        booked.book(free[1], zone="UTC", at=noon)

        assert (stage, "METHOD:CANCEL" in off.calendar) == ("invited", True)
        assert Interview.objects.get().starts_at == free[1]

    def test_takes_no_time_that_is_not_on_offer(self, invitation, free, noon):
        for start in (noon, free[0] + timedelta(minutes=7), free[-1] + timedelta(days=90)):
            with pytest.raises(SlotTaken):
                invitation.book(start, zone="UTC", at=noon)

        assert Interview.objects.get().starts_at is None

    def test_takes_no_time_of_another_talk(self, booked, northwind_loss, free, vera, noon):
        northwind_loss.interview.delete()
        other = Interview.open(northwind_loss, at=noon)
        other.nominations.get().accept(by=vera, at=noon)
        other.refresh_from_db()
        kim = Contact.objects.create(client=northwind_loss.client, name="Kim", email="kim@northwind.example")
        theirs = Invitation.send(other, kim, inviting.Draft("A", "B"), by=vera, at=noon)

        with pytest.raises(SlotTaken, match="Choose another time"):
            theirs.book(free[0], zone="UTC", at=noon)


class TestANo:
    def test_to_the_talk_ends_it_and_leaves_us_other_ways(self, booked, noon):
        booked.refuse(forbids=False, at=noon)
        talk = Interview.objects.get()

        assert (talk.stage, talk.declined, talk.starts_at) == ("declined", True, None)
        assert "did not want to tell" in told(talk)[-1]
        assert not Permission.objects.exists()
        assert waiting() == []

    def test_to_any_contact_binds_everybody(self, invitation, noon, vera):
        invitation.refuse(forbids=True, words="Never again.", at=noon)
        dana = invitation.contact

        assert Permission.objects.get().words == "Never again."
        assert waiting() == []
        with pytest.raises(DoNotContact):
            Letter.write(
                key="x", client=dana.client, contact=dana, sender=vera, subject="A", text="B", at=noon, scope="news"
            )

    def test_can_become_a_no_to_everything(self, invitation, noon):
        for forbids in (False, True):
            invitation.refuse(forbids=forbids, at=noon)

        assert Permission.objects.get().answer == "refused"
