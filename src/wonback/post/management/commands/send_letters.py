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

    def handle(self, **options: Any) -> None:
        self.stdout.write(_("Letters sent: %(n)d.") % {"n": send_due(clock=timezone.now)})
