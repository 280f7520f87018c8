"""Questions about many interviews, and about what belongs to them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, When
from django.utils import timezone

from wonback.clients.models import Entry
from wonback.core.days import add_workdays, start_of
from wonback.interviews.proposing import Asker
from wonback.losses.confidence import may_be_about
from wonback.losses.involvement import Involvement
from wonback.losses.queries import within_reach
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.interviews.models import (  # noqa: F401  # the querysets’ subjects
        Answer,
        Form,
        Interview,
        Invitation,
        IsItMe,
        Nomination,
        Question,
        Quote,
    )


# The question about a person. Its answer goes to their lead alone; see `IsItMe`.
PERSON = "person"


class InterviewQuerySet(models.QuerySet["Interview"]):
    def readable_by(self, user: User) -> Self:
        """What was said in confidence: for who asked, and who may ask; only of losses they may open, and not of themselves."""
        if not user.may(Right.INTERVIEW):
            return self.none()
        others = within_reach(user, holder="loss__holder") & ~may_be_about(user, loss="loss_id")
        return self.filter(others | Q(interviewer=user))

    def visible_to(self, user: User) -> Self:
        """The talks this person may see the standing of: of losses they may open, and those they are asked to hold."""
        reach = within_reach(user, holder="loss__holder")
        # An empty condition is everything; put beside another one it would be nothing.
        return self.filter(reach | Q(interviewer=user)) if reach else self.all()

    def for_queue(self) -> Self:
        """All that a line of the queue shows; more is an error, not a slow page."""
        related = self.select_related("loss__client", "loss__reason", "loss__deal", "interviewer", "contact")
        return related.fetch_mode(models.FETCH_PEERS)

    def to_hand_on(self, *, as_of: date) -> Self:
        """Proposals whose day to answer has passed."""
        return self.of_pursued().filter(stage="proposed", answer_by__lt=as_of)

    def forget_unanswered(self) -> None:
        """Take back the talks Wonback proposed and no person has answered, and what was told of them."""
        untouched = Q(stage__in=["unassigned", "proposed"]) & ~Q(nominations__answer__in=["accepted", "declined"])
        talks = dict(self.filter(untouched).values_list("pk", "loss__client"))
        told = Entry.objects.filter(client__in=talks.values(), actor=None)
        told.filter(verb__in=["interview.proposed", "interview.unassigned", "interview.expired"]).delete()
        self.model._default_manager.filter(pk__in=talks).delete()

    def of_pursued(self) -> Self:
        """Talks about losses that nobody has let go, and that have not come back."""
        return self.filter(loss__let_go_at=None, loss__recovered_on=None)

    def waiting(self) -> Self:
        """Talks of losses still pursued that nobody holds, the most worthwhile loss first."""
        return self.of_pursued().filter(stage="unassigned").order_by("-loss__rank", "pk")

    def room(self, *, as_of: date) -> int:
        """How many more talks everybody together can take this month."""
        people = askable().annotate(**busy_this_month(as_of), is_away=away_around(as_of))
        return sum(asker(person, handed_on=False).room for person in people)

    def askers_for(self, interview: "Interview", *, as_of: date) -> list[Asker]:
        """The neutral people who could hold this talk, with how much they have to do."""
        people = askable().annotate(**busy_this_month(as_of), is_away=away_around(as_of))
        handed_on = set(interview.nominations.answered_no().values_list("person", flat=True))
        neutral = Involvement.of([interview.loss]).neutral(interview.loss, people.order_by("pk"))
        return [asker(person, handed_on=person.pk in handed_on) for person in neutral]


def askable() -> models.QuerySet[User]:
    """Whom Wonback proposes by itself; an admin asks only when somebody chooses them by hand."""
    return User.objects.filter(is_active=True, role__in=["interviewer", "lead"]).exclude(email=None)


def busy_this_month(as_of: date) -> dict[str, models.Aggregate]:
    """How many talks each person was given this month and did not hand on, and when they were last asked."""
    kept, since = Q(nominations__answer__in=["open", "accepted"]), start_of(as_of.replace(day=1))
    return {
        "this_month": Count("nominations", filter=kept & Q(nominations__nominated_at__gte=since), distinct=True),
        "last_at": Max("nominations__nominated_at"),
    }


def away_around(as_of: date) -> Exists:
    """Whether a person is not there to answer within two working days."""
    from wonback.interviews.models.hours import Away  # noqa: PLC0415  # models import their querysets from here

    gone = Away.objects.filter(person=OuterRef("pk"), since__lte=as_of, until__gt=add_workdays(as_of, 2))
    return Exists(gone)


def asker(person: User, *, handed_on: bool) -> Asker:
    """What the choice needs to know of a person whom `askers_for` annotated."""
    told = vars(person)
    return Asker(
        pk=person.pk,
        name=person.name,
        a_month=person.interviews_a_month,
        this_month=told["this_month"],
        last_on=timezone.localdate(told["last_at"]) if told["last_at"] else None,
        is_away=told["is_away"],
        handed_on=handed_on,
    )


class ToldQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Answers and quotes: each has an interview and a level of confidence."""

    def readable_by(self, user: User) -> Self:
        """What this person may read: their own notes; of others what they may see the loss of, as far as it was allowed.

        What was said without a name is not for whom it may be about: they would know the name. What was said of a person of ours
        nobody reads here, whatever level it has.
        """
        allowed = Q(confidence="attributable")
        if user.may(Right.INTERVIEW):
            allowed |= Q(~may_be_about(user, loss="interview__loss_id"), confidence="unattributed")
        reach = within_reach(user, holder="interview__loss__holder") & allowed & ~Q(question__key=PERSON)
        return self.filter(reach | Q(interview__interviewer=user))

    def aloud(self) -> Self:
        """What everybody at a debrief may hear: said with their name, and not about one of us."""
        return self.filter(confidence="attributable").exclude(question__key=PERSON)


