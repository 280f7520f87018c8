"""What programs wrote back to letters of the demo company: one person has left, one is away, and one letter found no room."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import Parser
from email.utils import format_datetime

from imap_tools import MailMessage

from wonback.demo.dice import at, workday
from wonback.post.models import Letter
from wonback.winback.inbox import read_mail

GONE = (
    "Thank you for your message. I have left the company. Please contact my successor, Ruth Amery, ruth.amery@{place}."
)
AWAY = "Bonjour, je suis absent du bureau jusqu’au 4 décembre et vous répondrai à mon retour."
FULL = "552 5.2.2 mailbox full"


def answer(*, as_of: date) -> None:
    """Of those who have not answered in writing one has left; of those invited one is away, and one has a mailbox that is full."""
    moment = at(workday(as_of - timedelta(days=1)), 8)
    sent = Letter.objects.filter(state=Letter.State.SENT, written_at__lt=moment).select_related("contact", "sender")
    oldest = sent.order_by("written_at", "pk")
    if of_form := oldest.about("form:").first():
        come_in(automatic(of_form, moment, gone=True), moment)
    if of_invitation := oldest.about("invitation:").first():
        come_in(automatic(of_invitation, moment, gone=False), moment)
        others = sent.about("invitation:").exclude(contact=of_invitation.contact)
        if of_another := others.order_by("-written_at", "-pk").first():
            come_in(full(of_another, moment), moment)


def come_in(mail: Message, moment: datetime) -> None:
    read_mail(MailMessage.from_bytes(mail.as_bytes()), moment)


def automatic(letter: Letter, moment: datetime, *, gone: bool) -> Message:
    """The answer of a program while somebody is away, or after they have left."""
    mail = EmailMessage()
    mail["From"], mail["To"] = letter.to, letter.sender.email if letter.sender else ""
    mail["Subject"] = f"Automatic reply: {letter.subject}" if gone else f"Réponse automatique : {letter.subject}"
    mail["Date"], mail["Message-ID"] = format_datetime(moment), f"<answer-{letter.pk}@mail.example>"
    mail["In-Reply-To"], mail["Auto-Submitted"] = letter.message_id, "auto-replied"
    mail.set_content(GONE.format(place=letter.to.split("@")[-1]) if gone else AWAY)
    return mail


def full(letter: Letter, moment: datetime) -> Message:
    """The report of a server whose mailbox took nothing, as RFC 3464 wants it."""
    mail = MIMEMultipart("report", report_type="delivery-status")
    mail["From"], mail["Subject"] = "Mail Delivery System <MAILER-DAEMON@mail.example>", "Undelivered Mail"
    mail["Date"], mail["Message-ID"] = format_datetime(moment), f"<report-{letter.pk}@mail.example>"
    mail.attach(MIMEText("Your message could not be delivered."))
    fields = f"Reporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; {letter.to}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; {FULL}\n"
    mail.attach(Parser().parsestr(f"Content-Type: message/delivery-status\n\n{fields}\n"))
    mail.attach(Parser().parsestr(f"Content-Type: text/rfc822-headers\n\nMessage-ID: {letter.message_id}\n"))
    return mail
