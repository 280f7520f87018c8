"""What an interviewer has before her during the call: history, money, promises, people. Our rep's version comes after it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wonback.care.models import Concern, Promise
from wonback.clients.models import Contact
from wonback.core.money import Money
from wonback.interviews import inviting
from wonback.interviews.models import Interview

LAST = 5


@dataclass(frozen=True)
class Brief:
    """One page. What our rep says is left out until the call is over, because it would lead the questions."""

    interview: Interview

    @property
    def worth(self) -> Money | None:
        loss = self.interview.loss
        return Money(loss.worth, loss.currency) if loss.worth is not None else None

    @property
    def opening(self) -> str:
        """How to begin: who I am, what this is not, and what I would like to know."""
        loss = self.interview.loss
        _subject, why = inviting.opening(loss.kind, ahead=not loss.in_effect)
        told = {"interviewer": str(self.interview.interviewer), "why": why}
        return (
            _("I am %(interviewer)s. This is not a sales call, and I was not on your account. %(why)s I will listen.")
            % told
        )

    def since(self) -> date | None:
        """From which day they were ours, the first time."""
        return self.interview.loss.client.spells.order_by("started_on").values_list("started_on", flat=True).first()

    def people(self) -> "list[Contact]":
        return list(self.interview.loss.client.contacts.filter(left_on=None).order_by("role", "name")[:LAST])

    def promises(self) -> "list[Promise]":
        return list(self.interview.loss.client.promises.order_by("-due_by", "-pk")[:LAST])

    def concerns(self) -> "list[Concern]":
        return list(self.interview.loss.client.concerns.order_by("-pk")[:LAST])
