"""Calls from the first question to the client’s answer, tagged and quoted; the truth about one; and “is it me?”, for the lead alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wonback.clients.models import Contact
from wonback.demo.dice import at, workday
from wonback.demo.words import table
from wonback.interviews import recap as writing
from wonback.interviews.allowed import Allowed
from wonback.interviews.models import Heard, Interview, IsItMe, Note, Question, Quoted, Recap, Sheet
from wonback.losses.models import Loss, Reason
from wonback.team.models import User
from wonback.winback.truth import Confirmed, Truth

NEUTRAL = "Our rep heard about prices, the client speaks of late deliveries. Both happened in the same month; the price came up when the lorry did not."
WHYS = ("Eleven of forty deliveries came a day late.", "One carrier for the whole north, and nobody who watches it.")
RAISED = "I heard it for months and rang no bell. Perhaps it is me."


def proposed_to_vera(loss: Loss, people: dict[str, User], when: datetime) -> Interview:
    """Whoever was proposed first, Vera is the one who is asked now."""
    talk = Interview.open(loss, at=when)
    if talk.interviewer != people["vera"]:
        talk.assign(people["vera"], by=people["ines"], at=when + timedelta(minutes=10))
    return talk


def taken_on(loss: Loss, people: dict[str, User], when: datetime) -> Interview:
    """She will ask them."""
    nomination = proposed_to_vera(loss, people, when).nominations.get(person=people["vera"])
    nomination.accept(by=people["vera"], at=when + timedelta(hours=1))
    return nomination.interview


@dataclass
class Telling:
    people: dict[str, User]
    as_of: date

    def day(self, ago: int) -> date:
        return workday(self.as_of - timedelta(days=ago))

    @property
    def vera(self) -> User:
        return self.people["vera"]

    def hold(self, loss: Loss, call: str, day: date) -> Recap:
        """Half an hour on the phone, and what was heard goes out four minutes later."""
        talk = taken_on(loss, self.people, at(day - timedelta(days=2), 9))
        contact = Contact.objects.filter(client=loss.client, left_on=None).exclude(email="").order_by("pk")[0]
        Interview.objects.filter(pk=talk.pk).update(contact=contact)
        talk.contact = contact
        talk.begin(by=self.vera, at=at(day, 11))
        sheet_of(table("calls")[call]).keep(talk, version=0, by=self.vera, at=at(day, 11, 24))
        talk.end(by=self.vera, at=at(day, 11, 26))
        letter = {"subject": writing.subject(), "text": Recap.draft(talk, contact)}
        return Recap.send(talk, contact, **letter, by=self.vera, at=at(day, 11, 30))

    def northwind(self, loss: Loss, day: date) -> None:
        """Two voices that differ: heard, confirmed by the client, confirmed by us, and ready for the debrief."""
        recap = self.hold(loss, "northwind", day)
        recap.answer("right", at=at(day, 15, 10))
        reasons = {one.key: one for one in Reason.objects.filter(key__in=["delivery", "service"])}
        causes = [Confirmed(reason=reasons["delivery"], weight=75), Confirmed(reason=reasons["service"], weight=25)]
        truth = Truth(causes=causes, decided_by=recap.contact, competitor="Lagermann", whys=WHYS)
        truth.confirm(Loss.objects.get(pk=loss.pk), by=self.vera, at=at(day, 11, 40))
        Interview.objects.filter(loss=loss).update(debrief=NEUTRAL)

    def fresh(self, loss: Loss) -> None:
        """Of these days; they put right what we heard, and the truth waits to be confirmed."""
        recap = self.hold(loss, "fresh", self.day(2))
        recap.answer(
            "not quite", correction="It was two price letters, not three. The rest is right.", at=at(self.day(1), 9)
        )

    def hand_over(self, loss: Loss) -> None:
        """They would have stayed with another person of ours: it is handed over warmly, and half done."""
        recap = self.hold(loss, "another", self.day(12))
        recap.answer("right", at=at(self.day(11), 8))
        one, ines = IsItMe.objects.select_related("loss__client", "about").get(loss=loss), self.people["ines"]
        to = self.people["freya" if one.about != self.people["freya"] else "jonas"]
        one.decide("hand over", to=to, by=ines, at=at(self.day(9), 16))
        for step in ("told", "read"):
            one.tick(step, by=ines)
        if recap.contact:
            letter = {"subject": "Who looks after you", "text": one.draft("old", recap.contact)}
            one.send("old", recap.contact, **letter, by=ines, at=at(self.day(3), 10))

    def ask_of_the_person(self, raised: Loss) -> None:
        """What others answered; and Rosa, who asks it of herself."""
        ines = self.people["ines"]
        talks = Interview.objects.filter(interviewer=self.vera, stage="held", loss__owner_then__reports_to=ines)
        talks = (
            talks.filter(loss__is_it_me=None)
            .select_related("loss__client", "loss__owner_then")
            .order_by("-asked_at", "pk")
        )
        for talk, told in zip(talks, table("calls")["answers"], strict=False):
            when = talk.asked_at or at(self.day(30))
            IsItMe.hear(talk.loss, told["answer"], told["words"], by=self.vera, at=when)
            if deed := told.get("deed"):
                IsItMe.objects.get(loss=talk.loss).decide(deed, by=ines, at=when + timedelta(days=1))
        IsItMe.raise_(raised, RAISED, by=self.people["rosa"], at=at(self.day(4), 17))


def sheet_of(call: dict[str, Any]) -> Sheet:
    """A call of the table, as the live screen would send it."""
    asked = {one.key: one for one in Question.objects.all()}
    known = dict(Reason.objects.values_list("key", "pk"))
    notes = {
        asked[one["question"]].pk: Note(
            one["text"], one["level"], Heard(one.get("feeling"), tuple(known[key] for key in one.get("drivers", ())))
        )
        for one in call["notes"]
    }
    quotes = {
        f"q{place}": Quoted(
            words=one["words"],
            question=asked[one["question"]],
            driver=known[one["driver"]],
            feeling=one.get("feeling"),
            confidence=one["level"],
        )
        for place, one in enumerate(call["quotes"], 1)
    }
    return Sheet(notes=notes, quotes=quotes, allowed=Allowed(**call["allowed"]), person=call["person"])
