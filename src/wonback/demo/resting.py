"""When some hear less from us: small clients around Christmas, one in harvest; and the day of everybody's next touch."""

from datetime import date, timedelta

from wonback.care import rhythms
from wonback.care.models import QuietSeason
from wonback.care.models.quiet_season import Quiet
from wonback.care.seasons import HALF, SILENT
from wonback.clients.models import Client
from wonback.demo.dice import at
from wonback.team.models import User


def rest(people: dict[str, User], clients: dict[str, Client], *, as_of: date) -> None:
    year = as_of.year
    christmas = Quiet(
        date(year, 12, 20),
        date(year + 1, 1, 7),
        HALF,
        every_year=True,
        why="They close their books and count their stock",
    )
    for tier in ("B", "C"):
        QuietSeason.keep_for_all(tier, christmas, by=people["ines"], at=at(as_of - timedelta(days=30), 10))
    farm = next((one for one in clients.values() if one.owner == people["rosa"] and one.industry == "Food"), None)
    if farm:
        harvest = Quiet(
            date(year, 7, 15), date(year, 9, 11), SILENT, every_year=True, why="Harvest: nobody there has time for us"
        )
        QuietSeason.keep(farm, harvest, by=people["rosa"], at=at(as_of - timedelta(days=90), 9, 40))
    rhythms.renew(as_of=as_of)
