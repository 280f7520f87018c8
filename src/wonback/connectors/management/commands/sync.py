"""`wonback sync`: what is new in the programs we are joined with."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.connectors import running, writing_back
from wonback.connectors.models import Connector, Sync
from wonback.connectors.sources import SOURCES


class Command(BaseCommand):
    help = "Bring in what is new in the programs you are connected with, and write back what changed where that is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", default="", metavar="NAME", help=f"only one of {', '.join(SOURCES)}")
        parser.add_argument("--dry-run", action="store_true", help="list what would be written back, and do nothing")
        parser.add_argument("--due", action="store_true", help="only what a program asked us to do later")
        parser.add_argument("--only-tell", action="store_true", help="only write back")
        parser.add_argument("--sync-id", type=int, help=SUPPRESS)

    def handle(self, *, name: str, verbosity: int, **options: Any) -> None:
        if name and not Connector.objects.joined().filter(name=name).exists():
            raise CommandError(
                _("Connect it on the page *Connections* first: “%(name)s” is not connected.") % {"name": name}
            )
        if options.get("sync_id"):
            for sync in Sync.objects.filter(pk=options["sync_id"]):
                sync.work(now=timezone.now())
        elif options.get("due"):
            running.go_on(clock=timezone.now)
        elif options.get("dry_run") or options.get("only_tell"):
            self.tell(name, dry=bool(options.get("dry_run")))
        else:
            self.look(name, verbosity)

    def look(self, name: str, verbosity: int) -> None:
        said = [f"{connector}: {told}" for connector, told in running.look_at_all(clock=timezone.now, name=name)]
        if verbosity:
            self.stdout.writelines(f"{line}\n" for line in said or [_("Nothing is connected.")])

    def tell(self, name: str, *, dry: bool) -> None:
        connectors = Connector.objects.joined().order_by("name")
        for connector in connectors.filter(name=name) if name else connectors:
            if not dry:
                written = running.tell(connector, clock=timezone.now)
                told = ngettext("%(source)s: wrote to one record.", "%(source)s: wrote to %(n)d records.", written)
                self.stdout.write(told % {"source": connector, "n": written})
                continue
            first, many = writing_back.first_due(connector, as_of=timezone.localdate(timezone.now()))
            told = ngettext(
                "%(source)s: one record would be written to.", "%(source)s: %(n)d records would be written to.", many
            )
            self.stdout.write(told % {"source": connector, "n": many})
            for one in first:
                changes = "; ".join(f"{title} = {value or '–'}" for title, value in one.changes)
                self.stdout.write(f"  {one.told.back.kind} {one.told.external_id} ({one.told.loss.client}): {changes}")
