"""Talks with those who left lately, in every stage before the call; and what interviewers say about themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models.signals import post_save

from wonback.clients.models import Contact
from wonback.core.days import add_workdays
from wonback.demo.dice import at, workday
from wonback.demo.telling import Telling, proposed_to_vera, taken_on
from wonback.interviews.apps import look_for_somebody
from wonback.interviews.booking import USUAL
from wonback.interviews.models import Away, Form, Hours, Interview, Invitation
from wonback.interviews.models.hours import free_slots
from wonback.interviews.models.interview import DAYS_WORTH_ASKING
from wonback.interviews.writing import Said
from wonback.losses.models import Loss
from wonback.post.models import Letter
from wonback.team.models import User

ZONE = "Europe/London"
SIGNAL = "look_for_somebody_neutral"
# Stage by stage, as many as stand there; for those invited, how many days ago.
PROPOSED, ACCEPTED, INVITED, BOOKED, UNASSIGNED = 4, 3, (1, 4, 9), 3, 2
ROOM = 22
# Of whose loss Rosa asks herself whether it was her.
RAISES = "Brasserie Dufour"


class Written(NamedTuple):
    """Five questions sent so many days ago: in which language, what was answered page by page, and whether it came back."""

    days: int
    language: str
    said: tuple[str, ...] = ()
    is_sent: bool = False


PRICE = ("Three price letters in one year, and nobody who explained one.", "A person to call.", "", "Perhaps.")
LATE = ("Die Lieferungen kamen zu spät.", "Einen Anruf, bevor es schiefgeht.")
IN_WRITING = (Written(6, "en", PRICE, is_sent=True), Written(5, "de", LATE), Written(9, "fr"))


@contextmanager
def nobody_looks() -> Iterator[None]:
    """While five years are written, nobody is asked to talk about a loss of long ago."""
    post_save.disconnect(sender="losses.Loss", dispatch_uid=SIGNAL)
    try:
        yield
    finally:
        post_save.connect(look_for_somebody, sender="losses.Loss", dispatch_uid=SIGNAL)


@dataclass
class Asking:
    people: dict[str, User]
    as_of: date
    told: set[str]

    def make(self) -> None:
        """The queue of a morning: Vera has the most, a lead or two have the rest."""
        self.hours()
        recent = self.losses()
        of_ines = [loss for loss in recent if loss.holder and loss.holder.team == self.people["ines"].team][
            -UNASSIGNED:
        ]
        for loss in of_ines:
            self.hand_on_until_nobody_is_left(loss)
        # Vera has no stake in any of their clients but those she has just handed on.
        handed_on = {loss.client_id for loss in of_ines}
        losses = self.told_of(iter([loss for loss in recent if loss.client_id not in handed_on]))
        for days in INVITED:
            self.invite(next(losses), days)
        for number in range(BOOKED):
            self.book(next(losses), number)
        for loss, written in zip(losses, IN_WRITING, strict=False):
            self.in_writing(loss, written)
        for loss in self.some(losses, ACCEPTED):
            self.accept(loss, self.day(2))
        for loss in self.some(losses, PROPOSED):
            proposed_to_vera(loss, self.people, self.day(1))
        # They went out on their day; nothing of it goes out again.
        for letter in Letter.objects.waiting().select_related("contact"):
            Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=letter.not_before, attempts=1)

    def told_of(self, losses: Iterator[Loss]) -> Iterator[Loss]:
        """One of them was held these days, one led to a hand-over, and what is said of people is the lead's; the rest wait."""
        telling = Telling(self.people, self.as_of)
        telling.fresh(next(losses))
        waiting = list(losses)
        north = {self.people["jonas"], self.people["freya"]}
        theirs = [loss for loss in waiting if loss.owner_then in north]
        for loss in sorted(theirs, key=lambda one: one.kind == Loss.Kind.DEAL)[:1]:
            telling.hand_over(loss)
            waiting.remove(loss)
        telling.ask_of_the_person(Loss.objects.select_related("client").get(client__name=RAISES))
        return iter(waiting)

    def day(self, ago: int) -> datetime:
        return at(workday(self.as_of - timedelta(days=ago)), 9, 20)

    @property
    def vera(self) -> User:
        return self.people["vera"]

    def hours(self) -> None:
        """Mornings and, twice a week, afternoons; a lead is on holiday at the end of the year."""
        week = [(day, *USUAL[day][0]) for day in range(5)] + [(1, time(14), time(17)), (3, time(14), time(17))]
        Hours.keep(self.vera, week, zone=ZONE, a_month=ROOM, by=self.vera)
        matteo = self.people["matteo"]
        away = add_workdays(self.as_of, 15)
        Away.plan(matteo, since=away, until=away + timedelta(days=12), by=matteo)

    def losses(self) -> list[Loss]:
        """Those nobody has asked about yet, the most worthwhile first."""
        since = self.as_of - timedelta(days=DAYS_WORTH_ASKING)
        recent = Loss.objects.pursued().filter(interview=None, lost_on__gte=since).exclude(client__name__in=self.told)
        free = recent.exclude(client__permissions__answer="refused").exclude(campaign_arm__arm="wait")
        return list(free.ranked().select_related("client", "holder__team", "owner_then")[:60])

    def some(self, losses: Iterator[Loss], number: int) -> Iterator[Loss]:
        return (loss for _number, loss in zip(range(number), losses, strict=False))

    def accept(self, loss: Loss, when: datetime) -> Interview:
        return taken_on(loss, self.people, when)

    def invite(self, loss: Loss, days: int) -> Invitation:
        """Written so many days ago, with the reminders since."""
        sent_at = self.day(days)
        talk = self.accept(loss, sent_at - timedelta(days=1))
        contact = Contact.objects.filter(client=loss.client, left_on=None).exclude(email="").order_by("pk")[0]
        invitation = Invitation.send(
            talk, contact, Invitation.draft(talk, contact, at=sent_at), by=self.vera, at=sent_at
        )
        for ago in range(days, 0, -1):
            day = self.as_of - timedelta(days=ago)
            invitation.remind(as_of=day, at=at(day, 6))
        return invitation

    def book(self, loss: Loss, number: int) -> None:
        """They chose a time of these days."""
        invitation = self.invite(loss, 2)
        yesterday = self.day(1)
        free = free_slots(self.vera, now=yesterday)
        later = [slot for slot in free if slot > at(self.as_of, 18)]
        invitation.book(later[number * 4 + 1], zone=ZONE, at=yesterday)

    def in_writing(self, loss: Loss, written: Written) -> None:
        """Five questions, answered as far as they wrote, and sent or not."""
        asked_at = self.day(written.days)
        talk = self.accept(loss, asked_at - timedelta(days=1))
        contact = Contact.objects.filter(client=loss.client, left_on=None).exclude(email="").order_by("pk")[0]
        contact.choose_language(written.language)
        form = Form.send(talk, contact, by=self.vera, at=asked_at)
        if not written.said:
            return
        read_at = self.day(written.days - 1)
        form.look(at=read_at)
        form.begin("unattributed", at=read_at)
        for leaf, words in zip(form.leaves(), written.said, strict=False):
            form.keep(leaf.key, replace(leaf.said, text=words), at=read_at)
        if written.is_sent:
            form.keep("contact", Said(may="later", not_before=str(self.as_of + timedelta(days=120))), at=read_at)
            form.finish(at=read_at + timedelta(minutes=6))

    def hand_on_until_nobody_is_left(self, loss: Loss) -> None:
        """One ran their escalation, the others have no time: a lead has to choose."""
        whys = {"vera": "I ran their escalation", "matteo": "No time before their fair", "birgit": "No time this month"}
        talk, when = Interview.open(loss, at=self.day(3)), self.day(2)
        while talk.interviewer:
            nomination = talk.nominations.get(person=talk.interviewer)
            name = (talk.interviewer.email or "").split("@")[0]
            why = whys.get(name, "No time this week")
            nomination.hand_on(why, is_conflict=name == "vera", by=talk.interviewer, at=when)
            talk.refresh_from_db()
