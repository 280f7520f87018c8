"""`wonback manage send_letters`: what the worker does every minute, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.post.sending import send_due


class Command(BaseCommand):
    help = (
        "Send the letters that wait in the outbox. Safe to run again and beside another one: no letter is sent twice."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        sent = send_due(clock=timezone.now)
        # The worker asks every minute, and whoever started it would read nothing else.
        if verbosity:
            self.stdout.write(_("Letters sent: %(n)d.") % {"n": sent})
