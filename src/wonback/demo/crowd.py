"""Clients by the hundred thousand, to see whether every page stays as quick as with four hundred.

Nobody tells a story about them: they are drawn as columns of numbers and poured into the tables.
"""

import math
from datetime import date

import numpy as np

from wonback.clients.models import Client, Word
from wonback.clients.names import LEGAL_FORMS, words
from wonback.core.stock import take_stock
from wonback.demo import crowd_losses, crowd_years
from wonback.demo.cast import MAIL
from wonback.demo.columns import Block, Ints, fill, number_of, picked, where, written
from wonback.demo.names import INDUSTRIES
from wonback.demo.pour import count_on, first_free
from wonback.demo.words import table
from wonback.team.models import Team, User

BLOCK = 10_000
CLIENTS_EACH = 500
REPS_A_TEAM = 8
# One rep has a book that no person could look after, because some installation will.
LARGEST_BOOK = 5_000
HEADS = "Ash Black Bram Birk Brook Clay Cold Crow Dale Dun Elm Elder Fair Fal Gar Glen Hart Hazel Holm Kings Lang Lind Marl Mill Mor Nor Oak Pen Rams Red Rook Sand Sel Stan Stor Tam Thorn Wald West Win Wolf".split()
TAILS = "acre bach beck berg borough bridge brunn bury by combe dal dorf fell feld field ford gate ham haven hurst ley mere minster moor nes port ridge sjo stead stein sted strand thorpe tofte ton vik wald wick worth".split()
TIERS = ["A", "B", "C"]
Trade = tuple[str, str, str, str]


class Crowd:
    """As many clients as asked for, with reps of their own."""

    def __init__(self, size: int, *, as_of: date, seed: int = 1) -> None:
        self.size = size
        self.as_of = as_of
        self.seed = seed

    def make(self) -> None:
        """Write them all, some thousand at a time."""
        if not self.size:
            return
        owners = self.owners()
        for number, start in enumerate(range(0, self.size, BLOCK)):
            rng = np.random.default_rng([self.seed, number])
            some = owners[start : start + BLOCK]
            self.write(Block.drawn(rng, some, first_key=first_free(Client), today=number_of(self.as_of)))
        count_on(Client, *crowd_losses.KEPT_COUNT)
        take_stock()

    def write(self, block: Block) -> None:
        touches = crowd_years.touches(block)
        self.clients(block, touches)
        crowd_years.write(block, touches)
        crowd_losses.write(block)

    def owners(self) -> Ints:
        """Whose each client is: one very large book, and ordinary ones for everybody else."""
        largest = min(LARGEST_BOOK, self.size // 2)
        reps = hire(1 + math.ceil((self.size - largest) / CLIENTS_EACH))
        books = np.concatenate([np.full(largest, reps[0]), np.repeat(reps[1:], CLIENTS_EACH)])
        return np.random.default_rng(self.seed).permutation(books[: self.size])

    def clients(self, block: Block, touches: crowd_years.Touches) -> None:
        rng, size = block.rng, block.size
        trades = every_trade()
        places = picked(every_place(), rng.integers(0, len(every_place()), size))
        kinds = picked(trades, rng.integers(0, len(trades), size))
        names = [
            " ".join(filter(None, (place, trade, form)))
            for place, (trade, form, _, _) in zip(places, kinds, strict=True)
        ]
        keys = ["".join(w for w in words(name) if w not in LEGAL_FORMS) for name in names]
        fill(
            Client,
            id=block.keys.tolist(),
            name=names,
            name_key=keys,
            owner_id=block.owners.tolist(),
            standing=picked(["active", "lost"], block.lost.astype(np.int64)),
            tier=picked(TIERS, block.tier),
            industry=[kind[2] for kind in kinds],
            country=[kind[3] for kind in kinds],
            domain=[f"{key}.example" for key in keys],
            employees=rng.integers(3, 900, size).tolist(),
            last_touch_on=where(touches.any, written(touches.last)),
            touch_by=where(touches.any, written(touches.due)),
        )
        self.words(block, names, keys)

    def words(self, block: Block, names: list[str], keys: list[str]) -> None:
        """What the search finds them by."""
        pairs = [
            (pk, word[:60])
            for pk, name, key in zip(block.keys.tolist(), names, keys, strict=True)
            for word in {*words(name), key}
        ]
        fill(Word, client_id=[pk for pk, _ in pairs], word=[word for _, word in pairs])


def hire(count: int) -> Ints:
    """Reps of the crowd, eight to a team with a lead; return their keys."""
    teams = Team.objects.bulk_create(Team(name=f"Region {n + 1:02}") for n in range(math.ceil(count / REPS_A_TEAM)))
    leads = User.objects.bulk_create(
        User(email=f"lead{n + 1:03}@{MAIL}", name=f"Lead of {team}", role=User.Role.LEAD, team=team)
        for n, team in enumerate(teams)
    )
    reps = User.objects.bulk_create(
        User(
            email=f"rep{n + 1:03}@{MAIL}",
            name=f"Rep {n + 1:03}",
            team=teams[n // REPS_A_TEAM],
            reports_to=leads[n // REPS_A_TEAM],
        )
        for n in range(count)
    )
    return np.array([rep.pk for rep in reps])


def every_place() -> list[str]:
    return [f"{head}{tail}" for head in HEADS for tail in TAILS]


def every_trade() -> list[Trade]:
    """Each trade in each language with each legal form: trade, form, industry, country."""
    return [
        (trade, form, INDUSTRIES[industry], land["country"])
        for land in table("names").values()
        for industry, trades in land["trades"].items()
        for trade in trades
        for form in ("", *land["forms"])
    ]
