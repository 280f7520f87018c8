"""`wonback lost`: lost clients and lost sales, the most worth winning back first."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.days import typed_day
from wonback.losses.models import Experience, Loss
from wonback.losses.queries import LossQuerySet
from wonback.losses.telling import told
from wonback.team.models import User

BATCH = 1_000


class Command(BaseCommand):
    help = "List lost clients and lost sales, the most worth winning back first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list, for programs")
        parser.add_argument("--limit", type=int, metavar="N", help="so many at most (default: all)")
        parser.add_argument("--kind", choices=Loss.Kind.values, help="only lost clients, parts or sales")
        parser.add_argument("--as-of", type=typed_day, metavar="DAY", help="the day, as 2026-11-22 (default: today)")
        parser.add_argument("--for", dest="email", metavar="EMAIL", help="what this person sees (default: everything)")

    def handle(self, *, limit: int | None = None, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        losses = wanted(kind=options["kind"], email=options["email"])
        if limit is not None and limit < 0:
            raise CommandError(_("Give --limit a number that is not below zero."))
        learned = Experience.learned()
        lines = (told(loss, as_of=as_of, learned=learned) for loss in losses[:limit].iterator(chunk_size=BATCH))
        write = self.write_json if options["json"] else self.write_text
        write(lines)

    def write_json(self, lines: Iterator[dict[str, Any]]) -> None:
        """One object a line, written as it is read, so that a long list needs no memory."""
        begun = "["
        for line in lines:
            self.stdout.write(f"{begun}\n{json.dumps(line, ensure_ascii=False)}", ending="")
            begun = ","
        self.stdout.write("[]" if begun == "[" else "\n]")

    def write_text(self, lines: Iterator[dict[str, Any]]) -> None:
        for place, line in enumerate(lines, start=1):
            self.stdout.write(sentence(place, line))


def wanted(*, kind: str | None, email: str | None) -> LossQuerySet:
    losses = Loss.objects.pursued().for_cards().ranked()
    if kind:
        losses = losses.filter(kind=kind)
    return losses.visible_to(person(email)) if email else losses


def person(email: str) -> User:
    try:
        return User.objects.get(email__iexact=email)
    except User.DoesNotExist as nobody:
        raise CommandError(_("Check the address: nobody here has %(email)s.") % {"email": email}) from nobody


def sentence(place: int, line: dict[str, Any]) -> str:
    """One line for people."""
    worth = _("unknown") if line["worth"] is None else f"{line['worth']:,} {line['currency']}"
    about = "≈ " if line["worth_known"] == "estimated" else ""
    what = f"{line['client']} ({line['deal']})" if line["deal"] else line["client"]
    return f"{place:>5}  {what}  {about}{worth}  {line['lost_on']}  {line['reason'] or _('not asked yet')}"
