"""What the client allows on the phone, as it is typed; a permission once the call has ended. Pure."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wonback.core.errors import Refusal


class PermissionUnclear(Refusal):
    """What they allowed must be readable before it binds us."""

    code = "permission_unclear"


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Half-typed or whole: each field as it stands on the screen."""

    answer: str = ""
    scope: str = ""
    channel: str = ""
    not_before: str = ""
    until: str = ""
    words: str = ""

    @classmethod
    def of(cls, typed: dict[str, str]) -> "Allowed":
        known = {one.name for one in fields(cls)}
        return cls(**{name: text.strip() for name, text in typed.items() if name in known})

    def __bool__(self) -> bool:
        return bool(self.answer or self.words)

    def typed(self) -> dict[str, str]:
        """What is kept while the call goes on."""
        return {name: text for name, text in asdict(self).items() if text}

    def facts(self) -> dict[str, Any]:
        """As a permission wants it, or a refusal that says what is missing.

        >>> Allowed(answer="allowed", words="In spring", not_before="2027-03-01").facts()["not_before"]
        datetime.date(2027, 3, 1)
        """
        if not self.answer:
            raise PermissionUnclear(_("Say whether we may contact them again, beside their words about it."))
        if not self.words:
            raise PermissionUnclear(_("Write what they said about hearing from us again, in their words."))
        since, until = self._day(self.not_before), self._day(self.until)
        if since and until and until <= since:
            raise PermissionUnclear(_("Let the permission end after the day it begins."))
        told = {"answer": self.answer, "scope": self.scope, "channel": self.channel, "words": self.words}
        return told | {"not_before": since, "until": until}

    @staticmethod
    def _day(text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as unclear:
            raise PermissionUnclear(_("Write the day of the permission as 2027-03-31.")) from unclear
