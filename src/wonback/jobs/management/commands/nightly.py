"""`wonback nightly`: the night's work for one day."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.days import typed_day
from wonback.core.locks import alone
from wonback.jobs import nightly
from wonback.jobs.models import Run


class Command(BaseCommand):
    help = "Do the night's work for one day. Safe to run again: finished steps are skipped, a step that was cut off is done again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=typed_day, metavar="DAY", help="the day, as 2026-11-22 (default: today)")

    def handle(self, *, as_of: date | None = None, **options: Any) -> None:
        day = as_of or timezone.localdate()
        with alone(
            settings.HOME / "nightly.lock", otherwise=_("Wait until the other night's work has ended: it is running.")
        ):
            for cut in Run.objects.interrupted().filter(as_of=day):
                self.stdout.write(_("Resuming %(step)s: it was interrupted.") % {"step": cut.step})
            done = [self.tell(run) for run in nightly.run(as_of=day, clock=timezone.now)]
        if not done:
            self.stdout.write(_("Nothing left to do for %(day)s.") % {"day": day})

    def tell(self, run: Run) -> Run:
        self.stdout.write(str(run))
        return run
