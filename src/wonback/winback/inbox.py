"""What comes of a mail that came in: it is told, letters that came back say so, steps end, and who has gone has moved."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from imap_tools import MailMessage

from wonback.clients.models import Contact
from wonback.core.verbs import Verb
from wonback.interviews.models import Invitation
from wonback.post import tongues
from wonback.post.automatic import Says
from wonback.post.coming_in import ANSWER, BOUNCE, REPORT, Heard, heard
from wonback.post.models import Incoming, Letter
from wonback.team.models import User
from wonback.winback.models import Gone, Move, Sequence

CAME_BACK = Verb("mail.came_back", gettext_lazy("Our letter to {contact} of {client} came back: {why}."))
BY_ITSELF = Verb(
    "mail.answered_by_itself", gettext_lazy("An automatic answer came from {contact} of {client}: {what}.")
)
ANSWERED = Verb("mail.answered", gettext_lazy("{contact} of {client} answered our letter “{subject}”."))

WORDS = {
    Says.LEFT: gettext_lazy("they do not work there any more"),
    Says.MOVED: gettext_lazy("they have another address"),
    Says.LEAVE: gettext_lazy("they are away for months"),
    Says.AWAY: gettext_lazy("they are away for some days"),
    Says.UNKNOWN_THERE: gettext_lazy("nobody there has that address"),
    Says.LATER: gettext_lazy("their mailbox took nothing"),
    Says.NOTHING: gettext_lazy("it says nothing about where they are"),
}


def read_mail(mail: MailMessage, at: datetime) -> Incoming | None:
    """File one mail, once; None if it is none of our business, which most of a mailbox is."""
    with tongues.among_us():
        return file(heard(mail), at=at)


def file(mail: Heard, *, at: datetime) -> Incoming | None:
    if mail.kind == REPORT:
        return None
    letter = Letter.objects.filter(message_id__in=mail.about).for_sending().first()
    contact = letter.contact if letter else writer_of(mail)
    if not (letter or contact) or is_ours(mail) or Incoming.objects.filter(mark=mail.mark).exists():
        return None
    says = mail.reading.says if mail.kind != ANSWER else ""
    filed = Incoming.objects.create(
        mark=mail.mark, kind=mail.kind, letter=letter, contact=contact, says=says, read_at=at
    )
    if mail.kind == BOUNCE:
        come_back(mail, letter, contact, at=at)
    elif contact and letter and mail.kind == ANSWER:
        answer(contact, letter.subject, at=at)
    elif contact:
        answer_by_itself(mail, contact, at=at)
    return filed


def is_ours(mail: Heard) -> bool:
    """One of us sent it on, or got a copy: nobody at a client has answered."""
    return mail.kind != BOUNCE and User.objects.filter(email=mail.whose).exists()


def writer_of(mail: Heard) -> Contact | None:
    """Who wrote by themselves without naming a letter: the one person with that address who is still there."""
    if mail.kind in {BOUNCE, ANSWER} or not mail.whose:
        return None
    there = list(Contact.objects.filter(email=mail.whose, left_on=None).select_related("client")[:2])
    return there[0] if len(there) == 1 else None


def come_back(mail: Heard, letter: Letter | None, contact: Contact | None, *, at: datetime) -> None:
    """A letter did not arrive. An address that took letters before and is unknown now has lost its person."""
    why = str(WORDS[mail.reading.says]) if mail.reading.says != Says.NOTHING else _("their server refused it")
    if letter is None or not letter.come_back(_("It came back: %(words)s") % {"words": mail.words or why}, at=at):
        return
    if contact is None or letter.client is None:
        return
    letter.client.tell(CAME_BACK, by=None, at=at, contact=contact.name, why=why)
    arrived_before = Letter.objects.filter(to=letter.to, state=Letter.State.SENT, contact=contact)
    if mail.reading.says == Says.UNKNOWN_THERE and arrived_before.exists():
        leave(mail, contact, at=at)


def answer_by_itself(mail: Heard, contact: Contact, *, at: datetime) -> None:
    contact.client.tell(BY_ITSELF, by=None, at=at, contact=contact.name, what=str(WORDS[mail.reading.says]))
    if mail.reading.says == Says.LEFT:
        leave(mail, contact, at=at)


def answer(contact: Contact, subject: str, *, at: datetime) -> None:
    """A person answered: from here on people write, not Wonback."""
    contact.client.tell(ANSWERED, by=None, at=at, contact=contact.name, subject=subject)
    Sequence.objects.filter(contact=contact).stop(Sequence.Exit.REPLY, at=at)
    for invitation in Invitation.objects.filter(contact=contact, ended_at=None).select_related(
        "interview__loss__client"
    ):
        invitation.replied(by=None, at=at)


def leave(mail: Heard, contact: Contact, *, at: datetime) -> None:
    """They have gone, and the mail names who follows. An address without a name is nobody’s successor."""
    if contact.left_on:
        return
    today = timezone.localdate(at)
    on = min(mail.sent_on or today, today)
    name, email = mail.reading.name, mail.reading.email if mail.reading.name else ""
    Move.note(contact, Gone(on=on, words=mail.words, successor=name, successor_email=email), by=None, at=at)
