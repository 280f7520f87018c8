"""`wonback value`: what the clients in a file of purchases are worth. Needs no database."""

import json
import math
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from wonback.metrics import engine
from wonback.metrics.base import report
from wonback.metrics.base.cleaning import reading_of
from wonback.metrics.base.columns import recognised
from wonback.metrics.base.files import look_at
from wonback.metrics.base.valuation import valuation

# Ours and the arrays of the fit together stay below 6 GiB for 100,000,000 rows.
MEMORY = "2500MB"
HORIZON = 182


class Command(BaseCommand):
    help = "Work out what the clients in a file of purchases are worth: CSV (also .gz), Parquet, or a folder of Parquet files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--as-of", type=a_day, metavar="DAY", help="the day, as 2026-11-22 (default: the last in the file)"
        )
        parser.add_argument("--client", default="", metavar="COL", help="the column that names the client")
        parser.add_argument("--date", default="", metavar="COL", help="the column with the day of the purchase")
        parser.add_argument("--amount", default="", metavar="COL", help="the column with the amount, or QUANTITY*PRICE")
        parser.add_argument(
            "--horizon", type=days_ahead, default=HORIZON, metavar="DAYS", help="how far to look ahead (default: 182)"
        )
        parser.add_argument(
            "--discount", type=a_share, default=0.10, metavar="SHARE", help="a year's discount (default: 0.10)"
        )
        parser.add_argument(
            "--margin",
            type=a_share,
            default=1.0,
            metavar="SHARE",
            help="what of a sale is earned (default: 1, revenue)",
        )
        parser.add_argument("--engine", choices=sorted(engine.ENGINES), default=settings.ENGINE)
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one object instead of the summary"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help="write one row a client: .parquet, or .csv")

    def handle(self, *, file: Path, out: Path | None, as_json: bool, **options: Any) -> None:
        looked = look_at(file)
        columns = recognised(looked.header, client=options["client"], day=options["date"], amount=options["amount"])
        reading = reading_of(looked, columns, today=localdate(), as_of=options["as_of"])
        plan = {name: options[name] for name in ("horizon", "discount", "margin")}
        with engine.ENGINES[options["engine"]](MEMORY) as con:
            found = valuation(con, reading, plan, out=out, tell=self.teller())
        if as_json:
            self.stdout.write(json.dumps(report.as_json(found), indent=2))
        else:
            self.stdout.write("\n".join(report.lines(found)))

    def teller(self) -> Callable[[str], None]:
        """Says what is being done, and how long it has taken so far."""
        began = time.monotonic()

        def tell(sentence: str) -> None:
            self.stderr.write(f"{time.monotonic() - began:6.1f} s  {sentence} …")

        return tell


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"write the day as 2026-11-22, not as {text!r}") from None


def days_ahead(text: str) -> int:
    if not text.isdecimal() or not 7 <= int(text) <= 3660:
        raise ArgumentTypeError(f"give whole days, from 7 to 3660, not {text!r}")
    return int(text)


def a_share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise ArgumentTypeError(f"give a share from 0 to 1, such as 0.1, not {text!r}")
    return share
