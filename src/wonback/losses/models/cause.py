"""One weighted reason of one loss, in one voice. Only the confirmed voice drives plans and reports."""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.losses.models.condition import NEEDS, Condition
from wonback.losses.models.reason import Reason
from wonback.losses.queries import CauseQuerySet
from wonback.team.models import User


class Voice(models.TextChoices):
    """Who says so."""

    REP = "rep", gettext_lazy("Our rep says")
    CLIENT = "client", gettext_lazy("The client says")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")


SENTENCES = {
    Condition.PRICE_ABOVE: gettext_lazy("Until our price is %(price)s or less."),
    Condition.CAPABILITY: gettext_lazy("Until we can do this: %(missing)s."),
    Condition.COLLEAGUE: gettext_lazy("As long as %(colleague)s works with them."),
    Condition.DECIDER: gettext_lazy("As long as %(decider)s decides there."),
    Condition.CONTRACT: gettext_lazy("They are bound to the competitor until %(day)s."),
    Condition.TERRITORY: gettext_lazy("As long as they are outside our territory."),
    Condition.NOT_BEFORE: gettext_lazy("They do not want to talk before %(day)s."),
}


def exactly(amount: Decimal, currency: str) -> str:
    """A price as people write it, cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{amount:,.{places}f} {currency}".replace(",", "\N{THIN SPACE}")


def filled(name: str) -> models.Q:
    """That a column holds something."""
    return ~models.Q(**{name: ""}) if name in {"currency", "missing"} else models.Q(**{f"{name}__isnull": False})


def needed(condition: str) -> models.Q:
    """That what a condition needs is there. Persons may leave the file, so the database cannot insist on them."""
    typed = [filled(name) for name in NEEDS[condition] if name not in {"colleague", "decider"}]
    return models.Q(models.Q(condition=condition), *typed)


FILLED = reduce(or_, map(needed, Condition.values), models.Q(condition=""))


class Cause(models.Model):
    Voice = Voice

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="causes")
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="causes")
    voice = models.CharField(max_length=9, choices=Voice, default=Voice.REP)
    weight = models.PositiveSmallIntegerField(default=100)
    words = models.TextField(blank=True, default="")
    # Whose it is and how we know, where that differs from the reason's own side.
    side = models.CharField(max_length=6, choices=Reason.Side, blank=True, default="")
    evidence = models.CharField(max_length=300, blank=True, default="")
    # Whether we could have done something about it, here; None: as the reason says.
    we_control = models.BooleanField(null=True, blank=True)
    # What must become untrue for it to hold no longer; only a confirmed cause has one. One column is filled, as `Condition` says.
    condition = models.CharField(max_length=12, choices=Condition, blank=True, default="")
    above = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    missing = models.CharField(max_length=120, blank=True, default="")
    # Computed from `missing`, so that what we can do from now on finds all who waited for it, however it was written.
    missing_key = models.CharField(max_length=160, blank=True, default="", db_default="", editable=False)
    colleague = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decider = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    # The words of the file it came with: when somebody says what they mean, it follows.
    wording = models.ForeignKey("losses.Wording", models.SET_NULL, null=True, blank=True, related_name="causes")
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = CauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "voice", "reason"], name="one_cause_a_voice_and_reason"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=100), name="a_cause_weighs_1_to_100_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(condition="") | models.Q(voice=Voice.CONFIRMED),
                name="only_what_is_confirmed_stands_on_something",
            ),
            models.CheckConstraint(condition=FILLED, name="a_condition_says_what_it_needs"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["condition", "missing_key", "until"],
                condition=~models.Q(condition=""),
                name="causes_by_condition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}: {self.reason}"

    def is_open(self, *, to_reader: bool) -> bool:
        """Whether words and evidence may be read: a client's only by those who `may_read` them, our own by everybody."""
        return self.voice == Voice.REP or to_reader

    @property
    def whose(self) -> str:
        """Whose side it is on, where it was said to differ from the reason’s own."""
        side = self.get_side_display() if self.side and self.side != self.reason.side else ""
        hands = {True: _("in our hands"), False: _("not in our hands"), None: ""}[self.we_control]
        return ", ".join(filter(None, (side, hands)))

    @property
    def holds(self) -> str:
        """Until when, or as long as what, it keeps them away; nothing if nobody said so."""
        if not self.condition:
            return ""
        nobody = _("somebody who is no longer on file")
        told = {
            "price": exactly(self.above, self.currency) if self.above is not None else "",
            "missing": self.missing.rstrip("."),
            "colleague": self.colleague or nobody,
            "decider": self.decider or nobody,
            "day": date_format(self.until, "DATE_FORMAT") if self.until else "",
        }
        return str(SENTENCES[Condition(self.condition)]) % told
