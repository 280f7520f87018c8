"""What a column of a file may mean: for each kind of record, the names of its parts and how their text is read."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# In this order files of one batch are taken up, so that what others refer to is there first.
KINDS: dict[str, Promise] = {
    "person": gettext_lazy("people and teams"),
    "product": gettext_lazy("products"),
    "client": gettext_lazy("clients"),
    "partner": gettext_lazy("companies and people"),
    "contact": gettext_lazy("contacts"),
    "contract": gettext_lazy("contracts"),
    "deal": gettext_lazy("deals"),
    "leaving": gettext_lazy("clients who left, and why"),
    "purchase": gettext_lazy("purchases"),
    "touch": gettext_lazy("touches and notes"),
}

# What is counted, besides what files are of.
LABELS: dict[str, Promise] = {
    **KINDS,
    "team": gettext_lazy("teams"),
    "competitor": gettext_lazy("competitors"),
    "person": gettext_lazy("people"),
    "loss": gettext_lazy("losses"),
    "permission": gettext_lazy("permissions"),
    "note": gettext_lazy("notes"),
}


@dataclass(frozen=True)
class Target:
    """One thing a column can be. `reads` is the name of a reader in `shaping.READERS`."""

    label: Promise
    reads: str = "text"


WHOSE = {
    "client_id": Target(gettext_lazy("Client: id"), "id"),
    "client_name": Target(gettext_lazy("Client: name")),
    "client_email": Target(gettext_lazy("Client: e-mail")),
}
WHY = {
    "reason": Target(gettext_lazy("Why we lost them, as our people say")),
    "client_reason": Target(gettext_lazy("Why they left, as they say")),
    "feedback": Target(gettext_lazy("What they said, word for word")),
    "competitor": Target(gettext_lazy("The competitor they went to")),
}
DELETED = {"is_deleted": Target(gettext_lazy("Deleted: yes or no"), "yes")}
TARGETS: dict[str, dict[str, Target]] = {
    "person": {
        "id": Target(gettext_lazy("Id"), "id"),
        "name": Target(gettext_lazy("Name")),
        "first_name": Target(gettext_lazy("First name")),
        "last_name": Target(gettext_lazy("Last name")),
        "email": Target(gettext_lazy("E-mail")),
        "lead": Target(gettext_lazy("Lead: name")),
        "team": Target(gettext_lazy("Team")),
    },
    "product": {
        "id": Target(gettext_lazy("Id"), "id"),
        "name": Target(gettext_lazy("Name")),
        "series": Target(gettext_lazy("Series")),
        "list_price": Target(gettext_lazy("List price"), "amount"),
        "currency": Target(gettext_lazy("Currency"), "currency"),
    },
    "client": {
        "id": Target(gettext_lazy("Id"), "id"),
        "name": Target(gettext_lazy("Name")),
        "industry": Target(gettext_lazy("Industry")),
        "employees": Target(gettext_lazy("Employees"), "count"),
        "country": Target(gettext_lazy("Country")),
        "town": Target(gettext_lazy("Town")),
        "domain": Target(gettext_lazy("Web domain")),
        "phone": Target(gettext_lazy("Phone")),
        "owner": Target(gettext_lazy("Owner: one of us")),
        "owner_id": Target(gettext_lazy("Owner: id of one of us"), "id"),
        "parent": Target(gettext_lazy("Parent client: name")),
        "parent_id": Target(gettext_lazy("Parent client: id"), "id"),
        "email": Target(gettext_lazy("E-mail of somebody there")),
        "currency": Target(gettext_lazy("Currency"), "currency"),
        "tier": Target(gettext_lazy("Tier: A, B or C")),
        "status": Target(gettext_lazy("Status: client, prospect or former")),
        "since": Target(gettext_lazy("Client since"), "day"),
        "per_year": Target(gettext_lazy("What they bring a year"), "amount"),
        "per_month": Target(gettext_lazy("What they bring a month"), "amount"),
        "is_lost": Target(gettext_lazy("Lost: yes or no"), "yes"),
        "lost_on": Target(gettext_lazy("Lost on"), "day"),
        **WHY,
        **DELETED,
    },
    "contact": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "name": Target(gettext_lazy("Name")),
        "first_name": Target(gettext_lazy("First name")),
        "last_name": Target(gettext_lazy("Last name")),
        "title": Target(gettext_lazy("Title")),
        "email": Target(gettext_lazy("E-mail")),
        "phone": Target(gettext_lazy("Phone")),
        "since": Target(gettext_lazy("Known since"), "day"),
        "refuses": Target(gettext_lazy("Asked not to be contacted"), "yes"),
        "refuses_calls": Target(gettext_lazy("Asked not to be called"), "yes"),
        **DELETED,
    },
    "contract": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "name": Target(gettext_lazy("Name")),
        "starts": Target(gettext_lazy("First day"), "day"),
        "last_day": Target(gettext_lazy("Last day"), "day"),
        "notice_by": Target(gettext_lazy("Notice by"), "day"),
        "per_year": Target(gettext_lazy("Amount a year"), "amount"),
        "per_month": Target(gettext_lazy("Amount a month"), "amount"),
        "per_interval": Target(gettext_lazy("Amount for each interval"), "amount"),
        "unit_per_interval": Target(gettext_lazy("Price of one for each interval"), "amount"),
        "interval": Target(gettext_lazy("Interval: day, week, month or year")),
        "quantity": Target(gettext_lazy("Quantity"), "quantity"),
        "currency": Target(gettext_lazy("Currency"), "currency"),
        "status": Target(gettext_lazy("State: active, cancelled")),
        "cancelled": Target(gettext_lazy("Cancelled on"), "day"),
        "ended": Target(gettext_lazy("First day without it"), "day"),
        **WHY,
    },
    "deal": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "name": Target(gettext_lazy("Name")),
        "stage": Target(gettext_lazy("Stage")),
        "status": Target(gettext_lazy("Outcome: open, won or lost")),
        "is_won": Target(gettext_lazy("Won: yes or no"), "yes"),
        "is_lost": Target(gettext_lazy("Lost: yes or no"), "yes"),
        "is_closed": Target(gettext_lazy("Closed: yes or no"), "yes"),
        "is_active": Target(gettext_lazy("Active: no means archived"), "yes"),
        "amount": Target(gettext_lazy("Amount"), "amount"),
        "currency": Target(gettext_lazy("Currency"), "currency"),
        "product": Target(gettext_lazy("Product")),
        "owner": Target(gettext_lazy("Owner: one of us")),
        "owner_id": Target(gettext_lazy("Owner: id of one of us"), "id"),
        "opened": Target(gettext_lazy("Opened on"), "day"),
        "closed": Target(gettext_lazy("Closed on"), "day"),
        "period": Target(gettext_lazy("Closed in the fiscal period"), "period"),
        "won_on": Target(gettext_lazy("Won on"), "day"),
        "lost_on": Target(gettext_lazy("Lost on"), "day"),
        "reason": Target(gettext_lazy("Why it was lost")),
        "reason_note": Target(gettext_lazy("More about why it was lost")),
        "competitor": WHY["competitor"],
        **DELETED,
    },
    "leaving": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "lost_on": Target(gettext_lazy("Lost on"), "day"),
        **WHY,
    },
    "purchase": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "client_country": Target(gettext_lazy("Client: country")),
        "reference": Target(gettext_lazy("Invoice"), "id"),
        "day": Target(gettext_lazy("Day"), "day"),
        "amount": Target(gettext_lazy("Amount"), "amount"),
        "tax": Target(gettext_lazy("Tax in it"), "amount"),
        "refunded": Target(gettext_lazy("Paid back"), "amount"),
        "quantity": Target(gettext_lazy("Quantity"), "quantity"),
        "unit_price": Target(gettext_lazy("Price of one"), "amount"),
        "discount": Target(gettext_lazy("Discount in percent"), "quantity"),
        "currency": Target(gettext_lazy("Currency"), "currency"),
        "product": Target(gettext_lazy("Product")),
        "charge": Target(gettext_lazy("Payment: id"), "id"),
        "type": Target(gettext_lazy("Invoice or credit note")),
        "status": Target(gettext_lazy("State of payment")),
        "is_paid": Target(gettext_lazy("Paid: yes or no"), "yes"),
    },
    "touch": {
        "id": Target(gettext_lazy("Id"), "id"),
        **WHOSE,
        "contact_id": Target(gettext_lazy("Person there: id"), "id"),
        "deal_id": Target(gettext_lazy("Deal: id"), "id"),
        "deal_name": Target(gettext_lazy("Deal: name")),
        "at": Target(gettext_lazy("When"), "moment"),
        "type": Target(gettext_lazy("Call, visit, mail, note")),
        "result": Target(gettext_lazy("What came of it")),
        "direction": Target(gettext_lazy("From us or from them")),
        "by": Target(gettext_lazy("Who of us")),
        "owner_id": Target(gettext_lazy("Who of us: id"), "id"),
        "line": Target(gettext_lazy("In one line")),
        "text": Target(gettext_lazy("What was said")),
        **DELETED,
    },
}
# Companies and the people there in one list: of each row one of the two.
TARGETS["partner"] = {
    "is_company": Target(gettext_lazy("A company: yes or no"), "yes"),
    "company_type": Target(gettext_lazy("Company or person")),
    "employer": Target(gettext_lazy("Where they work, if that has no row")),
    "address": Target(gettext_lazy("What the address is for")),
    "buys": Target(gettext_lazy("How often they bought from us"), "count"),
    "sells": Target(gettext_lazy("How often we bought from them"), "count"),
    **{
        name: TARGETS["client"][name]
        for name in "id name industry employees country town domain phone owner parent parent_id email status".split()
    },
    **{name: TARGETS["contact"][name] for name in ("title", "since", "refuses")},
    **DELETED,
}
# How many characters are kept; of any other text 200.
LIMITS = {
    "industry": 120,
    "series": 120,
    "country": 80,
    "town": 120,
    "client_country": 80,
    "phone": 60,
    "title": 120,
    "stage": 80,
    "reason": 500,
    "reason_note": 500,
    "client_reason": 500,
    "feedback": 2_000,
    "text": 500,
    "result": 60,
    "type": 60,
}
# What a row of a kind needs before it can be kept: one of each group.
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (("name", "last_name"),),
    "product": (("name",),),
    "client": (("name", "id", "domain", "email"),),
    "partner": (("name",), ("is_company", "company_type")),
    "contact": (("client_name", "client_id", "client_email"), ("name", "last_name", "first_name", "email")),
    "contract": (("client_name", "client_id", "client_email"), ("starts", "last_day")),
    "deal": (
        ("name", "id", "client_name", "client_id"),
        ("stage", "status", "is_won", "is_lost", "won_on", "lost_on", "amount"),
    ),
    "leaving": (("client_name", "client_id", "client_email"), ("lost_on",), ("client_reason", "reason", "feedback")),
    "purchase": (("client_name", "client_id", "client_email"), ("day",), ("amount", "unit_price")),
    "touch": (
        ("client_name", "client_id", "client_email", "deal_id", "contact_id", "deal_name"),
        ("at",),
        ("type", "line", "text"),
    ),
}
# Of these, columns without a place of their own are kept as they are, and shown where the record is.
KEEPS_MORE = frozenset({"client", "partner", "contact", "contract", "deal", "leaving"})
# What tells who a record is. A column about somebody else may never be one of these.
IDENTITY = frozenset({"id", "name", "domain", "first_name", "last_name", "email", "phone"})
# Which client a record belongs to. One of us may never be that; what a record hangs on may.
BELONGS = frozenset(WHOSE)


def lacking(kind: str, found: "set[str] | frozenset[str]") -> list[str]:
    """What a file of this kind still needs a column for."""
    return [" / ".join(str(TARGETS[kind][t].label) for t in group) for group in NEEDS[kind] if not found & set(group)]
