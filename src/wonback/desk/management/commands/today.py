"""`wonback today --for EMAIL`: one person's calls."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.days import typed_day
from wonback.desk.telling import told
from wonback.desk.today import Today, today_of
from wonback.team.models import User


class Command(BaseCommand):
    help = "List one person's calls for today, each with the reason why now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--for", dest="email", required=True, metavar="EMAIL", help="whose day")
        parser.add_argument("--as-of", type=typed_day, metavar="DAY", help="the day, as 2026-11-22 (default: today)")
        parser.add_argument("--all", action="store_true", help="also those for whom the minutes do not suffice")
        parser.add_argument("--json", action="store_true", help="as a list of objects")

    def handle(self, *, email: str, as_of: date | None, json: bool, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(_("Name somebody who works here: nobody has the address %(email)s.") % {"email": email})
        today = today_of(person, as_of=as_of or timezone.localdate())
        lines = told(today, everything=options["all"])
        self.stdout.write(as_json(lines) if json else as_text(today, lines))


def as_json(lines: list[dict[str, Any]]) -> str:
    return json.dumps(lines, ensure_ascii=False, indent=2)


def as_text(today: Today, lines: list[dict[str, Any]]) -> str:
    """A line for each, and how many wait."""
    rows = [f"{line['minutes']:>3} min  {line['client']:<32.32}  {line['why_now']}" for line in lines]
    later = [_("Later: %(n)d") % {"n": today.later_count}] if today.later_count else []
    return "\n".join([*(rows or [_("Nobody to call.")]), *later])
