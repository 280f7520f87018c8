"""Facts written as tables: a few rows in a test, or those printed on a page of docs/numbers."""

import re
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa

from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SOURCES, Facts

TEAM = BOOK = 1


def facts(**tables):
    """Facts of these rows, each a dict; what a row leaves out is unknown. Everybody is in one book and one team."""
    seen = {row["client_id"] for rows in tables.values() for row in rows}
    told = {row["client_id"] for row in tables.get("clients", [])}
    clients = tables.pop("clients", []) + [{"client_id": pk} for pk in sorted(seen - told)]
    return Facts(
        **{name: table(name, clients if name == "clients" else tables.get(name, [])) for name in (*SOURCES, *DERIVED)}
    )


def table(name, rows):
    schema = (SOURCES | DERIVED)[name].schema
    usual = {"book_id": BOOK, "team_id": TEAM, "company_id": 0, "standing": "active"}
    full = [{column: row.get(column, usual.get(column)) for column in schema.names} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(full, schema=schema.to_pyarrow()))


def bought(client, day, amount="10", currency="EUR"):
    return {"client_id": client, "bought_on": date.fromisoformat(day), "amount": Decimal(amount), "currency": currency}


def answer(metric, of, *, kind="client", as_of=date(2026, 11, 22), pk=1):
    """The rows of one subject, as dicts."""
    con = ibis.duckdb.connect()
    found = con.to_pyarrow(metric.table(of, kind=kind, as_of=as_of)).to_pylist()
    con.disconnect()
    return [row for row in found if row["subject"] == pk]


# Pages of docs/numbers

SCORED = "value low|value high|life low|life high|life variance|chance low|chance high".split("|")
HEADS = {
    "Scores": ("scores", {"client": "client_id"} | {name: name.replace(" ", "_") for name in SCORED}),
    "Purchases": ("purchases", {"client": "client_id", "day": "bought_on"}),
    "Spells": ("spells", {"client": "client_id", "from": "started_on", "to": "ended_on"}),
    "Contracts": ("contracts", {"client": "client_id", "from": "starts_on"}),
    "Health": ("health", {"client": "client_id", "day": "looked_on"}),
    "Renewals": (
        "renewals",
        {"client": "client_id", "opened on": "opened_on", "low": "chance_low", "high": "chance_high"}
        | {"learned from": "learned_from"},
    ),
    "Touches": ("touches", {"client": "client_id", "touch": "touch_id", "day": "touched_on"}),
    "Rungs": ("rungs", {"client": "client_id", "taken on": "taken_on", "lost on": "lost_on"}),
    "Losses": (
        "losses",
        {
            "client": "client_id",
            "lost on": "lost_on",
            "reason known": "reason_known",
            "asked on": "launched_on",
            "back on": "returned_on",
            "rep reason": "rep_reason",
            "client reason": "client_reason",
            "called low": "called_low",
            "called high": "called_high",
        },
    ),
}
SCORES = {name for name, kind in DERIVED["scores"].columns.items() if kind == "float64"}
RESULT = re.compile(r"On (\d{4}-\d\d-\d\d) (client (\d+)|the company): \*\*([\d.]+)\*\*(?: ([A-Z]{3}))?, n (\d+)")


def on_page(text):
    """The facts printed on a page, and the results it claims: (day, kind, pk, value, currency, n)."""
    tables = {}
    for head, (name, renamed) in HEADS.items():
        if found := re.search(rf"^{head}\n\n((?:\|.*\n)+)", text, re.MULTILINE):
            tables[name] = list(rows_of(found[1], renamed))
    results = [
        (date.fromisoformat(day), "client" if pk else "company", int(pk or 0), float(value), currency, int(n))
        for day, _who, pk, value, currency, n in RESULT.findall(text)
    ]
    return facts(**tables), results


def rows_of(lines, renamed):
    head, _rule, *body = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines.strip().splitlines()
    ]
    names = [renamed.get(name, name) for name in head]
    for line in body:
        yield {name: value_of(name, cell) for name, cell in zip(names, line, strict=True) if cell}


def value_of(name, cell):
    if name in {"client_id", "touch_id", "rep_reason", "client_reason", "n"}:
        return int(cell)
    if name in {"amount", "worth", "former"}:
        return Decimal(cell)
    if name in {
        "value",
        "low",
        "high",
        "chance",
        "chance_low",
        "chance_high",
        "called",
        "called_low",
        "called_high",
        "alone",
        *SCORES,
    }:
        return float(cell)
    if name in {"attempts", "known", "alarm", "learned_from"}:
        return int(cell)
    if name in {"reason_known", "reached"}:
        return cell == "yes"
    return date.fromisoformat(cell) if name.endswith("_on") or name == "until" else cell
