"""Letters go out one by one. Each is noted as on its way before the server gets it and as sent after the server took it.

Whatever happens in between, nobody gets a letter twice without our knowing: what the server may have taken waits for a person to tell.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from wonback.post.mail import mail_of
from wonback.post.models import Letter

Clock = Callable[[], datetime]

# Longer than any server takes to answer: who holds a letter longer than this is not there any more.
LEASE = timedelta(minutes=10)
# A letter of last week says “tomorrow” and means a day that is gone.
STALE = timedelta(days=3)
PERMANENT = 500


def send_due(*, clock: Clock) -> int:
    """Send what may go out now, over one connection. Return how many letters the server took."""
    tidy(at=clock())
    mailer = mailers["default"]
    if not has_server(mailer):
        return 0
    waiting = list(Letter.objects.due(at=clock()).values_list("pk", flat=True))
    sent = 0
    for place, pk in enumerate(waiting):
        if why := unreachable(mailer):
            put_off(waiting[place:], why, at=clock())
            break
        sent += deliver(pk, mailer, clock=clock)
    close(mailer)
    return sent


def tidy(*, at: datetime) -> None:
    """Name the letters that a crash left on their way, and let none go out that waited too long to be right."""
    for letter in Letter.objects.left_behind(before=at - LEASE):
        letter.doubt(_("Wonback stopped while the mail server was taking it. It may have arrived."), at=at)
    Letter.stop(Letter.objects.filter(not_after__lt=at), why=_("Its hour has passed."), at=at)
    for letter in Letter.objects.waiting().filter(not_before__lt=at - STALE):
        letter.fail(_("It waited for more than three days. Send it again if it is still right."), at=at)


def has_server(mailer: BaseEmailBackend) -> bool:
    """Whether there is a mail server at all; without one letters wait."""
    return "console" not in type(mailer).__module__


def unreachable(mailer: BaseEmailBackend) -> str:
    """Why there is no connection to the mail server; nothing if there is one."""
    try:
        mailer.open()
    except OSError as error:
        return _("The mail server cannot be reached: %(error)s.") % {"error": spoken(error)}
    return ""


def put_off(letters: list[int], why: str, *, at: datetime) -> None:
    for letter in Letter.objects.waiting().filter(pk__in=letters):
        letter.put_off(why, at=at)


def deliver(pk: int, mailer: BaseEmailBackend, *, clock: Clock) -> bool:
    """Take one letter, hand it over, and note what the server said."""
    letter = Letter.objects.for_sending().get(pk=pk)
    if not letter.take(at=clock()):
        return False
    move, why = hand_over(letter, mailer)
    move(letter, why, at=clock())
    if why:
        # After an error a connection may be in any state; the next letter gets a new one.
        close(mailer)
    return not why


Move = Callable[..., None]


def hand_over(letter: Letter, mailer: BaseEmailBackend) -> tuple[Move, str]:
    """Give it to the server. Return what becomes of the letter, and why."""
    try:
        mailer.send_messages([mail_of(letter)])
    except SMTPRecipientsRefused as refused:
        return answered(*next(iter(refused.recipients.values())))
    except SMTPResponseException as refused:
        return answered(refused.smtp_code, refused.smtp_error)
    except OSError as error:
        told = {"error": spoken(error)}
        return Letter.doubt, _(
            "The line broke while the mail server was taking it: %(error)s. It may have arrived."
        ) % told
    except ValueError as error:
        return Letter.fail, _("It cannot be written as a letter: %(error)s.") % {"error": error}
    return Letter.gone, ""


def answered(code: int, said: bytes | str) -> tuple[Move, str]:
    """The server said no: for good (5xx), or for now (4xx)."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    why = _("The mail server said: %(code)d %(words)s") % {"code": code, "words": words}
    return (Letter.fail if code >= PERMANENT else Letter.put_off), why


def spoken(error: OSError) -> str:
    return (error.strerror if not isinstance(error, SMTPException) else "") or str(error) or type(error).__name__


def close(mailer: BaseEmailBackend) -> None:
    # The letters are noted already; a server that does not say goodbye changes nothing.
    with suppress(OSError):
        mailer.close()
