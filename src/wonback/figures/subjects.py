"""Whom a figure is about: a client, a person's book, a team, or the company."""

from dataclasses import dataclass
from typing import Any

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
        """The subject that a record stands for: a client, a user with their book, a team."""
        return thing if isinstance(thing, Subject) else cls(KINDS[thing._meta.model_name], thing.pk)


COMPANY = Subject("company")
