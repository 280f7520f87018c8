"""Words of SQL that fact tables share: the tables of a client, and what stands behind a column."""

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
