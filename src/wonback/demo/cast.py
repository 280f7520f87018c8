"""Who works at Northbeam Supply: three teams, twelve people. Rosa, Ines, Sam, Vera and Adam are also the cast of the tests."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.core.days import start_of
from wonback.team.models import Team, User
from wonback.team.models.user import ADDED

HERE_FOR = timedelta(days=3 * 365)
MAIL = "northbeam.example"
TEAMS = ("North", "South", "Key clients")


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    team: str = ""
    reports_to: str = ""


PEOPLE = (
    Person("Adam Reyes", "admin"),
    Person("Vera Castellanos", "interviewer"),
    Person("Ines Okafor", "lead", "North"),
    Person("Matteo Ferri", "lead", "South"),
    Person("Birgit Solheim", "lead", "Key clients"),
    Person("Rosa Lindqvist", "rep", "North", "ines"),
    Person("Jonas Weidner", "rep", "North", "ines"),
    Person("Freya Dunmore", "rep", "North", "ines"),
    Person("Sam Oduya", "rep", "South", "matteo"),
    Person("Claire Aubertin", "rep", "South", "matteo"),
    Person("Tomás Herrera", "rep", "South", "matteo"),
    Person("Aisha Rahmani", "rep", "Key clients", "birgit"),
)
REPS = ("rosa", "jonas", "freya", "sam", "claire", "tomas", "aisha")
LEADS = {
    "rosa": "ines",
    "jonas": "ines",
    "freya": "ines",
    "sam": "matteo",
    "claire": "matteo",
    "tomas": "matteo",
    "aisha": "birgit",
}


def key_of(name: str) -> str:
    """The first name as it stands in front of the @."""
    return name.split(maxsplit=1)[0].lower().replace("á", "a")


def hire(*, as_of: date) -> dict[str, User]:
    """Add the teams and the people; return them by first name. Adam was there before all others, and added them."""
    teams = {name: Team.objects.create(name=name) for name in TEAMS}
    people: dict[str, User] = {}
    for person in PEOPLE:
        people[key_of(person.name)] = User.objects.create(
            email=f"{key_of(person.name)}@{MAIL}",
            name=person.name,
            role=person.role,
            team=teams.get(person.team),
            reports_to=people.get(person.reports_to),
        )
    began = start_of(as_of - HERE_FOR)
    for one in people.values():
        one.tell(
            ADDED,
            by=people["adam"] if one.role != User.Role.ADMIN else None,
            at=began,
            role=str(User.Role(one.role).label),
        )
    return people
