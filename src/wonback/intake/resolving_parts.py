"""The plan of what belongs to clients: contacts, contracts, deals with their losses, purchases."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from wonback.clients.models import Alias, Contact, Contract, Deal, Permission, Purchase
from wonback.clients.models.deal import Known
from wonback.intake import comparing, moving
from wonback.intake.leaving import FOR_EVER, a_year_of, leave, why
from wonback.intake.rows import exact
from wonback.intake.stage import Body, Staged
from wonback.losses.models import Loss

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver

Maker = Callable[["Resolver", Staged], Body]


def resolve(plan: "Resolver") -> None:
    people(plan)
    each(plan, "contract", Contract, contract)
    each(plan, "deal", Deal, deal)
    each(plan, "purchase", Purchase, purchase)
    leave(plan)


def each(plan: "Resolver", kind: str, model: type[models.Model], make: Maker) -> None:
    """Compare every record of one kind with what its source brought before."""
    for source, chunk in comparing.in_chunks(plan.stage.staged(kind)):
        there = comparing.by_external_id(model, source, [one.key for one in chunk])
        lost = lost_before(there) if kind == "deal" else {}
        for one in chunk:
            row, before = make(plan, one) | {"source": source, "external_id": one.key}, there.get(one.key)
            row = sparing(one, row, before) if kind == "purchase" and before else row
            if kind != "purchase":
                plan.repeat(one, kind)
            place = place_of(plan, kind, one, row, before)
            if kind == "deal" and row["outcome"] == Deal.Outcome.LOST:
                lose_deal(plan, one, row, place, known=lost.get(place))


def people(plan: "Resolver") -> None:
    """Compare every contact with what is known: a new one, the same one, or one who works elsewhere now."""
    for source, chunk in comparing.in_chunks(plan.stage.staged("contact")):
        trails = moving.trails(comparing.by_external_id(Contact, source, [one.key for one in chunk]))
        parts = part_of_others(source, chunk)
        trails |= {key: [row] for key, row in parts.items()}
        refusing = refused_before([row["pk"] for trail in trails.values() for row in trail])
        for one in chunk:
            row, trail = contact(plan, one) | {"source": source, "external_id": one.key}, trails.get(one.key, [])
            plan.repeat(one, "contact")
            if before := parts.get(one.key):
                row = only_filling(before, row)
            moves = trail and not before
            place = moving.place_of(plan, one, row, trail) if moves else place_of(plan, "contact", one, row, before)
            # Whoever asked us to leave them alone asked so wherever they work.
            refuses = one.body.get("refuses") or any(known["pk"] in refusing for known in trail)
            if refuses and place not in refusing:
                plan.add("permission", one.sheet, {"client_id": row["client_id"], "contact_id": place})


def part_of_others(source: str, chunk: list[Staged]) -> dict[str, Body]:
    """People who were put together with somebody, by the ids this source knows them by."""
    aliases = Alias.objects.filter(source=source, external_id__in=[one.key for one in chunk], contact__isnull=False)
    known_as = dict(aliases.values_list("external_id", "contact"))
    rows = comparing.existing(Contact, set(known_as.values()))
    return {key: rows[pk] for key, pk in known_as.items() if pk in rows}


def only_filling(before: Body, row: Body) -> Body:
    """What a second row of the same person adds, and overwrites nothing of the first."""
    said = {name: value for name, value in row.items() if before[name] in (None, "", {})}
    return {name: value for name, value in said.items() if name not in {"source", "external_id"}} | {
        "client_id": before["client_id"]
    }


def place_of(plan: "Resolver", kind: str, one: Staged, row: Body, before: Body | None) -> int:
    """Plan one row; return the reference to it, and note what it tells about its client."""
    if before is None:
        plan.add(kind, one.sheet, row)
        plan.tell_news(row["client_id"], one.sheet)
        note(plan, kind, row, one.sheet)
        return -plan.counts_of(kind)
    if plan.change(kind, one.sheet, before, row):
        plan.tell_news(row["client_id"], one.sheet)
        note(plan, kind, row, one.sheet)
    return int(before["pk"])


def note(plan: "Resolver", kind: str, row: Body, sheet: int) -> None:
    """What a new or changed row tells about its client."""
    client = row["client_id"]
    if client is None or kind == "contact":
        return
    evidence = plan.evidence[client]
    evidence.sheet = sheet
    if kind == "purchase":
        evidence.buy(row["bought_on"], Decimal(row["amount"]), row["currency"])
    elif kind == "contract":
        evidence.buy(row["starts_on"], Decimal(row["amount_per_year"] or 0), row["currency"])
    else:
        evidence.tend(row["owner_id"], row["closed_on"] or row["opened_on"] or "")
        evidence.tried = True
        if row["outcome"] == Deal.Outcome.WON:
            evidence.buy(row["closed_on"], Decimal(row["amount"] or 0), row["currency"])


def lost_before(there: dict[str, Body]) -> dict[int, Body]:
    """The losses on file of these deals, by the deal."""
    found = Loss.objects.filter(deal__in=[row["pk"] for row in there.values()])
    facts = found.values_list("deal_id", "pk", "competitor_id")
    return {deal: {"pk": pk, "competitor_id": competitor} for deal, pk, competitor in facts if deal is not None}


def refused_before(contacts: list[int]) -> set[int | None]:
    said_no = Permission.objects.filter(contact__in=contacts, answer=Permission.Answer.REFUSED)
    return set(said_no.values_list("contact_id", flat=True))


def contact(plan: "Resolver", one: Staged) -> Body:
    said = one.body
    facts = {name: said.get(name, "") for name in ("name", "title", "email", "phone")}
    return facts | {"client_id": plan.client(one, said), "since": said.get("since"), "more": said.get("more", {})}


def contract(plan: "Resolver", one: Staged) -> Body:
    said = one.body
    client, until = plan.client(one, said), said.get("until")
    plan.bound[client].append((said.get("starts") or "", until or FOR_EVER, one.key))
    return {
        "client_id": client,
        "name": said.get("name", ""),
        "starts_on": said.get("starts"),
        "until": until,
        "notice_by": said.get("notice_by"),
        "amount_per_year": said.get("amount"),
        "currency": said.get("currency") or settings.CURRENCY,
        "more": said.get("more", {}),
    }


def deal(plan: "Resolver", one: Staged) -> Body:
    said = one.body
    amount = said.get("amount")
    # Programs write 0 for a sale that brought nothing; what it would have brought is not known by that.
    if said["outcome"] == Deal.Outcome.LOST and amount is not None and not Decimal(amount):
        amount = None
    product = plan.product(said.get("product"), one.sheet)
    return {
        "client_id": plan.client(one, said) if "client" in said else None,
        "name": said.get("name") or name_of_deal(one, said),
        "stage": said["stage"],
        "outcome": said["outcome"],
        "amount": amount,
        "amount_known": str(Known.UNKNOWN if amount is None else Known.KNOWN),
        "currency": said.get("currency") or settings.CURRENCY,
        "product_id": product[0] if product else None,
        "owner_id": plan.owner(said, one.sheet),
        "opened_on": said.get("opened"),
        "closed_on": said.get("closed") if said["outcome"] != Deal.Outcome.OPEN else None,
        "more": said["more"],
    }


def name_of_deal(one: Staged, said: Body) -> str:
    """A name for a deal whose file gives none: what was sold to whom."""
    return " · ".join(filter(None, (said.get("product"), said.get("client_name"))))[:200] or f"Deal {one.key}"


def together(one: Staged) -> tuple[Body, list[Body]]:
    """What counts of a purchase, and what is added to it: lines of an invoice that lie far apart in the file come in parts."""
    if not one.body.get("whole"):
        return one.body, one.parts[:-1]
    # Told twice: of a bill and its payment the payment knows what was paid back, and the bill its number.
    bills, payments = (
        [part for part in one.parts if part.get("bill")],
        [part for part in one.parts if not part.get("bill")],
    )
    said = (payments or bills)[-1]
    return said | ({"reference": bills[-1]["reference"]} if bills else {}), []


def sparing(one: Staged, row: Body, before: Body) -> Body:
    """What a bill or a payment says of a purchase of which the other told before."""
    spared = {"amount", "bought_on"} if one.body.get("bill") else set()
    spared |= {"reference"} if row["reference"] == one.key else set()
    return row | {name: before[name] for name in spared}


def purchase(plan: "Resolver", one: Staged) -> Body:
    said, others = together(one)
    lines, amount, day = said["lines"], Decimal(said["amount"]), said["day"]
    for part in others:
        lines, amount, day = lines + part["lines"], amount + Decimal(part["amount"]), min(day, part["day"])
    return {
        "client_id": plan.client(one, said),
        "bought_on": day,
        "amount": exact(amount),
        "currency": said["currency"] or settings.CURRENCY,
        "reference": said["reference"][:120],
        "product": said["product"][:200],
        "lines": lines,
    }


def lose_deal(plan: "Resolver", one: Staged, row: Body, place: int, *, known: Body | None) -> None:
    """A lost deal is a lost sale, with the reason its program gives or the honest “not asked”."""
    if known:
        # Of one on file a file may tell to whom they went, if nobody knew.
        told = {"competitor_id": plan.rivals.named(one.body.get("competitor"), one.sheet)}
        plan.change("loss", one.sheet, known, told, ours=False)
        return
    worth, worth_known, currency = worth_of(plan, row)
    client = row["client_id"]
    if client is None:
        client = plan.client(one, {"client": f"deal:{one.key}"[:120], "client_name": f"Not named (deal {one.key})"})
        plan.evidence[client].tried = True
    plan.evidence[client].losses += 1
    plan.evidence[client].sheet = one.sheet
    plan.tally[one.sheet]["undated losses"] += not (row["closed_on"] or row["opened_on"])
    facts = {"kind": "deal", "client_id": client, "deal_id": place, "owner_id": row["owner_id"], "worth": worth}
    today = plan.today.isoformat()
    # A sale that was lost is lost already, whatever day it was to be closed on.
    facts |= {"lost_on": min(row["closed_on"] or row["opened_on"] or today, today), "worth_known": worth_known}
    plan.tell_news(client, one.sheet)
    plan.add("loss", one.sheet, facts | {"currency": currency} | why(plan, one))


def worth_of(plan: "Resolver", row: Body) -> tuple[str | None, str, str]:
    """What the sale would have brought: its amount, else the list price as an estimate, else unknown."""
    if row["amount"] is not None:
        return row["amount"], str(Known.KNOWN), row["currency"]
    product = plan.products.by_reference.get(row["product_id"]) if row["product_id"] is not None else None
    if product and product[0] is not None:
        return str(product[0]), str(Known.ESTIMATED), product[1]
    return None, str(Known.UNKNOWN), row["currency"]


def lose_client(plan: "Resolver", one: Staged, client: int) -> None:
    """A client whom the file calls a former one is a lost client."""
    said = one.body
    plan.tally[one.sheet]["undated losses"] += not said.get("lost_on")
    lost_on: str = said.get("lost_on") or plan.today.isoformat()
    facts = {"kind": "client", "client_id": client, "deal_id": None, "owner_id": None, "lost_on": lost_on}
    plan.left_on[client] = lost_on
    plan.add("loss", one.sheet, facts | a_year_of(said) | why(plan, one))
