"""What a reason stands on. When that gives way, the client may be asked again."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients import names
from wonback.clients.models import Contact
from wonback.core.errors import Refusal
from wonback.team.models import User


class Condition(models.TextChoices):
    PRICE_ABOVE = "price", gettext_lazy("Our price is above")
    CAPABILITY = "capability", gettext_lazy("We cannot do this")
    COLLEAGUE = "colleague", gettext_lazy("This person of ours works with them")
    DECIDER = "decider", gettext_lazy("This person of theirs decides")
    CONTRACT = "contract", gettext_lazy("They are bound to the competitor until")
    TERRITORY = "territory", gettext_lazy("They are outside our territory")
    NOT_BEFORE = "not before", gettext_lazy("They do not want to talk before")


class ConditionIncomplete(Refusal):
    """A condition can only become untrue if it says what is true today."""

    code = "condition_incomplete"


# What each condition needs to be told.
NEEDS: dict[str, tuple[str, ...]] = {
    Condition.PRICE_ABOVE: ("above", "currency"),
    Condition.CAPABILITY: ("missing",),
    Condition.COLLEAGUE: ("colleague",),
    Condition.DECIDER: ("decider",),
    Condition.CONTRACT: ("until",),
    Condition.TERRITORY: (),
    Condition.NOT_BEFORE: ("until",),
}
ASK = {
    "above": gettext_lazy("Say above which price they would not stay."),
    "currency": gettext_lazy("Say in which currency the price is."),
    "missing": gettext_lazy("Say what we cannot do for them, in a few words."),
    "colleague": gettext_lazy("Say which person of ours it is about."),
    "decider": gettext_lazy("Say which person of theirs decides."),
    "until": gettext_lazy("Say until which day."),
}


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Whose a reason is, how we know, and what it stands on: one condition with what it needs, or none."""

    side: str = ""
    evidence: str = ""
    we_control: bool | None = None
    condition: str = ""
    above: Decimal | None = None
    currency: str = ""
    missing: str = ""
    colleague: User | None = None
    decider: Contact | None = None
    until: date | None = None
    # The mark of the words that stood there, so that nobody overwrites another’s.
    seen: str = ""

    def columns(self, *, confirmed: bool) -> dict[str, Any]:
        """What is written down, if it holds together: of the details only what the condition needs."""
        self.must_hold_together(confirmed=confirmed)
        kept = {"side", "evidence", "we_control", "condition", *NEEDS.get(self.condition, ())}
        told = {one.name: getattr(self, one.name) if one.name in kept else one.default for one in fields(self)}
        del told["seen"]
        return told | {"missing_key": missing_key(str(told["missing"]))}

    def must_hold_together(self, *, confirmed: bool) -> None:
        """Refuse a condition of what nobody confirmed, and one that does not say when it would be untrue."""
        if self.condition and not confirmed:
            raise ConditionIncomplete(
                _("Confirm the reason first: only a confirmed one can stand on something that may change.")
            )
        missing = [name for name in NEEDS.get(self.condition, ()) if getattr(self, name) in (None, "")]
        if missing:
            raise ConditionIncomplete(*(str(ASK[name]) for name in missing))


def missing_key(words: str) -> str:
    """Equal for two ways to write down the same thing we cannot do.

    >>> missing_key("Single sign-on.") == missing_key("single SIGN on")
    True
    """
    return " ".join(sorted(set(names.words(words))))[:160]
