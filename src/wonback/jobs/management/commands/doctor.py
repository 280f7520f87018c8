"""`wonback doctor`: is everything in order here?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from wonback.jobs import doctor


class Command(BaseCommand):
    help = "Check the home folder, the database, the worker, mail, disk and clock. Ends with 1 if something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print a list of objects: check, ok, says"
        )

    def handle(self, *, as_json: bool, **options: Any) -> None:
        findings = list(doctor.examine(now=timezone.now()))
        if as_json:
            self.stdout.write(json.dumps([finding.as_json() for finding in findings], indent=2))
        else:
            self.stdout.writelines(f"{finding}\n" for finding in findings)
        if wrong := sum(not finding.ok for finding in findings):
            raise CommandError(
                ngettext("Put %(n)d thing right, as told above.", "Put %(n)d things right, as told above.", wrong)
                % {"n": wrong}
            )