class AnswerQuerySet(ToldQuerySet["Answer"]):
    def for_the_client(self) -> Self:
        """What may stand in a letter: nothing that was for the interviewer or the lead alone."""
        return self.exclude(confidence="interviewer").exclude(question__key=PERSON).exclude(text="")

    def in_order(self) -> Self:
        """As the guide asks."""
        return self.select_related("question", "form__contact").order_by("question__position", "pk")


class QuoteQuerySet(ToldQuerySet["Quote"]):
    """Sentences word for word."""


class IsItMeQuerySet(models.QuerySet["IsItMe"]):
    def readable_by(self, user: User) -> Self:
        """For the lead of that person alone: whom they report to; else who leads their team; else, of the leaderless, an admin.

        Nobody reads what was said about themselves, and nothing is read while the call still goes on.
        """
        if not user.may(Right.LEAD):
            return self.none()
        leads = User.objects.filter(is_active=True, role__in=["lead", "admin"])
        reports = Exists(leads.filter(pk=OuterRef("about__reports_to")))
        team = leads.filter(team=OuterRef("about__team"), role="lead").exclude(pk=OuterRef("about"))
        theirs = Q(about__reports_to=user) | Q(~reports, Exists(team.filter(pk=user.pk)))
        if user.may(Right.ADMINISTER):
            theirs |= Q(~reports, ~Exists(team))
        return self.filter(theirs).exclude(about=user).exclude(loss__interview__stage="live")

    def for_cards(self) -> Self:
        """With all that the lead's page names; what waits for a decision first, then what they are fine with."""
        related = self.select_related("loss__client", "loss__deal", "about", "to", "noted_by")
        return related.order_by(
            Case(When(deed="", answer="no", then=2), When(deed="", then=0), default=1), "-noted_at", "-pk"
        )


class NominationQuerySet(models.QuerySet["Nomination"]):
    def open(self) -> Self:
        return self.filter(answer="open")

    def answered_no(self) -> Self:
        """Handed on, or left without an answer: they are not asked a second time by themselves."""
        return self.filter(answer__in=["declined", "expired"])


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_writing(self) -> Self:
        """What the short form asks, in its order, with every language it is written in."""
        asked = self.filter(retired_at=None).exclude(in_writing="").order_by("position", "pk")
        return asked.prefetch_related("phrasings")


class FormQuerySet(models.QuerySet["Form"]):
    def open(self) -> Self:
        """Forms that can still be written in: neither sent nor refused nor taken back."""
        return self.filter(finished_at=None, refused_at=None, revoked_at=None)

    def visible_to(self, user: User) -> Self:
        """The forms of talks this person may see the standing of."""
        from wonback.interviews.models import Interview  # noqa: PLC0415  # models import their querysets from here

        return self.filter(interview__in=Interview.objects.visible_to(user))

    def for_letters(self) -> Self:
        """With all that a letter names."""
        return self.select_related("interview__loss__client", "interview__interviewer", "contact__client", "sent_by")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """The invitations to talks this person may see the standing of."""
        from wonback.interviews.models import Interview  # noqa: PLC0415  # models import their querysets from here

        return self.filter(interview__in=Interview.objects.visible_to(user))

    def running(self) -> Self:
        """Invitations that nobody has answered in any way."""
        return self.filter(ended_at=None)

    def for_letters(self) -> Self:
        """With all that a letter names."""
        return self.select_related("interview__loss__client", "interview__interviewer", "contact", "sent_by")

    def due(self, *, as_of: date) -> Self:
        """Invitations whose next letter goes out on that day. One that ended is never due."""
        pursued = self.filter(interview__loss__let_go_at=None, interview__loss__recovered_on=None)
        return pursued.running().filter(next_letter_on__lte=as_of, interview__stage="invited").order_by("pk")
