"""Whom a figure is about: a client, a person's book, a team, or the company."""

from dataclasses import dataclass
from typing import Any

# What fits into a database's number.
LONGEST_NUMBER = 18
KINDS = {"client": "client", "user": "book", "team": "team"}


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject, written in addresses as `client-17`; the company is `company-0`."""

    kind: str
    pk: int = 0

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}"

    @classmethod
    def of(cls, thing: Any) -> "Subject":
        """The subject that a record stands for: a client, a user with their book, a team, or whatever names its own."""
        if isinstance(thing, Subject):
            return thing
        named = getattr(thing, "subject", None)
        return named if isinstance(named, Subject) else cls(KINDS[thing._meta.model_name], thing.pk)

    @classmethod
    def named(cls, text: str) -> "Subject | None":
        """The subject that an address names, or None if it names none.

        >>> Subject.named("client-17"), Subject.named("client"), Subject.named("client-²")
        (Subject(kind='client', pk=17), None, None)
        """
        kind, _dash, number = text.partition("-")
        if kind not in {*KINDS.values(), COMPANY.kind} or not number.isdecimal() or len(number) > LONGEST_NUMBER:
            return None
        return cls(kind, int(number))


COMPANY = Subject("company")
