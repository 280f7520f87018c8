"""What `wonback import` does with a whole export: an empty home takes everything in."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from wonback.exports import moving_in


class Command(BaseCommand):
    help = "Move into an empty home with everything `wonback export` wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="DIR")
        parser.add_argument("--key", help="the file “seal_key” of the home it comes from")
        parser.add_argument("--without-sealed", action="store_true", help="leave out what was said in confidence")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one object: what came in")

    def handle(self, *, source: str, key: str | None, without_sealed: bool, as_json: bool, **options: Any) -> None:
        told = moving_in.move_in(Path(source), key=Path(key) if key else None, without_sealed=without_sealed)
        admitted = moving_in.let_an_admin_in()
        if as_json:
            self.stdout.write(
                json.dumps({"tables": len(told.tables), "rows": told.rows, "from": told.company}, indent=2)
            )
            return
        words = {"rows": told.rows, "tables": len(told.tables), "company": told.company, "day": told.at[:10]}
        self.stdout.write(_("Moved in: %(rows)d rows of %(tables)d tables of %(company)s, as of %(day)s.") % words)
        if admitted:
            email, password = admitted
            self.stdout.write(
                _("Sign in as %(email)s with the password %(password)s") % {"email": email, "password": password}
            )
        self.stdout.write(_("Nobody else has a password yet: they ask for one on the page where they sign in."))
