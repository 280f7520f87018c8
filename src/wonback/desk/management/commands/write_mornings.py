"""`wonback manage write_mornings`: what the worker does every five minutes, by hand."""

from typing import Any

from django.core.mail import mailers
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.desk.mornings import write_due
from wonback.post.sending import has_server


class Command(BaseCommand):
    help = "Write the morning mails whose hour it is. Safe to run again: each person gets one a day."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        # Without a mail server nobody would read them this morning.
        n = write_due(at=timezone.now()) if has_server(mailers["default"]) else 0
        if verbosity:
            self.stdout.write(_("Morning mails written: %(n)d.") % {"n": n})
