"""The people at one large client of Rosa's: who reports to whom, and how one of them came to like us."""

from datetime import date, timedelta

from wonback.care.models import Touch
from wonback.clients.models import Client, Contact
from wonback.demo.dice import at
from wonback.team.models import User

# Name, title, role, stance, and the place of whom they report to.
PEOPLE = (
    ("Dr. Helene von Rabenau-Wittgenstein", "Managing director", "decider", 0, None),
    ("Tomasz Zieliński", "Head of purchasing", "decider", 1, 0),
    ("Ida Holm", "Operations", "champion", 2, 0),
    ("Björn", "Finance", "blocker", -1, 0),
    ("Aylin Demir", "Warehouse, north", "user", 1, 2),
    ("Piet de Vries", "Warehouse, south", "user", None, 2),
)


def tell(people: dict[str, User], clients: dict[str, Client], *, as_of: date) -> None:
    """One map worth looking at, at the largest client of Rosa's without a story of its own."""
    rosa = people["rosa"]
    mine = (one for one in clients.values() if one.owner == rosa and one.standing == "active" and one.tier == "A")
    if (client := next(mine, None)) is None:
        return
    then = at(as_of - timedelta(days=420), 11)
    met: list[Contact] = []
    for place, (name, title, role, stance, chief) in enumerate(PEOPLE, 1):
        email = f"person{place}@{client.domain}"
        facts = {
            "email": email,
            "name": name,
            "title": title,
            "role": role,
            "stance": stance,
            "since": as_of - timedelta(days=900),
        }
        above = {"reports_to": met[chief]} if chief is not None else {}
        met.append(Contact.meet(by=rosa, at=then, client=client, **facts, **above))
    met[1].correct(by=rosa, at=at(as_of - timedelta(days=160), 15), stance=0, held_since=as_of - timedelta(days=170))
    met[1].correct(by=rosa, at=at(as_of - timedelta(days=30), 10), stance=1)
    touches = client.touches.real().filter(contact=None).newest()
    for place, touch in enumerate(touches[:8]):
        Touch.objects.filter(pk=touch.pk).update(contact=met[1 + place % 2])
