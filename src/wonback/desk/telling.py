"""Today as plain values: for the command line and for programs."""

from collections.abc import Iterator
from typing import Any

from wonback.desk.steps import Step
from wonback.desk.today import Card, Today


def told(today: Today, *, everything: bool = False) -> list[dict[str, Any]]:
    """The lines of a day, as the page shows them; with everything, also those who wait for another day."""
    lines = [*map(of_card, today.cards), *map(of_step, today.steps)]
    return [*lines, *waiting(today)] if everything else lines


def waiting(today: Today) -> Iterator[dict[str, Any]]:
    for card in today.later:
        yield of_card(card) | {"later": True}


def of_card(card: Card) -> dict[str, Any]:
    return {
        "client": card.client.name,
        "client_id": card.client.pk,
        "minutes": card.line.minutes,
        "why_now": card.line.why_now,
        "overdue_days": card.line.overdue_days,
        "kind": str(card.line.kind),
        "later": False,
    }


def of_step(step: Step) -> dict[str, Any]:
    return {
        "client": step.client.name,
        "client_id": step.client.pk,
        "minutes": step.minutes,
        "why_now": step.why_now,
        "overdue_days": step.overdue_days,
        "kind": str(step.kind),
        "later": False,
    }
