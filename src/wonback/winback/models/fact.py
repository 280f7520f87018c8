"""Something that is true of us from a day on, and makes reasons void: a price, a capability, a person, a land, a rival."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import Condition
from wonback.losses.models.cause import exactly
from wonback.losses.models.condition import missing_key
from wonback.team.models import User
from wonback.winback.door_queries import FactQuerySet
from wonback.winback.models.change import Change


class FactIncomplete(Refusal):
    """A fact can only answer a reason if it says what is true now."""

    code = "fact_incomplete"


class Fact(models.Model):
    class About(models.TextChoices):
        """The conditions that a fact of ours can end."""

        CAPABILITY = Condition.CAPABILITY.value, gettext_lazy("We can do this now")
        PRICE = Condition.PRICE_ABOVE.value, gettext_lazy("Our price is now")
        COLLEAGUE = Condition.COLLEAGUE.value, gettext_lazy("This person of ours works with them no longer")
        TERRITORY = Condition.TERRITORY.value, gettext_lazy("We serve this land now")
        CONTRACT = Condition.CONTRACT.value, gettext_lazy("This competitor lets its clients go")

    condition = models.CharField(max_length=12, choices=About)
    # Of what: a currency, a capability folded for comparison, the number of a person or a competitor, a land.
    key = models.CharField(max_length=160)
    what = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    colleague = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    competitor = models.ForeignKey(Competitor, models.CASCADE, null=True, blank=True, related_name="+")
    # The change that makes it true; none: it became true by itself.
    change = models.ForeignKey(Change, models.CASCADE, null=True, blank=True, related_name="facts")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    # None: not yet, because its change is still to be made, or not any more.
    holds_from = models.DateField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(condition="price") | models.Q(price__isnull=False), name="a_price_is_a_number"
            ),
            models.UniqueConstraint(
                fields=["change", "condition", "key"],
                condition=models.Q(change__isnull=False),
                name="one_fact_a_change_and_thing",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["condition", "key", "-holds_from", "-id"],
                condition=models.Q(holds_from__isnull=False),
                name="facts_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return f"{reverse('winback:doors')}?fact={self.pk}"

    @classmethod
    def say(cls, about: str, *, by: User, at: datetime, change: Change | None = None, **told: object) -> "Fact":
        """Write down what is true now; with a change: once that is made. Whose reason it ends is looked up at once."""
        key, what, columns = cls._read(about, told)
        holds_from = timezone.localdate(at) if change is None or change.made_at else None
        facts = {"what": what, "said_by": by, "said_at": at, "holds_from": holds_from, **columns}
        with transaction.atomic():
            if change and change.facts.filter(condition=about, key=key).exists():
                raise AlreadyDone(_("Look again: this change answers that reason already."))
            fact = cls.objects.create(condition=about, key=key, change=change, **facts)
            fact._open_doors(at=at)
        return fact

    @classmethod
    def _read(cls, about: str, told: dict[str, object]) -> tuple[str, str, dict[str, object]]:
        """The key, the sentence and the columns of what was told."""
        if about == cls.About.PRICE:
            price, currency = told.get("price"), str(told.get("currency") or "").upper()
            if not isinstance(price, Decimal) or not currency:
                raise FactIncomplete(_("Say what it costs now, and in which currency."))
            return currency, _("Our price is %(price)s now") % {"price": exactly(price, currency)}, {"price": price}
        if about == cls.About.CAPABILITY:
            words = str(told.get("capability") or "").strip().rstrip(".")
            return cls._keyed(
                missing_key(words), words, {}, ask=_("Say what we can do now, in the words of the reason.")
            )
        if about == cls.About.TERRITORY:
            land = str(told.get("country") or "").strip()
            return cls._keyed(land, _("We serve %(land)s now") % {"land": land}, {}, ask=_("Say which land."))
        return cls._read_name(about, told)

    @classmethod
    def _read_name(cls, about: str, told: dict[str, object]) -> tuple[str, str, dict[str, object]]:
        if about == cls.About.COLLEAGUE and isinstance(colleague := told.get("colleague"), User):
            what = _("%(name)s works with them no longer") % {"name": colleague}
            return str(colleague.pk), what, {"colleague": colleague}
        if about == cls.About.CONTRACT and isinstance(rival := told.get("competitor"), Competitor):
            return str(rival.pk), _("%(name)s lets its clients go") % {"name": rival}, {"competitor": rival}
        raise FactIncomplete(_("Say about whom it is."))

    @staticmethod
    def _keyed(key: str, what: str, columns: dict[str, object], *, ask: str) -> tuple[str, str, dict[str, object]]:
        if not key:
            raise FactIncomplete(ask)
        return key[:160], what[:200], columns

    def hold(self, *, at: datetime) -> None:
        """The change it hangs on is made."""
        self.holds_from = timezone.localdate(at)
        self.save(update_fields=["holds_from"])
        self._open_doors(at=at)

    def end(self) -> None:
        """It is not true after all: the doors nobody went through close."""
        self.holds_from = None
        self.save(update_fields=["holds_from"])
        self.doors.open().delete()

    def _open_doors(self, *, at: datetime) -> None:
        from wonback.winback.models.trigger import Trigger  # noqa: PLC0415  # a trigger points at its fact

        if self.holds_from:
            Trigger.objects.notice_void(at=at, condition=self.condition)
