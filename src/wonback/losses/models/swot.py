"""Strengths, weaknesses, opportunities and threats: of one loss, and of a quarter's losses together."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.writing import parts_of, reconciled
from wonback.losses import swot
from wonback.losses.models.reason import Reason
from wonback.losses.models.story import WordsMissing
from wonback.losses.swot_queries import SwotQuerySet
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models.cause import Cause
    from wonback.losses.models.loss import Loss

YEAR = timedelta(days=365)


class NotFromOutside(Refusal):
    """A view from outside is that of somebody who had no part in it."""

    code = "not_from_outside"


class NotTheSame(Refusal):
    """Two notes become one only within a field, and never in a circle."""

    code = "not_the_same"


class Swot(models.Model):
    """One note on the board."""

    class Field(models.TextChoices):
        STRENGTH = "strength", gettext_lazy("Strength")
        WEAKNESS = "weakness", gettext_lazy("Weakness")
        OPPORTUNITY = "opportunity", gettext_lazy("Opportunity")
        THREAT = "threat", gettext_lazy("Threat")

    class View(models.TextChoices):
        """Whose eyes: prefilled from what is on file, ours, or those of somebody who had no part in it."""

        PREFILLED = "prefilled", gettext_lazy("From what is on file")
        INSIDE = "inside", gettext_lazy("Ours")
        OUTSIDE = "outside", gettext_lazy("From outside")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="swot")
    field = models.CharField(max_length=11, choices=Field)
    view = models.CharField(max_length=9, choices=View, default=View.INSIDE)
    text = models.CharField(max_length=300)
    # Says the same as another note; the board counts it there.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    voters = models.ManyToManyField(User, blank=True, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    objects = SwotQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "field", "text"], name="one_swot_note_a_text"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["written_at"], name="swot_by_quarter")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def prefill(cls, loss: "Loss", *, by: User, at: datetime) -> int:
        """Begin with what is on file; return how many notes are new. Done again, it adds only what was learned since."""
        by.must(Right.WORK)
        there = set(cls.objects.filter(loss=loss).values_list("field", "text"))
        notes = swot.prefilled(on_file(loss, as_of=timezone.localdate(at)))
        new = [note for note in notes if note not in there]
        facts: dict[str, Any] = {"loss": loss, "view": cls.View.PREFILLED, "written_by": by, "written_at": at}
        Swot.objects.bulk_create(Swot(field=field, text=text[:300], **facts) for field, text in new)
        return len(new)

    @classmethod
    def write(cls, loss: "Loss", field: str, text: str, *, by: User, at: datetime) -> "Swot":
        """Put a note on it. Whoever had no part in the loss and may ask why looks at it from outside."""
        outside = not loss.objections_to(by)
        if not outside:
            by.must(Right.WORK)
        if not text.strip():
            raise WordsMissing(_("Write the note in one line."))
        view = cls.View.OUTSIDE if outside else cls.View.INSIDE
        facts = {"view": view, "written_by": by, "written_at": at}
        note, is_new = cls.objects.get_or_create(loss=loss, field=field, text=text.strip(), defaults=facts)
        if not is_new:
            raise AlreadyDone(_("Look again: this note is there already. Give it your vote."))
        return note

    def vote(self, *, by: User) -> bool:
        """Give it a vote, or take it back; return whether it has yours now."""
        if self.voters.filter(pk=by.pk).exists():
            self.voters.remove(by)
            return False
        self.voters.add(by)
        return True

    def merge(self, into: "Swot", *, by: User) -> None:
        """Say that it says the same as another note; the board counts both there."""
        by.must(Right.LEAD)
        if into.field != self.field:
            raise NotTheSame(_("Choose a note of the same field: a weakness is no threat."))
        if self.pk in {into.pk, into.same_as_id}:
            raise NotTheSame(_("Choose another note: this one counts here already."))
        with transaction.atomic():
            root = into.same_as or into
            self.merged.update(same_as=root)
            self.same_as = root
            self.save(update_fields=["same_as"])

    def take_apart(self, *, by: User) -> None:
        """Let it stand for itself again."""
        by.must(Right.LEAD)
        self.same_as = None
        self.save(update_fields=["same_as"])

    def strike(self, *, by: User) -> None:
        """Take it off the board: whoever wrote it may, and a lead."""
        if by.pk != self.written_by_id and not by.may(Right.LEAD):
            raise NotAllowed(_("Ask %(who)s to strike it: they wrote it.") % {"who": self.written_by})
        self.delete()


def on_file(loss: "Loss", *, as_of: date, drivers: Iterable[Reason] | None = None) -> swot.OnFile:
    """The tags and numbers of a loss; no word of what was said. `drivers`: these reasons, instead of those on file."""
    causes = truest(list(loss.causes.select_related("reason", "colleague", "decider").loudest_first()))
    begun = loss.client.spells.order_by("-pk").values_list("started_on", flat=True).first()
    allowed = loss.client.permissions.filter(answer="allowed").order_by("-given_at").first()
    reasons = [cause.reason.counts_as for cause in causes] if drivers is None else drivers
    return swot.OnFile(
        drivers=tuple(
            swot.Driver(one.name, one.side, one.can_change)
            for one in {one.pk: one for one in reasons}.values()
            if one.is_known
        ),
        holds=tuple(cause.holds for cause in causes if cause.holds),
        years=(loss.lost_on - begun).days // 365 if begun else 0,
        praised=praised(loss),
        advocates=loss.client.contacts.filter(left_on=None, role="champion").count(),
        competitor=str(loss.competitor or ""),
        sightings=seen_near(loss, as_of=as_of),
        may_follow_up=loss.may_follow_up(as_of=as_of),
        not_before=allowed.not_before if allowed else None,
    )


def truest(causes: "list[Cause]") -> "list[Cause]":
    """What is confirmed, as soon as something is; until then every voice."""
    return [cause for cause in causes if cause.voice == cause.Voice.CONFIRMED] or causes


def praised(loss: "Loss") -> tuple[str, ...]:
    """What they spoke well of under their own name: the tag, not the sentence."""
    if not hasattr(loss, "interview"):
        return ()
    kind = loss.interview.quotes.filter(confidence="attributable", feeling__gte=1).exclude(driver=None)
    names = kind.order_by("driver__name").values_list("driver__name", flat=True).distinct()
    # A reason is named after what went wrong (“We failed: people”); praise is of the thing alone.
    return tuple(name.rpartition(": ")[2] for name in names)


def seen_near(loss: "Loss", *, as_of: date) -> int:
    if loss.competitor is None:
        return 0
    lately = loss.competitor.sightings.filter(seen_at__date__gt=as_of - YEAR, seen_at__date__lte=as_of)
    return lately.values("client").distinct().count()


class Look(models.Model):
    """A dated look at the market, our prices or a competitor, because of this loss."""

    class At(models.TextChoices):
        MARKET = "market", gettext_lazy("The market")
        PRICE = "price", gettext_lazy("Our prices")
        COMPETITOR = "competitor", gettext_lazy("The competitor")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="looks")
    at = models.CharField(max_length=10, choices=At)
    found = models.TextField()
    looked_on = models.DateField()
    looked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "at"], name="one_look_at_each"),
        ]

    def __str__(self) -> str:
        return f"{self.get_at_display()}: {self.found[:40]}"

    @classmethod
    def note(cls, loss: "Loss", where: str, found: str, *, by: User, on: date, seen: str = "") -> "Look":
        """Write down what a look showed, and when; a newer one replaces it, if its author has seen the old one (`seen`)."""
        by.must(Right.WORK)
        if not found.strip():
            raise WordsMissing(_("Write what you found, and where anybody can see it."))
        told = {"found": found.strip(), "looked_on": on, "looked_by": by}
        with transaction.atomic():
            theirs = parts_of(cls.objects.select_for_update().filter(loss=loss, at=where).first(), ["found"])
            reconciled({"found": told["found"]}, theirs=theirs, names={"found": cls.At(where).label}, seen=seen)
            return cls.objects.update_or_create(loss=loss, at=where, defaults=told)[0]
