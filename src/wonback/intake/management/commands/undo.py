"""`wonback undo`: take one import back."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.intake import parts, recovery, summary
from wonback.intake.models import Batch
from wonback.intake.targets import LABELS


class Command(BaseCommand):
    help = "Take one import back, exactly, or a part of it. What a person changed since is kept, and counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="its number, as `wonback imports` lists it")
        parser.add_argument("--file", default="", metavar="NAME", help="only what this file brought")
        parser.add_argument(
            "--kind",
            default="",
            choices=sorted(LABELS),
            metavar="KIND",
            help=f"only records of one kind: {', '.join(LABELS)}",
        )
        parser.add_argument(
            "--record",
            action="append",
            type=int,
            default=[],
            metavar="ID",
            dest="records",
            help="only this record of the kind; may be given several times",
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one object: batch and counts")

    def handle(self, *, batch: int, as_json: bool, **options: Any) -> None:
        resumed = {cut_off.pk for cut_off in recovery.cut_off()}
        self.stderr.writelines(f"{sentence}\n" for sentence in recovery.go_on())
        found = Batch.objects.filter(pk=batch).first()
        if found is None:
            raise CommandError(
                _("Choose a number that `wonback imports` lists: there is no import %(batch)d.") % {"batch": batch}
            )
        # The same command, killed midway and given again, has done it by now.
        if not (found.pk in resumed and found.state == Batch.State.UNDONE):
            part = parts.named(found, file=options["file"], kind=options["kind"], keys=tuple(options["records"]))
            found.undo(by=None, at=timezone.now(), part=part)
        if as_json:
            told = {"batch": found.pk, "state": found.state} | found.outcome
            self.stdout.write(json.dumps(told | {"taken": found.taken}, indent=2))
        else:
            self.stdout.writelines(f"{line}\n" for line in summary.undone(found))
