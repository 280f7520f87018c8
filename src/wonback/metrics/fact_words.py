"""Words of SQL that fact tables share: the tables of a client, and what stands behind a column."""

from typing import Any

from wonback.care.signs import ALARM_BELOW


def of_client(table: str) -> str:
    return f"app.{table} t JOIN app.clients_client c ON c.id = t.client_id"


def said_by(voice: str) -> str:
    """The main reason of a loss in one voice; of equally weighty ones the first in the tree. Merged ones count as one."""
    said = "app.losses_cause x JOIN app.losses_reason y ON y.id = x.reason_id"
    best = f"arg_max(coalesce(y.same_as_id, y.id), x.weight * 1000000 - x.reason_id) FROM {said}"
    return f"(SELECT {best} WHERE x.loss_id = t.id AND x.voice = '{voice}' AND y.key <> 'not-asked')"


# As a lead last said, else as Wonback comes; our own words.
ALARM = f"coalesce((SELECT arg_max(w.alarm_below, w.id) FROM app.care_weighing w), {ALARM_BELOW})"  # noqa: S608  # as said above

# How every client was in the night.
HEALTH: dict[str, Any] = {
    "columns": {
        "looked_on": ("day", "t.as_of"),
        "value": ("share", "t.value"),
        "low": ("share", "t.low"),
        "high": ("share", "t.high"),
        "known": ("count", "t.known"),
        # Below which score they are at risk, as a lead last said.
        "alarm": ("count", ALARM),
    },
    "tables": of_client("care_health"),
    "order": "c.id",
    "day": "looked_on",
}

# What is expected of contracts that end.
RENEWALS: dict[str, Any] = {
    "columns": {
        "opened_on": ("day", "t.opened_on"),
        "until": ("day", "k.until"),
        "outcome": ("text", "t.outcome"),
        "chance": ("share", "t.chance"),
        "chance_low": ("share", "t.chance_low"),
        "chance_high": ("share", "t.chance_high"),
        "learned_from": ("count", "t.chance_n"),
    },
    "tables": "app.renewals_renewal t JOIN app.clients_contract k ON k.id = t.contract_id"
    " JOIN app.clients_client c ON c.id = k.client_id",
    "order": "c.id, t.id",
    "day": "opened_on",
}
