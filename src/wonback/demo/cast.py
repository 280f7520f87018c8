"""Who works at Northbeam Supply: three teams, twelve people. Rosa, Ines, Sam, Vera and Adam are also the cast of the tests."""

from dataclasses import dataclass

from wonback.team.models import Team, User

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


def hire() -> dict[str, User]:
    """Add the teams and the people; return them by first name."""
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
    return people
