"""`wonback import`: bring files in."""

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.intake import recovery, spoken, summary
from wonback.intake.errors import Unclear, Unexplained
from wonback.intake.houses import is_whole_export
from wonback.intake.models import Batch
from wonback.intake.presets import BY_NAME

OF_A_HOUSE = ("key", "without_sealed")
HINTS = {
    Unexplained: gettext_lazy("Add --preset NAME and --column HEADER=MEANING; `wonback import --help` lists them."),
    Unclear: gettext_lazy("Add --days dmy (day first) or --days mdy (month first)."),
}


class Command(BaseCommand):
    help = (
        "Bring files in: clients, contacts, deals, contracts, purchases or notes, as CSV (also .gz), TSV, XLSX or a ZIP "
        "of these. Can be undone. Or move into an empty home with all that `wonback export` wrote."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="bring it in without asking")
        parser.add_argument("--dry-run", action="store_true", help="read and count, and write nothing")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one object: batch, files, counts"
        )
        add_reading(parser)
        parser.add_argument("--key", help="of a whole export: the file “seal_key” of the home it comes from")
        parser.add_argument(
            "--without-sealed", action="store_true", help="of a whole export: leave out what was said in confidence"
        )

    def handle(self, *, files: list[str], yes: bool, dry_run: bool, as_json: bool, **options: Any) -> None:
        if len(files) == 1 and is_whole_export(Path(files[0])):
            call_command(
                "move_in", files[0], as_json=as_json, **{name: options[name] for name in OF_A_HOUSE}, stdout=self.stdout
            )
            return
        self.stderr.writelines(f"{sentence}\n" for sentence in recovery.go_on())
        columns = spoken.meanings(options["columns"])
        batch = self.drop(files, {"columns": columns} | spoken.of_files(options))
        try:
            batch.examine(at=timezone.now())
            spoken.refuse_unheard(batch, columns)
        except (Unexplained, Unclear) as refusal:
            batch.forget()
            raise CommandError(f"{refusal} {HINTS[type(refusal)]}") from refusal
        except Refusal:
            batch.forget()
            raise
        if not as_json:
            self.stdout.writelines(f"{line}\n" for line in summary.lines(batch))
        if not dry_run and (yes or self.agreed()):
            batch.commit(by=None, at=timezone.now())
            self.say(_("Brought in. `wonback undo %(batch)d` takes it back.") % {"batch": batch.pk}, unless=as_json)
        elif not dry_run:
            self.say(_("Nothing was written. Add --yes to bring it in."), unless=as_json)
        if as_json:
            self.stdout.write(json.dumps(batch.as_json(), indent=2))
        if batch.state == Batch.State.CHECKED:
            batch.forget()

    def drop(self, files: list[str], chosen: dict[str, Any]) -> Batch:
        with ExitStack() as opened:
            try:
                found = [(name, opened.enter_context(Path(name).open("rb"))) for name in files]
            except OSError as error:
                words = {"file": error.filename, "why": error.strerror}
                raise CommandError(_("Give files that can be read: “%(file)s” (%(why)s).") % words) from error
            return Batch.drop(
                ((Path(name).name, file) for name, file in found), by=None, at=timezone.now(), chosen=chosen
            )

    def agreed(self) -> bool:
        if not sys.stdin.isatty():
            return False
        return input(_("Bring this in? [y/N] ")).strip().casefold() in {"y", "yes"}

    def say(self, sentence: str, *, unless: bool) -> None:
        if not unless:
            self.stdout.write(sentence)


def add_reading(parser: ArgumentParser) -> None:
    """How a file is read, where its columns do not say it."""
    parser.add_argument(
        "--preset",
        default="auto",
        choices=["auto", *sorted(BY_NAME)],
        metavar="NAME",
        help=f"what all of these files are (default: auto, by their columns): {', '.join(sorted(BY_NAME))}",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        dest="columns",
        metavar="HEADER=MEANING",
        help=f"what a column means; may be given several times. Meanings: {', '.join(spoken.known())}",
    )
    parser.add_argument(
        "--days",
        action="append",
        default=[],
        metavar="ORDER",
        help="where no row tells: dmy (day first) or mdy (month first), for one column as HEADER=mdy",
    )
    parser.add_argument("--currency", default="", metavar="EUR", help="the currency of amounts that name none")
    parser.add_argument(
        "--fiscal-month",
        type=int,
        default=1,
        metavar="N",
        help="the month in which fiscal years begin (default: 1)",
    )
