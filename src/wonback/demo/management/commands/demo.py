"""`wonback demo`: the demo company in an empty home, served."""

import io
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.core.days import typed_day
from wonback.demo import cast, company, crowd, door
from wonback.jobs.management.commands.serve import typed_port
from wonback.team.models import User


class Command(BaseCommand):
    help = "Make the demo company if there is no client here yet, then serve it. What is here is never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--clients", type=int, default=company.CLIENTS, metavar="N", help="how many clients (default: %(default)s)"
        )
        parser.add_argument("--as-of", type=typed_day, metavar="DAY", help="the day it is today (default: today)")
        parser.add_argument("--port", type=typed_port, default=8000, help="the port to serve on (default: %(default)s)")
        parser.add_argument("--no-serve", action="store_true", help="only make it")

    def handle(self, *, clients: int, as_of: date | None, port: int, no_serve: bool, **options: Any) -> None:
        if not Client.objects.exists():
            self.make(clients, as_of or timezone.localdate())
        self.tell_how_to_sign_in()
        if not no_serve:
            call_command("serve", port=port)

    def make(self, clients: int, as_of: date) -> None:
        if clients < company.CLIENTS:
            raise CommandError(_("Ask for %(n)d clients or more: so many have a story.") % {"n": company.CLIENTS})
        self.stdout.write(_("Making Northbeam Supply with %(n)d clients …") % {"n": clients})
        self.stdout.flush()
        company.make(as_of=as_of, others=crowd.Crowd(clients - company.CLIENTS, as_of=as_of))
        door.give_key()
        # So that the first morning has numbers, as every other one will.
        call_command("nightly", as_of=as_of, stdout=io.StringIO())

    def tell_how_to_sign_in(self) -> None:
        rosa = f"rosa@{cast.MAIL}"
        if not User.objects.filter(email=rosa).exists():
            self.stdout.write(_("This home has clients of its own. Nothing was made, nothing was changed."))
            return
        known = _("the password %(password)s") % {"password": door.key()} if door.key() else _("the password you kept")
        sentence = _("Sign in as %(email)s with %(password)s; the first page is her Today.")
        self.stdout.write(sentence % {"email": rosa, "password": known})
        others = _("With the same password: ines (leads her team), vera (asks why) and adam (admin), all @%(mail)s.")
        self.stdout.write(others % {"mail": cast.MAIL})
