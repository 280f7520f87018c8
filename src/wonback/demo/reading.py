"""What lies on Northbeam's shelf, and what of it somebody got."""

from datetime import date, timedelta

from wonback.care.models import Piece, Touch
from wonback.care.models.piece import Worth
from wonback.care.models.touch import Note
from wonback.clients.models import Client
from wonback.demo.dice import at, workday
from wonback.team.models import User

SHELF = (
    Worth("note", "How Contoso counts stock in one night", text="Two teams, two colours of tape, one list.", tags="retail, stock"),
    Worth("reference", "Lindholm on coming back to us", text="They tell gladly what changed. Ask Rosa first.", tags="quality, split gloves"),
    Worth("note", "Eleven short cartons: how we count now", text="Weighed at the dock, with a photo.", tags="cartons short, food"),
    Worth("article", "Cold stores: which gloves last a winter", url="https://northbeam.example/gloves", tags="food, cold"),
    Worth("article", "Nine questions before a move of warehouse", url="https://northbeam.example/moving", tags="logistics, move, new hall, racks"),
    Worth("note", "What a late delivery costs a line", text="A sheet to fill in together.", tags="late delivery, logistics, engineering"),
    Worth("article", "Packaging law of next year, on two pages", url="https://northbeam.example/law"),
)  # fmt: skip


def fill(people: dict[str, User], clients: dict[str, Client], *, as_of: date) -> None:
    """Put everything there, and let Berrick have one of it."""
    began = workday(as_of - timedelta(days=70))
    pieces = [Piece.put(worth, by=people["rosa"], at=at(began, 9, minute)) for minute, worth in enumerate(SHELF)]
    berrick = clients["Berrick & Sons"]
    note = Note(
        channel="article", piece=pieces[-1], contact=berrick.contacts.first(), line="Sent the two pages on the law."
    )
    Touch.log(berrick, note, by=people["rosa"], at=at(workday(as_of - timedelta(days=40)), 11))
