"""What the crowd bought and said: purchases, contracts, people and touches, as columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wonback.care.models import Cadence, Promise, Touch
from wonback.care.models.touch import MISSED, TOUCHED
from wonback.clients.models import Contact, Contract, Entry, Purchase, Spell
from wonback.demo.book import CURRENCY
from wonback.demo.columns import Block, Ints, fill, picked, written
from wonback.demo.pour import ready
from wonback.demo.profile import GOODS, TIERS, YEAR
from wonback.demo.talking import CHANNELS
from wonback.demo.words import table, talk

PURCHASES_EACH = TOUCHES_EACH = 10
SPEND = np.array([2_600.0, 950.0, 380.0])
BUSY = np.array([4.0, 2.0, 1.0])
MOODS = {"works": 85, "more": 5, "missed": 10}
ROLES = ["decider", "champion", "user"]


@dataclass
class Touches:
    """Every touch of a block, each client's newest first, and what follows for the client."""

    whose: Ints  # places in the block
    days: Ints
    is_newest: NDArray[np.bool_]
    any: NDArray[np.bool_]
    last: Ints
    due: Ints


def touches(block: Block) -> Touches:
    """Walk back from the newest touch in the rhythm of the tier; most are in time, some are late."""
    rng = block.rng
    ideal = np.array([Cadence.objects.usual(tier).ideal_days for tier in TIERS])[block.tier]
    last = block.until - (ideal * rng.uniform(0.02, 1.12, block.size)).astype(np.int64)
    whose = block.shared_out(TOUCHES_EACH * block.size, BUSY[block.tier])
    is_newest = np.diff(whose, prepend=-1) != 0
    back = np.where(is_newest, 0, (ideal[whose] * rng.uniform(0.6, 1.5, len(whose))).astype(np.int64) + 1)
    walked = np.cumsum(back)
    days = last[whose] - (walked - walked[is_newest][np.cumsum(is_newest) - 1])
    # Nobody is touched before they are a client.
    np.minimum.at(block.began, whose, days)
    return Touches(whose, days, is_newest, np.bincount(whose, minlength=block.size) > 0, last, last + ideal)


def write(block: Block, said: Touches) -> None:
    spells(block)
    people(block)
    purchases(block)
    contracts(block)
    promises(block)
    talk_of(block, said)


def spells(block: Block) -> None:
    ended = [day if lost else None for day, lost in zip(written(block.until), block.lost.tolist(), strict=True)]
    fill(Spell, client_id=block.keys.tolist(), started_on=written(block.began), ended_on=ended)


def people(block: Block) -> None:
    rng = block.rng
    lands = list(table("names").values())
    names = [f"{first} {family}" for land in lands for first in land["firsts"] for family in land["families"]]
    fill(
        Contact,
        client_id=block.keys.tolist(),
        name=picked(names, rng.integers(0, len(names), block.size)),
        role=picked(ROLES, rng.integers(0, 3, block.size)),
        stance=rng.integers(-1, 3, block.size).tolist(),
        since=written(block.began),
    )


def purchases(block: Block) -> None:
    """Spread evenly over the last five years of each life."""
    whose = block.shared_out(PURCHASES_EACH * block.size, BUSY[block.tier])
    rng, size = block.rng, len(whose)
    first = np.maximum(block.began, block.today - 5 * YEAR)[whose]
    share = np.sort(whose + rng.random(size)) - whose
    amounts = SPEND[block.tier][whose] * np.exp(rng.normal(0, 0.5, size))
    fill(
        Purchase,
        client_id=block.keys[whose].tolist(),
        bought_on=written(first + (share * (block.until[whose] - first)).astype(np.int64)),
        amount=[f"{amount:.2f}" for amount in amounts.tolist()],
        currency=[CURRENCY] * size,
        product=picked(GOODS, rng.integers(0, len(GOODS), size)),
    )


def contracts(block: Block) -> None:
    whose = block.some(0.2)
    starts = block.until[whose] - block.rng.integers(1, YEAR, len(whose))
    fill(
        Contract,
        client_id=block.keys[whose].tolist(),
        name=["Supply contract"] * len(whose),
        starts_on=written(starts),
        until=written(starts + YEAR),
        notice_by=written(starts + YEAR - 90),
        amount_per_year=[f"{amount:.2f}" for amount in (SPEND[block.tier][whose] * 12).tolist()],
        currency=[CURRENCY] * len(whose),
    )


def promises(block: Block) -> None:
    """A few due about now; the older ones were kept."""
    whose = block.some(0.05)
    due = block.today + block.rng.integers(-60, 15, len(whose))
    kept = [
        f"{day} 10:00:00" if is_kept else None
        for day, is_kept in zip(written(due - 1), (due < block.today - 1).tolist(), strict=True)
    ]
    fill(
        Promise,
        client_id=block.keys[whose].tolist(),
        what=picked(
            [what.format(product="labels") for what in talk("care", "promises")], block.rng.integers(0, 9, len(whose))
        ),
        owner_id=block.owners[whose].tolist(),
        made_on=written(due - 14),
        due_by=written(due),
        kept_at=kept,
    )


def phrases(*moods: str) -> list[tuple[str, str, str, str, str]]:
    """Everything that can be said: channel, mood, line, the timeline's verb and its facts; as often as it is."""
    return [
        (
            channel,
            mood,
            line,
            verb.name,
            str(ready({"channel": str(Touch.Channel(channel).label).lower(), "line": line})),
        )
        for mood in moods
        for channel, weight in CHANNELS.items()
        for sentence in talk(channel, mood)
        for _ in range(max(1, round(weight * MOODS[mood] / 170 / len(talk(channel, mood)))))
        for line in [sentence.format(who="Their buyer", product="labels")]
        for verb in [MISSED if mood == "missed" else TOUCHED]
    ]


def talk_of(block: Block, said: Touches) -> None:
    """Write the touches and the sentence each left on the timeline."""
    rng, size = block.rng, len(said.whose)
    good, all_of_them = phrases("works"), phrases(*MOODS)
    spoken: list[Any] = picked(all_of_them, rng.integers(0, len(all_of_them), size))
    for place in np.flatnonzero(said.is_newest).tolist():
        spoken[place] = good[place % len(good)]
    times = picked(
        [f"{hour:02}:{minute:02}:00" for hour in range(8, 17) for minute in range(0, 60, 5)], rng.integers(0, 108, size)
    )
    moments = [f"{day} {time}" for day, time in zip(written(said.days), times, strict=True)]
    clients, by = block.keys[said.whose].tolist(), block.owners[said.whose].tolist()
    # Keys that grow keep their index in one place.
    first = (block.today << 100) + (int(block.keys[0]) << 60)
    fill(
        Touch,
        client_id=clients,
        by_id=by,
        at=moments,
        channel=[phrase[0] for phrase in spoken],
        reached=[phrase[1] != "missed" for phrase in spoken],
        works=[True if phrase[1] == "works" else None for phrase in spoken],
        more=[phrase[1] == "more" for phrase in spoken],
        line=[phrase[2] for phrase in spoken],
        key=[f"{first + number:032x}" for number in range(size)],
    )
    fill(Entry, client_id=clients, actor_id=by, at=moments, verb=[p[3] for p in spoken], facts=[p[4] for p in spoken])
