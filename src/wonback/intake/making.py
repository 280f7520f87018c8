"""One row into records: of people, products, clients, contacts, deals, and of those who left."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.clients.names import name_key
from wonback.intake import words
from wonback.intake.errors import Unreadable
from wonback.intake.rows import (
    Made,
    Row,
    address,
    client_key,
    full_name,
    needed,
    picked,
    plain_domain,
    refuse_deleted,
    short,
)
from wonback.intake.stage import Body

if TYPE_CHECKING:
    from wonback.intake.shaping import Shaper

OF_A_CLIENT = (
    "industry employees country town domain phone owner owner_id parent parent_id since lost_on reason client_reason feedback competitor"
).split()
OF_A_DEAL = "name product owner owner_id opened closed reason reason_note competitor".split()


def person(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """One of us, with team and lead."""
    name = full_name(row)
    if not name:
        raise Unreadable(_("Name the person."))
    if team := row.get("team"):
        yield "team", team.casefold(), {"name": team[:120]}
    if lead := row.get("lead"):
        yield "person", lead.casefold(), {"name": lead[:120], "leads": True, "team": team}
    yield "person", name.casefold(), {"name": name[:120]} | picked(row, "id", "email", "team", "lead")


def product(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    name = needed(row, "name", _("Name the product."))
    told = {"name": name, "external_id": row.get("id", "")} | picked(row, "series")
    yield "product", name_key(name), told | shaper.price(row, "list_price")


def client(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """A client; what its file says besides is kept as it is."""
    refuse_deleted(row)
    if domain := row.get("domain"):
        row["domain"] = plain_domain(domain)
    mail = address(row["email"]) if row.get("email") else ""
    name = row.get("name") or row.get("domain") or mail
    body = picked(row, *OF_A_CLIENT) | ({"owner": shaper.one_of_us(row["owner"])} if row.get("owner") else {})
    if status := words.standing(row.get("status", "")):
        body["standing"] = status
    if row.get("is_lost"):
        body["standing"] = "lost"
    if (tier := str(row.get("tier", "")).upper()) in {"A", "B", "C"}:
        body["tier"] = tier
    if shaper.preset.are_prospects:
        body["tried"] = True
    body |= shaper.price(row, "per_year") or shaper.price(row, "per_month", times=12)
    key = client_key(row.get("id"), name)
    yield "client", key, body | {"name": name, "more": shaper.besides(cells)}
    if mail:
        # Programs of money know one address of a client and nobody's name.
        yield "contact", short(f"mail:{mail}"), {"name": mail, "email": mail, "client": key, "client_name": name}


def contact(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """A person at a client."""
    refuse_deleted(row)
    whose = shaper.whose(row)
    email = address(row["email"]) if row.get("email") else ""
    name = full_name(row) or email
    if not name:
        raise Unreadable(_("Name the person."))
    key = row.get("id") or (f"mail:{email}" if email else f"name:{name_key(name)}@{whose['client']}")
    body: Body = {"name": name, "email": email} | whose | picked(row, "title", "phone", "since")
    if row.get("refuses") or row.get("refuses_calls"):
        body["refuses"] = True
    yield "contact", short(key), body | {"more": shaper.besides(cells)}


def deal(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """A sale, open, won or lost."""
    refuse_deleted(row)
    if words.DELETED.search(row.get("status", "")):
        raise Unreadable(_("This deal was deleted in the program it comes from."))
    named = bool({"client_id", "client_name", "client_email"} & row.keys())
    stage = row.get("stage", "") or row.get("status", "")
    body = {"outcome": outcome(shaper, row), "stage": stage[:80]} | shaper.price(row, "amount")
    body |= picked(row, *OF_A_DEAL) | (shaper.whose(row) if named else {})
    if row.get("owner"):
        body["owner"] = shaper.one_of_us(row["owner"])
    days = (
        ("lost_on", "closed", "won_on", "period")
        if body["outcome"] == "lost"
        else ("won_on", "closed", "lost_on", "period")
    )
    if day := next((row[name] for name in days if row.get(name)), None):
        body["closed"] = day
    if not named:
        shaper.tally["deals without client"] += 1
    key = row.get("id") or shaper.numbered("deal", body)
    yield "deal", key, body | {"more": shaper.besides(cells) | rivals_besides(shaper, body)}


def rivals_besides(shaper: "Shaper", body: Body) -> dict[str, str]:
    """What a cell says of competitors that no loss can: several of them, or one who is only in the running."""
    told = body.get("competitor", "")
    named = words.rival(told)
    is_told_by_the_loss = body["outcome"] == "lost" and named == told
    return {shaper.header_of("competitor"): told} if named and not is_told_by_the_loss else {}


def outcome(shaper: "Shaper", row: Row) -> str:
    """Open, won or lost: what says so most plainly counts first, and of words what a person said they mean."""
    stage, status = row.get("stage", ""), row.get("status", "")
    told = words.flagged(is_won=row.get("is_won"), is_lost=row.get("is_lost"), is_closed=row.get("is_closed"))
    found = told or shaper.means(status or stage) or words.outcome(status) or words.outcome(stage)
    if not found:
        found = "lost" if row.get("lost_on") or row.get("is_active") is False else "won" if row.get("won_on") else ""
    if not found and shaper.preset.lost_by_reason and row.get("reason"):
        found = "lost"
    shaper.meet("stage", status or stage, found or "open")
    return found or "open"


def leaving(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """One time a client left: a client may leave, come back, and leave again."""
    whose = shaper.whose(row)
    day = needed(row, "lost_on", _("Say on which day they left."))
    body: Body = {"lost_on": day} | whose | picked(row, "reason", "client_reason", "feedback", "competitor")
    body["more"] = shaper.besides(cells)
    yield "leaving", short(row.get("id") or f"{whose['client']}/{day}"), body
