"""The queue: what waits for an interviewer, and, for a lead, the talks that nobody holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch
from django.utils.functional import cached_property

from wonback.interviews.models import Interview, Invitation, Nomination
from wonback.interviews.queries import InterviewQuerySet
from wonback.losses.clocks import Clock
from wonback.losses.involvement import Involvement
from wonback.losses.models import Conflict, Loss
from wonback.team.models import User
from wonback.team.policy import Right

SHOWN = 50
RUNNING = ("proposed", "accepted", "invited", "booked")


@dataclass(frozen=True)
class Line:
    """One talk, as the queue shows it."""

    interview: Interview
    clock: Clock
    objections: list[str]
    neutral: list[User]

    @property
    def invitation(self) -> Invitation | None:
        """The newest one; of several the one that still runs."""
        found = list(self.interview.invitations.all())
        running = [one for one in found if one.ended_at is None]
        return next(iter(running or found), None)

    @property
    def because(self) -> str:
        """Why this person was asked."""
        asked = [one for one in self.interview.nominations.all() if one.person_id == self.interview.interviewer_id]
        return asked[0].because if asked else ""


@dataclass(frozen=True)
class Queue:
    """As one person sees it on one day."""

    user: User
    today: date

    def stage(self, stage: str) -> list[Line]:
        """This person’s talks at one stage: what is worth most and has waited longest first; booked ones by their time."""
        mine = [line for line in self.lines if line.interview.stage == stage]
        return sorted(mine, key=lambda line: str(line.interview.starts_at)) if stage == "booked" else mine

    @cached_property
    def lines(self) -> list[Line]:
        return self._lines(Interview.objects.of_pursued().filter(interviewer=self.user, stage__in=RUNNING))

    @cached_property
    def unassigned(self) -> list[Line]:
        """Talks nobody holds, for those who may choose somebody by hand."""
        if not self.user.may(Right.LEAD):
            return []
        return self._lines(Interview.objects.visible_to(self.user).waiting(), people=self.people)

    @cached_property
    def of_others(self) -> list[Line]:
        """The talks a lead’s people wait for, and who holds them."""
        if not self.user.may(Right.LEAD):
            return []
        running = Interview.objects.visible_to(self.user).of_pursued().filter(stage__in=RUNNING)
        return self._lines(running.exclude(interviewer=self.user))

    @cached_property
    def people(self) -> list[User]:
        """Everybody whose role lets them ask."""
        return [one for one in User.objects.filter(is_active=True).order_by("name") if one.may(Right.INTERVIEW)]

    def _lines(self, talks: InterviewQuerySet, people: Iterable[User] = ()) -> list[Line]:
        related = (
            Prefetch("invitations", Invitation.objects.select_related("contact").order_by("-sent_at", "-pk")),
            Prefetch("nominations", Nomination.objects.select_related("person").order_by("-nominated_at")),
        )
        ranked = talks.for_queue().order_by(F("loss__worth").desc(nulls_last=True), "loss__lost_on", "pk")
        found = list(ranked.prefetch_related(*related)[:SHOWN])
        judged = Involvement.of([talk.loss for talk in found])
        return [self._line(talk, judged, people) for talk in found]

    def _line(self, talk: Interview, judged: Involvement, people: Iterable[User]) -> Line:
        asked = talk.interviewer
        return Line(
            interview=talk,
            clock=talk.loss.listen_clock(as_of=self.today),
            objections=judged.objections(talk.loss, asked) if asked else [],
            neutral=judged.neutral(talk.loss, people),
        )


@dataclass(frozen=True)
class Verdict:
    """Whether one person could ask about one loss, and each reason why not."""

    loss: Loss
    objections: list[str]
    stake: Conflict | None


def verdicts(person: User, losses: Iterable[Loss]) -> list[Verdict]:
    """The test box: could this person interview that client?"""
    found = list(losses)
    judged = Involvement.of(found)
    stakes = {one.client_id: one for one in person.conflicts.filter(client__in={loss.client_id for loss in found})}
    return [Verdict(loss, judged.objections(loss, person), stakes.get(loss.client_id)) for loss in found]
