"""`wonback manage read_mailbox`: what the worker does every two minutes, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.post.mailbox import read_new
from wonback.winback.inbox import read_mail


class Command(BaseCommand):
    help = "Read what is new in the mailbox. Safe to run again and beside another one: no mail is read twice."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        found = read_new(read_mail, clock=timezone.now)
        # The worker asks every two minutes, and whoever started it would read nothing else.
        if verbosity:
            self.stdout.write(_("Mails read: %(n)d.") % {"n": found})
