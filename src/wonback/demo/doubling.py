"""Clients, and people at clients, whom the list of a trade fair brought a second time, as somebody heard them; one is put together already."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.clients.models import Client, Contact, Permission
from wonback.demo.dice import at
from wonback.duplicates.models import Merge
from wonback.team.models import User

# Known as, as the list has it, whether somebody there asked on the form to be left alone.
TWINS = (
    ("Café Amélie", "Cafe Amelie SARL", True),
    ("Rønn", "Roenn AS", False),
    ("Berg & Lund AB", "Berg and Lund", False),
)
# At whose table somebody stands twice: the fair wrote the name down as it was said.
STANDS_TWICE = ("Berg & Lund AB", "Tarn Logistics")
# Whom Ines has put together.
JOINED = ("Kestrel Print", "Kestrel Print Limited")


@dataclass
class Doubling:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        for place, (name, heard, refuses) in enumerate(TWINS):
            self.twin(Client.objects.get(name=name), heard, place=place, refuses=refuses)
        for name in STANDS_TWICE:
            self.stand_twice(Client.objects.get(name=name))
        name, heard = JOINED
        survivor = Client.objects.get(name=name)
        other = self.twin(survivor, heard, place=len(TWINS), refuses=False)
        Merge.of(survivor, [other], by=self.people["ines"], at=at(self.as_of - timedelta(days=4), 11))

    def stand_twice(self, client: Client) -> None:
        """The first of their people once more, last name first, with an address that has the last name alone."""
        known = client.contacts.filter(left_on=None).order_by("pk").first()
        if known:
            first, *rest = known.name.split()
            heard = f"{' '.join(rest)}, {first}" if rest else known.name
            Contact.meet(
                by=client.owner,
                at=at(self.as_of - timedelta(days=8), 15),
                client=client,
                name=heard,
                email=known.email.partition(".")[2],
                title="Met at the fair",
            )

    def twin(self, client: Client, heard: str, *, place: int, refuses: bool) -> Client:
        by, moment = client.owner or self.people["rosa"], at(self.as_of - timedelta(days=9), 15, place)
        told = {"name": heard, "owner": by, "standing": Client.Standing.PROSPECT, "tier": client.tier}
        known = {name: getattr(client, name) for name in ("domain", "country", "industry")}
        twin = Client.add(by=by, at=moment, since=None, **told, **known)
        twin.spells.all().delete()
        for person in client.contacts.exclude(email="").order_by("pk")[:1]:
            met = Contact.objects.create(client=twin, name=person.name, email=person.email, title="Met at the fair")
            if refuses:
                words = "No mail from fairs, please."
                Permission.note(
                    by=by, at=moment, client=twin, contact=met, answer="refused", channel="mail", words=words
                )
        return twin
