"""Why clients leave: an editable tree that ships filled. A reason is retired, never deleted."""

from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.writing import Choices, parts_of, reconciled
from wonback.losses.queries import ReasonQuerySet
from wonback.losses.returning import Kind
from wonback.team.models import User
from wonback.team.policy import Right

NOT_ASKED = "not-asked"
# What an admin may say of a reason, as it is called.
FACTS = {
    "name": gettext_lazy("Reason"),
    "meaning": gettext_lazy("In plain words"),
    "side": gettext_lazy("Whose side"),
    "can_change": gettext_lazy("Can it change?"),
    "we_control": gettext_lazy("Do we control it?"),
}


class ReasonMissing(Refusal):
    """A loss is recorded with a reason, on every path."""

    code = "reason_missing"


class ReasonNeeded(Refusal):
    """One reason must stay: the honest one."""

    code = "reason_needed"


class CannotMerge(Refusal):
    """Two reasons become one only if nothing is lost by it."""

    code = "cannot_merge"


class Reason(models.Model):
    class Side(models.TextChoices):
        US = "us", gettext_lazy("Us")
        THEM = "them", gettext_lazy("Them")
        MARKET = "market", gettext_lazy("The market")

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    # In plain words, for those who never read Stauss & Friege.
    meaning = models.CharField(max_length=200, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    side = models.CharField(max_length=6, choices=Side, blank=True, default="")
    # Pick et al. 2016: these two decide whether a lost client is willing to return. None: it depends.
    can_change = models.BooleanField(null=True, blank=True)
    we_control = models.BooleanField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    # Says the same as another one: everything recorded with it counts there.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = ReasonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("losses:reason", args=[self.pk])

    @property
    def counts_as(self) -> "Reason":
        """The reason with which what was recorded here is counted: itself, unless it was merged."""
        return self.same_as or self

    @property
    def kind(self) -> Kind:
        """The reason as the odds of a return see it; one nobody knows is no comfort."""
        flags = (self.can_change, self.we_control) if self.is_known else (None, None)
        return Kind(self.key, self.parent.key if self.parent else self.key, *flags)

    @classmethod
    def not_asked(cls) -> "Reason":
        """The honest reason of a loss that nobody has explained yet."""
        return cls.objects.get(key=NOT_ASKED)

    @classmethod
    def chosen(cls, key: str) -> "Reason":
        """The reason of that key, or the refusal to record a loss without one."""
        # A program that still sends a merged reason means the one it says the same as.
        found = cls.objects.filter(key=key, retired_at=None).select_related("same_as").first()
        reason = found.counts_as if found else None
        if reason is None or reason.retired_at:
            raise ReasonMissing(
                _("Choose why we lost them. “Not asked yet” is an answer, and the first thing to change.")
            )
        return reason

    @classmethod
    def add(cls, name: str, *, by: User, parent: "Reason | None" = None, **facts: object) -> "Reason":
        """Put another reason into the tree."""
        by.must(Right.ADMINISTER)
        key = slugify(name)[:60] or f"reason-{cls.objects.count() + 1}"
        if cls.objects.filter(key=key).exists():
            raise AlreadyDone(_("Use the reason that exists: “%(name)s” is in the tree.") % {"name": name})
        return cls.objects.create(key=key, name=name, parent=parent, **facts)

    def rename(self, name: str, *, by: User) -> None:
        """Call it something else; what was recorded with it stays."""
        by.must(Right.ADMINISTER)
        self.name = name
        self.save(update_fields=["name"])

    def edit(self, *, by: User, at: datetime, seen: str = "", **facts: object) -> None:
        """Say anew what it is called and means, whose side it is on, whether it can change and whether we control it.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            theirs = parts_of(Reason.objects.select_for_update(of=("self",)).get(pk=self.pk), facts)
            told = reconciled(facts, theirs=theirs, names=FACTS, seen=seen, choices=self._choices())
            for name, value in (theirs | told).items():
                setattr(self, name, value)
            self.save(update_fields=list(told))
            # Whether it can change decides who is worth a call: the lost list must not wait for the night.
            self.losses.pursued().put_in_rank(as_of=timezone.localdate(at))

    def _choices(self) -> Choices:
        answers = {"yes": _("Yes"), "no": _("No"), "": _("It depends")}
        return {"side": {"": _("It depends")} | dict(self.Side.choices), "can_change": answers, "we_control": answers}

    def merge(self, into: "Reason", *, by: User, at: datetime) -> None:
        """Say that it means the same as another one: everything recorded with it counts there. It can be taken apart again."""
        by.must(Right.ADMINISTER)
        self._must_be_mergeable(into)
        with transaction.atomic():
            moved = list(self.losses.values_list("pk", flat=True))
            self.merged.update(same_as=into)
            self.same_as = into
            self.save(update_fields=["same_as"])
            self.losses.update(reason=into)
            into.losses.filter(pk__in=moved).put_in_rank(as_of=timezone.localdate(at))

    def _must_be_mergeable(self, into: "Reason") -> None:
        names = {"name": self.name, "other": into.name}
        if not (self.is_known and into.is_known):
            raise CannotMerge(_("Keep “not asked yet” apart: it is no reason, but the want of one."))
        if self.pk in {into.pk, into.same_as_id}:
            raise CannotMerge(_("Choose another reason: “%(other)s” already counts as “%(name)s”.") % names)
        if into.same_as_id or into.retired_at:
            raise CannotMerge(_("Choose a reason that is still offered: “%(other)s” is not.") % names)
        if self.children.exists():
            raise CannotMerge(_("Merge the reasons of “%(name)s” first, one by one: a class has a family.") % names)

    def take_apart(self, *, by: User, at: datetime) -> None:
        """Let it count for itself again."""
        by.must(Right.ADMINISTER)
        into = self.same_as
        if into is None:
            raise AlreadyDone(_("Look again: “%(name)s” counts for itself.") % {"name": self.name})
        with transaction.atomic():
            self.same_as = None
            self.save(update_fields=["same_as"])
            recorded = {cause.loss_id for cause in self.causes.only("loss_id")}
            into.losses.filter(pk__in=recorded).listen_again(as_of=timezone.localdate(at))

    def retire(self, *, by: User, at: datetime) -> None:
        """Offer it no more. Losses recorded with it keep it."""
        by.must(Right.ADMINISTER)
        if not self.is_known:
            raise ReasonNeeded(
                _("Keep “%(name)s”: it is what we say until the client was asked.") % {"name": self.name}
            )
        self.retired_at = at
        self.save(update_fields=["retired_at"])

    def bring_back(self, *, by: User) -> None:
        """Offer it again."""
        by.must(Right.ADMINISTER)
        self.retired_at = None
        self.save(update_fields=["retired_at"])

    @property
    def is_known(self) -> bool:
        return self.key != NOT_ASKED
