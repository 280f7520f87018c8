"""People who work elsewhere than when a file last told of them, or do something else there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.clients.models.contact import LEFT, MET
from wonback.core.verbs import Verb
from wonback.intake import comparing
from wonback.intake.stage import Body, Staged
from wonback.intake.writing import Writer
from wonback.winback.models import Move, Trigger

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver

OTHER_TITLE = Verb(
    "contact.other_title", gettext_lazy("{contact} of {client} is now “{title}”, no longer “{before}”, says “{what}”.")
)
# Whoever has one of these roles is asked about: another title may mean another say.
WEIGHTY = frozenset({Contact.Role.DECIDER, Contact.Role.CHAMPION, Contact.Role.BLOCKER})
# What goes with a person from one firm to the next.
THEIRS = ("name", "stance", "language")


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Somebody who works for another client now. `arrived` and `client` are references, `move` is there if we knew they had gone."""

    contact: int
    arrived: int
    client: int
    move: int | None
    # The file that told of it.
    sheet: int


@dataclass
class Noticed:
    """What one plan noticed of people."""

    moved: list[Moved] = field(default_factory=list)
    titles: list[tuple[int, Body]] = field(default_factory=list)


def trails(there: dict[str, Body]) -> dict[str, list[Body]]:
    """Of each person a file told of before: every place they have had since, the newest last."""
    found = {key: [row] for key, row in there.items()}
    ends = {rows[-1]["pk"]: rows for rows in found.values() if rows[-1]["left_on"]}
    while ends:
        went = Move.objects.filter(contact__in=ends, arrived__isnull=False)
        onwards = dict(went.values_list("contact_id", "arrived_id"))
        arrived = comparing.existing(Contact, onwards.values())
        for old, new in onwards.items():
            ends[old].append(arrived[new])
        ends = {new: ends[old] for old, new in onwards.items() if arrived[new]["left_on"]}
    return found


def place_of(plan: "Resolver", one: Staged, row: Body, trail: list[Body]) -> int:
    """The reference to the row of a person who is known: the one at this client, or a new one if they have never worked there.

    A file that still names a firm they have left is behind, and changes nothing. Of somebody it knows by their address alone, which
    they would not have kept, another firm is another spelling.
    """
    here = [known for known in trail if known["client_id"] == row["client_id"]]
    if one.key.startswith("mail:"):
        here = trail[-1:]
    if not here:
        return move(plan, one, row, trail[-1])
    there = here[-1]
    if there["left_on"]:
        plan.count(one.sheet, "contact", "unchanged")
    else:
        correct(plan, one, there, row if there is trail[0] else without_origin(row))
    return int(there["pk"])


def without_origin(row: Body) -> Body:
    """The first row of a person bears the number by which their file finds them; the others follow it."""
    return row | {"source": "", "external_id": ""}


def correct(plan: "Resolver", one: Staged, there: Body, row: Body) -> None:
    """Plan what the file changes. Another title of somebody with weight is a reason to ask whether they are still who they were."""
    changed = comparing.changes(there, row, ours=True)
    if "title" in changed and there["title"]:
        told = {"contact": there["name"], "title": row["title"], "before": there["title"]}
        plan.noticed.titles.append((one.sheet, told | {"client": there["client_id"]}))
        plan.tally[one.sheet]["other titles"] += 1
        changed |= {"verified_on": None} if there["role"] in WEIGHTY else {}
    action = "updated" if changed else "unchanged"
    plan.count(one.sheet, "contact", action)
    plan.shown.keep((one.sheet, "contact"), action=action, row=there, changed=changed)
    if changed:
        plan.stage.plan("contact", "updated", there["pk"], one.sheet, changed)


def move(plan: "Resolver", one: Staged, row: Body, last: Body) -> int:
    """Their row at the old firm ends, and one at the new firm begins."""
    known = Move.objects.filter(contact=last["pk"]).values_list("pk", flat=True).first() if last["left_on"] else None
    if not last["left_on"]:
        plan.stage.plan("contact", "updated", last["pk"], one.sheet, {"left_on": plan.today.isoformat()})
    plan.tally[one.sheet]["moved"] += 1
    arrived = already_there(row)
    if arrived is None:
        theirs = {name: last[name] for name in THEIRS}
        told = without_origin(row) | {"since": row["since"] or plan.today.isoformat()}
        plan.add("contact", one.sheet, theirs | told)
        arrived = -plan.counts_of("contact")
    else:
        plan.count(one.sheet, "contact", "unchanged")
    moved = Moved(contact=last["pk"], arrived=arrived, client=row["client_id"], move=known, sheet=one.sheet)
    plan.noticed.moved.append(moved)
    return arrived


def already_there(row: Body) -> int | None:
    """Somebody may have written them down at the new firm before their file knew."""
    if row["client_id"] < 0 or not row["email"]:
        return None
    found = Contact.objects.filter(client=row["client_id"], email=row["email"], left_on=None)
    return found.values_list("pk", flat=True).first()


def prepare(plan: "Resolver", writer: Writer, files: dict[int, str]) -> None:
    """Make ready who went where, and what the timelines tell of it; the import takes it all back with itself."""
    facts = {"source": Move.Source.FILE, "noted_by_id": writer.by, "noted_at": writer.at}
    new = (one for one in plan.noticed.moved if one.move is None)
    rows = (
        (one.sheet, facts | {"contact_id": one.contact, "arrived_id": one.arrived, "to_id": one.client}) for one in new
    )
    writer.keep_all("move", rows)
    writer.keep_all("more", entries(plan, writer, files))


def carry_out(plan: "Resolver", writer: Writer) -> None:
    """Say of those who were known to have gone where they are, and see which doors that opens."""
    moved = plan.noticed.moved
    went = ((one.move, one.sheet, {"to_id": one.client, "arrived_id": one.arrived}) for one in moved if one.move)
    writer.change("move", went)
    if moved:
        open_doors([one.contact for one in moved], writer)


def entries(plan: "Resolver", writer: Writer, files: dict[int, str]) -> Iterator[tuple[int, Body]]:
    told = {"actor_id": writer.by, "at": writer.at}
    people = Contact.objects.in_bulk([one.contact for one in plan.noticed.moved])
    for one in plan.noticed.moved:
        person = people[one.contact]
        gone = {"client_id": person.client_id, "verb": LEFT.name, "facts": {"contact": person.name}}
        yield from [(one.sheet, told | gone)] if one.move is None else []
        yield one.sheet, told | {"client_id": one.client, "verb": MET.name, "facts": {"contact": person.name}}
    for sheet, title in plan.noticed.titles:
        facts = {name: title[name] for name in ("contact", "title", "before")} | {"what": files[sheet]}
        yield sheet, told | {"client_id": title["client"], "verb": OTHER_TITLE.name, "facts": facts}


def open_doors(gone: list[int], writer: Writer) -> None:
    """The plays of people who move, as after a person noted it; each door is remembered as a row of this import."""
    Trigger.objects.notice_people(at=writer.at)
    new = Trigger.objects.filter(contact__in=gone, noticed_at=writer.at).order_by("pk").values_list("pk", flat=True)
    writer.remember_made("door", list(new))
