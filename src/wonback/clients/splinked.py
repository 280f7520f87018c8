"""The same question to splink (pip install 'wonback[splink]'): weights learned from the clients themselves instead of set by hand."""

from collections.abc import Sequence
from typing import Any

from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compare

from wonback.clients.likeness import ENOUGH, Known, Likeness, Sign

# Two of so many are one, before anything is known of them; splink goes on from there.
SAME_OF = 1e-5
BLOCKS = ("key", "domain", "number", "mail", "first_word", "beginning", "end")
LEARNED_FROM = ("domain", "key")
SEED = 7


def pairs(known: Sequence[Known], *, among: frozenset[int] | None = None) -> list[Likeness]:
    """Those who seem to be the same, the surest first. `among`: only pairs with one of these."""
    api = DuckDBAPI()
    linker = Linker(api.register(table(known)), settings(), log_level="ERROR", validate_settings=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for column in LEARNED_FROM:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=ENOUGH).as_record_list()
    likely = (likeness(row) for row in found)
    kept = (like for like in likely if among is None or {like.one, like.other} & among)
    return sorted(kept, key=lambda like: (-like.score, like.one, like.other))


def likeness(row: dict[str, Any]) -> Likeness:
    one, other = sorted((int(row["unique_id_l"]), int(row["unique_id_r"])))
    share = round(float(row["match_probability"]), 4)
    return Likeness(one, other, share, (Sign("splink", 0.0, f"{share:.2f}"),), identical=False)


def table(known: Sequence[Known]) -> Any:
    """The facts as an Arrow table; what is unknown is null, so that it tells nothing."""
    import pyarrow as pa  # noqa: PLC0415  # comes with the numbers; needed by this extra alone

    rows = [
        {
            "unique_id": one.pk,
            "key": one.core.key,
            "domain": one.domain,
            "number": one.number,
            "mail": min(one.mails, default=""),
            "first_word": next(iter(one.core.words), ""),
            "beginning": one.core.key[:6],
            "end": one.core.key[-6:],
            "form": one.core.form,
            "numbers": " ".join(one.core.numbers),
            "country": one.country,
            "town": one.town,
        }
        for one in known
    ]
    return pa.Table.from_pylist([{name: value if value != "" else None for name, value in row.items()} for row in rows])


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=SAME_OF,
        comparisons=[
            compare.DamerauLevenshteinAtThresholds("key", [1, 2]),
            compare.ExactMatch("domain"),
            compare.ExactMatch("number"),
            compare.ExactMatch("mail"),
            compare.ExactMatch("country"),
            compare.ExactMatch("town"),
            compare.ExactMatch("form"),
        ],
        blocking_rules_to_generate_predictions=[block_on(column) for column in BLOCKS],
    )
