"""`wonback planner --for EMAIL [--fill]`: one person's thirteen weeks, or a fair fill of them."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.days import typed_day
from wonback.desk.planner import Filling
from wonback.desk.planner_page import Board
from wonback.team.models import User


class Command(BaseCommand):
    help = "Show the quarter of one person or of a lead's team, or fill it fairly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--for", dest="email", required=True, metavar="EMAIL", help="whose planner")
        parser.add_argument("--fill", action="store_true", help="fill it first; what people moved stays")
        parser.add_argument("--as-of", type=typed_day, metavar="DAY", help="the day, as 2026-11-22 (default: today)")
        parser.add_argument("--json", action="store_true", help="as a list of objects")

    def handle(self, *, email: str, as_of: date | None, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(_("Name somebody who works here: nobody has the address %(email)s.") % {"email": email})
        day = as_of or timezone.localdate()
        if options["fill"]:
            Filling.of(person, as_of=day).run()
        board = Board(person, day, {})
        self.stdout.write(as_json(board) if options["json"] else as_text(board))


def as_json(board: Board) -> str:
    rows = [
        {"person": row.person.name, "monday": cell.monday.isoformat(), "minutes": cell.minutes, "room": cell.room}
        for row in board.rows()
        for cell in row.cells
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(board: Board) -> str:
    """A line for each person, the minutes of each week in it."""
    head = f"{'':<24}" + "".join(f"{monday:%d %b} " for monday in board.quarter.mondays)
    rows = [f"{row.person.name:<24.24}" + "".join(f"{cell.minutes:>6} " for cell in row.cells) for row in board.rows()]
    return "\n".join([head, *rows])
