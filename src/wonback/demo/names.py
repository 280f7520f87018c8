"""What companies and people are called, in seven countries."""

from dataclasses import dataclass
from typing import Any

from wonback.clients.names import words as folded
from wonback.demo.dice import Dice
from wonback.demo.words import table

INDUSTRIES = {
    "Food": "Food",
    "Logistics": "Logistics",
    "Engineering": "Engineering",
    "Hospitality": "Hotels and kitchens",
    "Construction": "Construction",
    "Health": "Health",
    "Retail": "Retail",
    "Print": "Print and packaging",
}


@dataclass(frozen=True, kw_only=True)
class Company:
    """A name with the country and the trade it speaks of."""

    name: str
    land: str
    industry: str

    @property
    def country(self) -> str:
        return str(table("names")[self.land]["country"])

    @property
    def town(self) -> str:
        """One of a few in their land, so that a trip is worth its while."""
        return str(Dice(f"where {self.name} is").one_of(table("names")[self.land]["towns"]))

    @property
    def domain(self) -> str:
        """An address that can belong to nobody: `.example` is reserved."""
        return "".join(folded(self.name))[:30] + ".example"


def lands() -> dict[str, float]:
    return {land: facts["share"] for land, facts in table("names").items()}


def company(dice: Dice) -> Company:
    """A believable company."""
    land = dice.weighted(lands())
    facts = table("names")[land]
    industry = dice.one_of(list(facts["trades"]))
    return Company(name=_name(dice, facts, industry), land=land, industry=industry)


def _name(dice: Dice, facts: dict[str, Any], industry: str) -> str:
    family, family2 = dice.sample(facts["families"], 2)
    return str(dice.one_of(facts["patterns"])).format(
        family=family,
        family2=family2,
        place=dice.one_of(facts["places"]),
        trade=dice.one_of(facts["trades"][industry]),
        form=dice.one_of(facts["forms"]),
    )


def companies(dice: Dice, count: int, *, taken: set[str]) -> list[Company]:
    """As many companies as asked for, no two of one name."""
    found: dict[str, Company] = {}
    while len(found) < count:
        one = company(dice)
        if one.name not in taken:
            found.setdefault(one.name, one)
    return list(found.values())


def person(dice: Dice, land: str) -> str:
    facts = table("names")[land]
    return f"{dice.one_of(facts['firsts'])} {dice.one_of(facts['families'])}"


def address(name: str, domain: str) -> str:
    """An e-mail address in plain letters."""
    return f"{'.'.join(folded(name))}@{domain}"


def phone(dice: Dice, land: str) -> str:
    return f"{table('names')[land]['phone']}{dice.randint(100, 999)}"
