"""From what the files say to what will be written: the plan. Reads the database, writes only the stage."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings

from wonback.clients.models import Client, Contact, Product
from wonback.clients.names import name_key
from wonback.intake import comparing, resolving_parts, touching
from wonback.intake.evidence import Evidence
from wonback.intake.examples import Examples
from wonback.intake.index import BY_NAME, Clients, People, Products, Teams
from wonback.intake.leaving import Wordings
from wonback.intake.moving import Noticed
from wonback.intake.rivals import Rivals
from wonback.intake.stage import Body, Stage, Staged
from wonback.losses.models import Wording
from wonback.team.models import User

NEW, UPDATED, UNCHANGED, REFUSED = "new", "updated", "unchanged", "refused"


@dataclass
class Resolver:
    """Makes the plan of one batch. `sources` are those of its files; `today` is the day of a loss that names none."""

    stage: Stage
    sources: set[str]
    today: date
    counts: dict[int, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    tally: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    evidence: dict[int, Evidence] = field(default_factory=lambda: defaultdict(Evidence))
    added: Counter[str] = field(default_factory=Counter)
    parents: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    standings: dict[int, str] = field(default_factory=dict)
    left_on: dict[int, str] = field(default_factory=dict)
    shown: Examples = field(default_factory=Examples)
    # The contracts of each client: first day, first day without it, and its key.
    bound: dict[int, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    # The last day on which we were really in touch with each client, as these files tell.
    touched_on: dict[int, str] = field(default_factory=dict)
    noticed: Noticed = field(default_factory=Noticed)
    # Clients who were here before and of whom a file tells something new, with that file.
    news: set[tuple[int, int]] = field(default_factory=set)
    # Clients who were here before and of whom these files told already.
    met: set[int] = field(default_factory=set)

    def resolve(self) -> None:
        """Compare everything, in the order in which one kind needs the other."""
        self.stage.replan()
        self.teams, self.people, self.products = Teams(), People(), Products()
        self._resolve_people()
        self._resolve_products()
        self.wordings = Wordings(Wording.known())
        self.rivals = Rivals(self.add)
        self.leavers = {(one.source, one.body["client"]) for one in self.stage.staged("leaving")}
        self.clients = Clients(self.sources)
        self._resolve_clients()
        resolving_parts.resolve(self)
        touching.resolve(self)
        self.stage.flush()

    def leaves_later(self, client: int) -> bool:
        """Whether the day on which they leave lies ahead: until then they are a client, and the night sees to it."""
        return self.left_on.get(client, "") > self.today.isoformat()

    def count(self, sheet: int, kind: str, action: str) -> None:
        self.counts[sheet][kind][action] += 1

    def repeat(self, one: Staged, kind: str) -> None:
        """Note that files tell of one record more than once."""
        if len(one.parts) > 1:
            self.tally[one.sheet]["repeated"] += 1
            self.shown.keep((one.sheet, kind), action="repeated", row={"name": one.body.get("name") or one.key})

    def counts_of(self, kind: str) -> int:
        """How many new rows of a kind are planned so far."""
        return self.added[kind]

    def add(self, kind: str, sheet: int, row: Body) -> None:
        """Plan a new row."""
        self.stage.plan(kind, NEW, 0, sheet, row)
        self.added[kind] += 1
        self.count(sheet, kind, NEW)
        self.shown.keep((sheet, kind), action=NEW, row=row)

    def change(self, kind: str, sheet: int, there: Body, row: Body, *, ours: bool = True) -> bool:
        """Plan what the row changes about one that is there; whether it changes anything."""
        changed = comparing.changes(there, row, ours=ours)
        self.count(sheet, kind, UPDATED if changed else UNCHANGED)
        self.shown.keep((sheet, kind), action=UPDATED if changed else UNCHANGED, row=there, changed=changed)
        if changed:
            self.stage.plan(kind, UPDATED, there["pk"], sheet, changed)
        return bool(changed)

    def tell_news(self, client: int | None, sheet: int) -> None:
        """A file tells something new of a client; of those who were here before, their timeline says so."""
        if client is not None and client > 0:
            self.news.add((client, sheet))

    def _resolve_people(self) -> None:
        for staged in self.stage.staged("team"):
            known = staged.key in self.teams.known
            if not known:
                self.teams.add(staged.body["name"])
                self.stage.plan("team", NEW, 0, staged.sheet, {"name": staged.body["name"]})
            self.count(staged.sheet, "team", UNCHANGED if known else NEW)
        # Leads first, so that those who report to them can say so.
        for leads in (True, False):
            for staged in self.stage.staged("person"):
                if staged.body.get("leads", False) is leads:
                    self._resolve_person(staged)

    def _resolve_person(self, staged: Staged) -> None:
        said = staged.body
        row = {
            "team_id": self.teams.known.get((said.get("team") or "").casefold()),
            "reports_to_id": self.people.find(said["lead"]) if said.get("lead") else None,
        }
        pk = self.people.find(said.get("email") or said["name"]) or self.people.find(said["name"])
        called = f"id:{said['id']}".casefold() if said.get("id") else ""
        if pk is None:
            role = User.Role.LEAD if said.get("leads") else User.Role.REP
            email = (said.get("email") or "").casefold() or None
            self.people.add(said["name"], email or "", called)
            self.add(
                "person",
                staged.sheet,
                row | {"name": said["name"], "email": email, "role": str(role), "source": "file"},
            )
        elif pk > 0:
            there = comparing.existing(User, [pk])[pk]
            self.change("person", staged.sheet, there, row, ours=False)
            self.people.known |= {called: pk} if called else {}

    def person(self, called: str | None, sheet: int) -> int | None:
        """One of us, named by a row; written down if nobody knows them yet."""
        if not called:
            return None
        found = self.people.find(called)
        if found is not None:
            return found
        is_mail = "@" in called
        email = called.casefold() if is_mail else None
        name = called.split("@")[0].replace(".", " ").title() if is_mail else called
        nobody = {"team_id": None, "reports_to_id": None, "role": str(User.Role.REP), "source": "file"}
        self.add("person", sheet, nobody | {"name": name[:120], "email": email})
        return self.people.add(called)

    def owner(self, said: Body, sheet: int) -> int | None:
        """Who of us looks after it: by name, else by the id of a list of our people that came with it."""
        return self.person(said.get("owner"), sheet) or self.people.find(f"id:{said.get('owner_id')}")

    def _resolve_products(self) -> None:
        for staged in self.stage.staged("product"):
            said = staged.body
            row = {"name": said["name"], "series": said.get("series", ""), "list_price": said.get("amount")}
            row |= {"currency": said.get("currency") or settings.CURRENCY}
            known = self.products.find(said["name"])
            if known is None:
                self.products.keep(said["name"], said.get("amount"), row["currency"])
                self.add("product", staged.sheet, row)
            else:
                there = comparing.existing(Product, [known[0]])[known[0]]
                same_name = {**row, "name": there["name"], "currency": row["currency"] if said.get("amount") else None}
                self.change("product", staged.sheet, there, same_name)
                self.products.keep(
                    said["name"], said.get("amount") or there["list_price"], row["currency"], pk=known[0]
                )

    def product(self, name: str | None, sheet: int) -> tuple[int, Decimal | None, str] | None:
        if not name:
            return None
        if self.products.find(name) is None:
            self.products.keep(name, None, settings.CURRENCY)
            self.add("product", sheet, {"name": name, "series": "", "list_price": None, "currency": settings.CURRENCY})
        return self.products.find(name)

    def _resolve_clients(self) -> None:
        for source, chunk in comparing.in_chunks(self.stage.staged("client")):
            found = {one.key: self.clients.find(source, one.key, one.body["name"]) for one in chunk}
            there = comparing.existing(Client, (pk for pk in found.values() if pk is not None and pk > 0))
            for one in chunk:
                pk = self.clients.find(source, one.key, one.body["name"])
                self.repeat(one, "client")
                self._resolve_client(one, pk, there.get(pk or 0))

    def _resolve_client(self, one: Staged, pk: int | None, there: Body | None) -> None:
        said = one.body
        row = {name: said.get(name, "") for name in ("industry", "country", "town", "domain", "phone")}
        row |= {
            "employees": said.get("employees"),
            "owner_id": self.owner(said, one.sheet),
            "more": said["more"],
        }
        row |= {"name": said["name"], "tier": said.get("tier", "")}
        if there is not None:
            ours = there["source"] == one.source or not there["source"]
            if (
                ours
                and there["external_id"] != one.key
                and (not there["external_id"] or there["external_id"].startswith(BY_NAME))
            ):
                row |= {"source": one.source, "external_id": one.key} if not one.key.startswith(BY_NAME) else {}
            if same_company(there["name"], said["name"]) and one.key.startswith(BY_NAME):
                row.pop("name")
            if there["source"] and not ours:
                row.pop("tier")
            row = self.clients.counting(one.source, one.key, row, there)
            changed = comparing.changes(there, row, ours=ours)
            if "name" in changed:
                row["name_key"] = name_key(said["name"])
                self.tally[one.sheet]["renamed"] += 1
            self.met.add(there["pk"])
            if self.change("client", one.sheet, there, row, ours=ours):
                self.tell_news(there["pk"], one.sheet)
        elif pk is None:
            pk = self._add_client(one, row)
        else:
            return
        self._note_client(one, pk)

    def _add_client(self, one: Staged, row: Body) -> int:
        name = one.body["name"] or placeholder(one.key)
        self.add("client", one.sheet, {**row, "name": name, "source": one.source, "external_id": one.key})
        return self.clients.add(one.source, one.key, name)

    def _note_client(self, one: Staged, pk: int | None) -> None:
        """What else a client's own row says: since when, under whom, whether they have left."""
        if pk is None:
            return
        said = one.body
        if said.get("since") and pk < 0:
            self.evidence[pk].first = said["since"]
        if said.get("tried") and pk < 0:
            self.evidence[pk].tried = True
        if parent := said.get("parent") or said.get("parent_id"):
            self.parents[pk] = (one.source, parent, said.get("parent_id") or "")
        standing = "lost" if said.get("lost_on") else said.get("standing", "")
        if standing and pk < 0:
            self.standings[pk] = standing
            if standing == Client.Standing.LOST and (one.source, one.key) not in self.leavers:
                resolving_parts.lose_client(self, one, pk)

    def client(self, one: Staged, said: Body) -> int:
        """The client a row belongs to; written down by name if nobody knows them yet."""
        key, name = said["client"], said.get("client_name") or ""
        found = self.clients.find(one.source, key, name)
        if found is None and (mail := said.get("client_email")):
            found = self.mails.get(mail)
        if found is not None:
            self._meet(found, one.sheet)
            return found
        name = name or placeholder(key)
        row: dict[str, Any] = dict.fromkeys(("industry", "town", "domain", "phone", "tier"), "")
        row |= {"country": said.get("country") or "", "employees": None, "owner_id": None, "more": {}, "name": name}
        self.add("client", one.sheet, row | {"source": one.source, "external_id": key})
        return self.clients.add(one.source, key, name)

    @cached_property
    def mails(self) -> dict[str, int]:
        """Clients by the addresses of their people, as known and as these files say."""
        known = Contact.objects.exclude(email="").values_list("email", "client_id")
        found = {email.casefold(): client for email, client in known.iterator(chunk_size=10_000)}
        for one in self.stage.staged("contact"):
            client = self.clients.find(one.source, one.body["client"], one.body.get("client_name") or "")
            if client is not None and one.body.get("email"):
                found.setdefault(one.body["email"], client)
        return found

    def _meet(self, client: int, sheet: int) -> None:
        """Count a client who was here before and whom these files only name, once."""
        if client > 0 and client not in self.met:
            self.met.add(client)
            self.count(sheet, "client", UNCHANGED)


def placeholder(key: str) -> str:
    """A name for a client of whom only the id is known."""
    return f"Client {key}"[:200]


def same_company(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)
