"""`wonback import`: bring files in."""

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.intake import recovery, spoken, summary
from wonback.intake.errors import Unexplained
from wonback.intake.models import Batch
from wonback.intake.presets import BY_NAME


class Command(BaseCommand):
    help = "Bring files in: clients, contacts, deals, contracts or purchases, as CSV (also .gz), TSV or XLSX. Can be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="bring it in without asking")
        parser.add_argument("--dry-run", action="store_true", help="read and count, and write nothing")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one object: batch, files, counts"
        )
        parser.add_argument(
            "--preset",
            default="",
            choices=sorted(BY_NAME),
            metavar="NAME",
            help=f"what all of these files are: {', '.join(sorted(BY_NAME))}",
        )

        parser.add_argument(
            "--column",
            action="append",
            default=[],
            dest="columns",
            metavar="HEADER=MEANING",
            help=f"what a column means; may be given several times. Meanings: {', '.join(spoken.known())}",
        )

    def handle(self, *, files: list[str], yes: bool, dry_run: bool, as_json: bool, **options: Any) -> None:
        self.stderr.writelines(f"{sentence}\n" for sentence in recovery.go_on())
        columns = spoken.meanings(options["columns"])
        batch = self.drop(files, {"preset": options["preset"], "columns": columns})
        try:
            batch.examine(at=timezone.now())
            spoken.refuse_unheard(batch, columns)
        except Unexplained as refusal:
            batch.forget()
            hint = _("Add --preset NAME and --column HEADER=MEANING; `wonback import --help` lists them.")
            raise CommandError(f"{refusal} {hint}") from refusal
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
