"""`wonback export`: everything into a folder or a ZIP."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core import sealing
from wonback.exports import moving_out
from wonback.exports.formats import FORMATS
from wonback.exports.manifest import Manifest


class Command(BaseCommand):
    help = "Take everything along: every table as a file, in a folder or a ZIP that an empty home can move in from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="DIR", help="a new folder, or a file that ends in .zip")
        parser.add_argument(
            "--format", choices=sorted(FORMATS), default="csv", dest="form", help="(default: %(default)s)"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one object: what was written")

    def handle(self, *, target: str, form: str, as_json: bool, **options: Any) -> None:
        path = Path(target)
        if path.exists() and (path.is_file() or any(path.iterdir())):
            raise CommandError(_("Choose a folder that is not there yet: “%(path)s” is.") % {"path": path})
        folder = path.with_suffix(".making") if path.suffix == ".zip" else path
        manifest = self.made(folder, form)
        if folder != path:
            moving_out.pack(folder, path)
        if as_json:
            told = {"path": str(path), "format": form, "tables": len(manifest.tables), "rows": manifest.rows}
            self.stdout.write(json.dumps(told, indent=2))
            return
        words = {"rows": manifest.rows, "tables": len(manifest.tables), "path": path, "key": sealing.KEY}
        self.stdout.write(_("Wrote %(rows)d rows of %(tables)d tables to %(path)s.") % words)
        self.stdout.write(
            _(
                "Passwords, tokens and keys of links stay here. What was said in confidence is sealed; keep the file “%(key)s” of this home apart from it, to move in elsewhere."
            )
            % words
        )

    def made(self, folder: Path, form: str) -> Manifest:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(_("Choose a folder that can be written: %(why)s.") % {"why": error}) from error
        try:
            return moving_out.everything(folder, form, at=timezone.now())
        except BaseException:
            # Half an export would look like one.
            shutil.rmtree(folder, ignore_errors=True)
            raise
