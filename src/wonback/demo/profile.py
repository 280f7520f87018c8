"""What one client of the demo company is like: how large, how often they buy, and what becomes of them."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from wonback.demo.dice import Dice
from wonback.demo.names import Company, companies

YEAR = 365
# How often and for how much each tier buys: days between purchases, and the middle of a purchase.
RHYTHM = {"A": (10, 2_600.0), "B": (24, 950.0), "C": (60, 380.0)}
TIERS = {"A": 12, "B": 34, "C": 54}
PRODUCTS = {
    "Carton boxes": ("Packaging", 410),
    "Stretch film": ("Packaging", 260),
    "Cold-store gloves": ("Safety", 180),
    "Safety shoes": ("Safety", 890),
    "Workwear": ("Workwear", 2_400),
    "Hygiene paper": ("Cleaning", 150),
    "Floor care": ("Cleaning", 320),
    "Pallet racking": ("Warehouse", 14_500),
    "Labels": ("Packaging", 95),
    "Vending cabinets": ("Service", 6_800),
    "Scheduled restocking": ("Service", 18_000),
    "Northbeam Portal": ("Service", 9_600),
}
GOODS = [name for name, (series, _price) in PRODUCTS.items() if series not in {"Service", "Warehouse"}]


class Fate(StrEnum):
    STAYS = "stays"
    LOST = "lost"
    SILENT = "silent"  # stopped buying without a word; nobody has noticed yet
    PROSPECT = "prospect"


@dataclass(frozen=True, kw_only=True)
class Profile:
    company: Company
    owner: str
    tier: str
    fate: Fate
    started_on: date
    # The last day on which they may still buy; after a return, `back_on` begins a second life.
    until: date
    rhythm_days: float
    spend: float
    peak_month: int = 1
    season: float = 0.0
    drift: float = 0.0
    goods: tuple[str, ...] = ("Carton boxes",)
    contract: bool = False
    back_on: date | None = None
    touched_on: date | None = None
    people: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return self.company.name

    def buys_more_in(self, day: date) -> float:
        """The season's factor on that day, 1 on average."""
        months = min((day.month - self.peak_month) % 12, (self.peak_month - day.month) % 12)
        return 1 + self.season * (1 - months / 3)


def crowd_of(fates: dict[Fate, int], owners: list[str], *, as_of: date, taken: set[str], dice: Dice) -> list[Profile]:
    """Clients nobody has told a story about, by what becomes of them."""
    names = iter(companies(dice, sum(fates.values()), taken=taken))
    all_fates = [fate for fate, count in fates.items() for _ in range(count)]
    return [
        lived(ordinary(next(names), dice.one_of(owners), fate, as_of=as_of, dice=dice), as_of, dice)
        for fate in all_fates
    ]


def ordinary(company: Company, owner: str, fate: Fate, *, as_of: date, dice: Dice) -> Profile:
    """A client as they come: of some tier, with a rhythm, a season and a drift of their own."""
    tier = dice.weighted(TIERS)
    rhythm, spend = RHYTHM[tier]
    return Profile(
        company=company,
        owner=owner,
        tier=tier,
        fate=fate,
        started_on=dice.day(as_of - timedelta(days=7 * YEAR), as_of - timedelta(days=200)),
        until=as_of - timedelta(days=1),
        rhythm_days=dice.near(rhythm, 0.45),
        spend=dice.near(spend, 0.6),
        peak_month=dice.randint(1, 12),
        season=dice.one_of([0.0, 0.1, 0.2, 0.45]),
        drift=dice.gauss(0.02, 0.09),
        goods=tuple(dice.sample(GOODS, dice.randint(1, 4))),
        contract=tier != "C" and dice.happens(0.35),
    )


def lived(profile: Profile, as_of: date, dice: Dice) -> Profile:
    """The same client, having stopped buying when their fate says so."""
    if profile.fate is Fate.SILENT:
        regular = replace(profile, rhythm_days=min(profile.rhythm_days, 30), contract=False)
        stopped = as_of - timedelta(days=round(regular.rhythm_days * dice.uniform(5, 8)))
        return replace(regular, until=stopped, started_on=min(profile.started_on, stopped - timedelta(days=3 * YEAR)))
    if profile.fate is Fate.LOST:
        # The older the rarer: a company remembers its recent losses.
        lost_on = as_of - timedelta(days=round(20 + 1_200 * dice.random() ** 1.7))
        back_on = lost_on + timedelta(days=dice.randint(260, 420))
        returns = back_on < as_of - timedelta(days=40) and dice.happens(0.3)
        started_on = min(profile.started_on, lost_on - timedelta(days=2 * YEAR))
        return replace(profile, until=lost_on, started_on=started_on, back_on=back_on if returns else None)
    return profile
