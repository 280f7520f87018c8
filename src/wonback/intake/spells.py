"""What an import may change about the time in which somebody was a client."""

from wonback.clients.models import Spell


def begins_earlier(spells: list[Spell], first: str) -> bool:
    """Whether the only spell, still open, began before the day we knew of."""
    if not first or len(spells) != 1 or spells[0].ended_on:
        return False
    started = spells[0].started_on
    return started is None or first < started.isoformat()


def starts_before(spell: Spell, left: dict[int, str]) -> bool:
    return spell.started_on is None or spell.started_on.isoformat() < left[spell.client_id]
