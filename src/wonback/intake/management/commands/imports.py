"""`wonback imports`: what was brought in."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wonback.intake.models import Batch


class Command(BaseCommand):
    help = "List what was brought in, newest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="print a list of objects")
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (default: %(default)s)")

    def handle(self, *, as_json: bool, limit: int, **options: Any) -> None:
        batches = Batch.objects.newest().for_cards()[:limit]
        if as_json:
            self.stdout.write(
                json.dumps([{"at": batch.at.isoformat()} | batch.as_json() for batch in batches], indent=2)
            )
            return
        for batch in batches:
            self.stdout.write(
                f"{batch.pk:>6}  {localtime(batch.at):%Y-%m-%d %H:%M}  {batch.get_state_display():<26}  {batch}"
            )
        if not batches:
            self.stdout.write(_("Nothing was brought in yet. `wonback import FILE` begins."))
