"""Whom a picture is about, and on which night."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from wonback.figures.subjects import Subject
from wonback.metrics.facts import SUBJECTS, Facts
from wonback.web.numerals import percent, shortened


@dataclass(frozen=True)
class Asked:
    """The facts of one night, and about whom. `whole`: whoever looks may open every client that counts."""

    con: Any
    facts: Facts
    subject: Subject
    as_of: date
    whole: bool = True

    def own(self, table: ibis.Table) -> ibis.Table:
        return table.filter(table[SUBJECTS[self.subject.kind]] == self.subject.pk)


def short(value: float) -> str:
    return shortened(Decimal(round(value)))


def share_of(part: float, whole: float) -> str:
    return percent(Decimal(str(round(part / whole, 4))))
