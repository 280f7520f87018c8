"""All that one screen of a call holds: saved together, so that no window overwrites half of another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from wonback.interviews.allowed import Allowed
from wonback.interviews.models.answer import Answer, Note
from wonback.interviews.models.interview import Interview
from wonback.interviews.models.is_it_me import IsItMe
from wonback.interviews.models.quote import Quote, Quoted
from wonback.interviews.queries import PERSON
from wonback.team.models import User


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Notes by question, quotes by key, what they allow, and whether it was the person. None: stays as it is."""

    notes: Mapping[int, Note] = field(default_factory=dict)
    quotes: Mapping[str, Quoted] = field(default_factory=dict)
    allowed: Allowed | None = None
    person: str | None = None

    def keep(self, interview: Interview, *, version: int, by: User, at: datetime) -> int:
        """Write all of it; return the version it is now. Refused if somebody wrote since `version`."""
        with transaction.atomic():
            new = Answer.keep(interview, self.notes, version=version, by=by, at=at)
            Quote.keep(interview, self.quotes, at=at)
            if self.allowed is not None and self.allowed.typed() != interview.allowed:
                interview.allowed = self.allowed.typed()
                interview.save(update_fields=["allowed"])
            if self.person is not None:
                words = interview.answers.filter(form=None, question__key=PERSON).values_list("text", flat=True).first()
                IsItMe.hear(interview.loss, self.person, words or "", by=by, at=at)
        return new
