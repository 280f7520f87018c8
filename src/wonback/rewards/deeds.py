"""What happened that deserves praise: proposed to the lead of whoever did it, and to nobody else. No deed is praised by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from wonback.care.models import DefenceStep
from wonback.clients.queries import of_visible_client
from wonback.core.days import start_of
from wonback.interviews.models import IsItMe
from wonback.losses.models import Cause, Loss, Voice
from wonback.rewards.models import Deed, Praise
from wonback.rewards.models.praise import Kind, key_of
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models import Plan

# What comes later than this is a chronicle, and no praise.
FRESH = timedelta(days=45)
OF_A_CAUSE = ("noted_by", "loss__client")


@dataclass(frozen=True)
class Deeds:
    """What the people of a lead did of late."""

    lead: User
    as_of: date

    @property
    def proposed(self) -> list[Deed]:
        """Those nobody has praised yet, the newest first."""
        open_ = [deed for deed in self.all if deed.key not in self.praised]
        return sorted(open_, key=lambda deed: (deed.on or self.as_of, deed.key), reverse=True)

    def named(self, key: str) -> Deed | None:
        """The one of that key, praised or not; None if there is none for this lead."""
        return next((deed for deed in self.all if deed.key == key), None)

    @cached_property
    def all(self) -> list[Deed]:
        if not self.lead.may(Right.LEAD):
            return []
        # A loss of which they raised the question and also had it right is one truth.
        return list({deed.key: deed for deed in (*self.kept(), *self.won(), *self.right(), *self.raised())}.values())

    @property
    def people(self) -> QuerySet[User]:
        """Whom this person may praise: their team, or everybody for an admin; never themselves."""
        return User.objects.colleagues_of(self.lead).exclude(pk=self.lead.pk).order_by("name", "pk")

    @cached_property
    def since(self) -> datetime:
        return start_of(self.as_of - FRESH)

    @cached_property
    def praised(self) -> set[str]:
        """The keys of what was praised since."""
        given = Praise.objects.standing().filter(person__in=self.people, given_at__gte=self.since)
        about = given.annotate(about=Coalesce("defence", "plan", "loss"))
        return {key_of(*row) for row in about.values_list("kind", "about", "person")}

    def kept(self) -> Iterator[Deed]:
        """Clients who stayed although a competitor wanted them, by whoever looked after them when the defence began."""
        first = DefenceStep.objects.filter(place=1, owner__in=self.people, defence__ended_at__gte=self.since)
        kept = first.filter(of_visible_client(self.lead, path="defence__client_id"), defence__outcome="kept")
        for step in kept.select_related("owner", "defence__client"):
            ended = step.defence.ended_at
            yield Deed(Kind.DEFENDED, step.owner, step.defence, ended and timezone.localdate(ended))

    def won(self) -> Iterator[Deed]:
        """Clients brought home; not those who came by themselves before anybody asked."""
        asked = Plan.objects.filter(owner__in=self.people, launched_at__isnull=False)
        won = asked.filter(stage=Plan.Stage.RECOVERED, finished_on__gte=self.as_of - FRESH)
        for plan in won.select_related("owner", "loss__client"):
            yield Deed(Kind.WON_BACK, plan.owner, plan, plan.finished_on)

    def right(self) -> Iterator[Deed]:
        """Losses of which their owner said, before it was confirmed, what was confirmed."""
        confirmed = Cause.objects.filter(loss=OuterRef("loss"), voice=Voice.CONFIRMED, noted_at__gte=self.since)
        later = confirmed.filter(noted_at__gt=OuterRef("noted_at")).order_by("noted_at").values("noted_at")[:1]
        said = Cause.objects.filter(voice=Voice.REP, noted_by__in=self.people, noted_by=F("loss__owner_then"))
        same = said.alias(means=Coalesce("reason__same_as", "reason")).filter(
            loss__voice=Voice.CONFIRMED,
            loss__reason=F("means"),
            loss__in=Loss.objects.visible_to(self.lead).values("pk"),
        )
        cause: Any
        for cause in same.annotate(known_at=Subquery(later)).exclude(known_at=None).select_related(*OF_A_CAUSE):
            yield Deed(Kind.TRUTH, cause.noted_by, cause.loss, timezone.localdate(cause.known_at))

    def raised(self) -> Iterator[Deed]:
        """“Is it me?”, raised by themselves: for the lead who may read it, and nobody else."""
        readable = IsItMe.objects.readable_by(self.lead).filter(raised_by_rep=True, noted_at__gte=self.since)
        for one in readable.filter(about__in=self.people).select_related("about", "loss__client"):
            yield Deed(Kind.TRUTH, one.about, one.loss, timezone.localdate(one.noted_at), is_question=True)
