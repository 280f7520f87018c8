"""A table as Parquet: typed columns, a few thousand rows in memory at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import batched
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wonback.exports.cells import WRITE, Column, read

AT_ONCE = 10_000
MOST_DIGITS = 38
AS_TEXT = frozenset({"json", "key", "bytes"})
TYPES: dict[str, Any] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "yes": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
    "time": pa.time64("us"),
    "key": pa.string(),
    "json": pa.string(),
    "bytes": pa.string(),
}


def type_of(column: Column) -> Any:
    if column.kind == "amount":
        return pa.decimal128(min(column.digits, MOST_DIGITS), column.places)
    return TYPES[column.kind]


def as_kept(column: Column) -> Callable[[Any], Any]:
    """How a value goes into its column."""
    if column.kind == "amount":
        cent = Decimal(1).scaleb(-column.places)
        return lambda value: None if value is None else Decimal(value).quantize(cent)
    if column.kind in AS_TEXT:
        return lambda value: None if value is None else WRITE[column.kind](value)
    return lambda value: value


def write(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> list[Path]:
    schema = pa.schema([pa.field(column.name, type_of(column)) for column in columns])
    kept = [as_kept(column) for column in columns]
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for chunk in batched(rows, AT_ONCE):
            arrays = [
                pa.array([keep(row[place]) for row in chunk], field.type)
                for place, (keep, field) in enumerate(zip(kept, schema, strict=True))
            ]
            file.write_batch(pa.record_batch(arrays, schema=schema))
    return [path]


def read_rows(path: Path, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    as_text = [place for place, column in enumerate(columns) if column.kind in AS_TEXT]
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=AT_ONCE):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield from_text(list(row), as_text, columns)


def from_text(row: list[Any], places: Sequence[int], columns: Sequence[Column]) -> list[Any]:
    for place in places:
        if row[place] is not None:
            row[place] = read(row[place], columns[place])
    return row
