"""The mailbox in which answers to our letters arrive: what is new in it, read once, and left there as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from imaplib import IMAP4
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError

from wonback.post.models import Mailbox

Clock = Callable[[], datetime]
# Told of one mail, and when it was read. Called inside the transaction that remembers that it was.
Reader = Callable[[MailMessage, datetime], object]

KINDS: dict[str, Callable[..., BaseMailBox]] = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
SECONDS = 20
# Into a mailbox that was never read before, this far back.
FIRST_LOOK = timedelta(days=30)
# As RFC 3501 writes months, whatever language the machine speaks.
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def read_new(reader: Reader, *, clock: Clock) -> int:
    """Hand every mail that has arrived since to `reader`, oldest first; return how many there were.

    Each mail is remembered in the transaction in which it is read: killed in the middle, none is read twice and none is missed.
    """
    if not settings.MAILBOX:
        return 0
    place = Mailbox.at(settings.MAILBOX)
    try:
        with opened() as box:
            found = sum(
                read_once(place, one, reader, at=clock())
                for one in new_in(box, place, as_of=timezone.localdate(clock()))
            )
    except (OSError, IMAP4.error, ImapToolsError) as error:
        place.note(_("The mailbox cannot be read: %(error)s.") % {"error": str(error).rstrip(".")}, at=clock())
        return 0
    place.note("", at=clock())
    return found


@contextmanager
def opened() -> Iterator[BaseMailBox]:
    """Signed in, with the folder open for reading alone: nothing there is marked or moved."""
    where: dict[str, Any] = settings.MAILBOX or {}
    with KINDS[where["security"]](where["host"], where["port"], timeout=SECONDS) as box:
        box.login(where["username"], where["password"], initial_folder=None)
        box.folder.set(where["folder"], readonly=True)
        yield box


def new_in(box: BaseMailBox, place: Mailbox, *, as_of: date) -> Iterator[MailMessage]:
    """What has arrived since the last look; after the server has numbered its mails anew, the last weeks once more."""
    place.numbered(box.folder.status(None, ["UIDVALIDITY"])["UIDVALIDITY"])
    wanted = f"UID {place.last_uid + 1}:*" if place.last_uid else f"SINCE {day(as_of - FIRST_LOOK)}"
    # “12:*” names the last mail also where none is as late as 12.
    new = sorted(uid for uid in map(int, box.uids(wanted)) if uid > place.last_uid)
    if new:
        yield from box.fetch(uid_list=[str(uid) for uid in new], mark_seen=False)


def read_once(place: Mailbox, mail: MailMessage, reader: Reader, *, at: datetime) -> bool:
    """Whether it had not been read."""
    with transaction.atomic():
        if not place.take(int(mail.uid or 0)):
            return False
        reader(mail, at)
    return True


def day(on: date) -> str:
    """A day as IMAP writes it.

    >>> day(date(2026, 11, 2))
    '02-Nov-2026'
    """
    return f"{on.day:02}-{MONTHS[on.month - 1]}-{on.year}"
