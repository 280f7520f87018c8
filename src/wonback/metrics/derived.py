"""What the night works out of the facts and lays beside them: facts like any other, once it has."""

from dataclasses import dataclass

import ibis

from wonback.metrics.facts import SUBJECTS


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What the night works out of the facts and lays beside them; nobody knows anything before it has."""

    columns: dict[str, str]

    @property
    def schema(self) -> ibis.Schema:
        return ibis.schema(dict.fromkeys(SUBJECTS.values(), "int64") | self.columns)


DERIVED = {
    # What to expect of each client, in revenue: within the horizon, and (life) over the years that a loss costs.
    "scores": Derived(
        columns={"currency": "string", "champion": "string", "n": "int64", "horizon_days": "int64"}
        | dict.fromkeys(("chance", "chance_low", "chance_high", "expected", "spread"), "float64")
        | dict.fromkeys(("value", "value_low", "value_high", "variance"), "float64")
        | dict.fromkeys(("life", "life_low", "life_high", "life_variance"), "float64")
        # A share of each sale, and the cost of winning another such client; null where nobody has said.
        | dict.fromkeys(("margin", "replacement"), "float64")
    ),
}
