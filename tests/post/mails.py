"""Mails as other people’s servers and programs write them."""

from email import message_from_string
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText


def bounce(letter, *, action="failed", status="5.1.1", said="550 5.1.1 no such user here", headers_only=False):
    """A report on delivery as RFC 3464 wants it: for people, for programs, and our letter behind them."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["To"] = "Mail Delivery System <MAILER-DAEMON@mx.example>", letter.sender.email
    report["Subject"], report["Date"] = "Undelivered Mail Returned to Sender", "Mon, 23 Nov 2026 12:05:00 +0000"
    report["Message-ID"] = f"<bounce-{letter.pk}-{action}@mx.example>"
    report.attach(MIMEText("I'm sorry to have to inform you that your message could not be delivered."))
    fields = (
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {letter.to}\nAction: {action}\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {said}\n"
    )
    report.attach(message_from_string(f"Content-Type: message/delivery-status\n\n{fields}\n"))
    original = f"From: vera@ours.example\nTo: {letter.to}\nMessage-ID: {letter.message_id}\nSubject: {letter.subject}\n"
    if headers_only:
        report.attach(message_from_string(f"Content-Type: text/rfc822-headers\n\n{original}"))
    else:
        report.attach(MIMEMessage(message_from_string(f"{original}\n{letter.text}")))
    return report


def plain_bounce(letter, words):
    """What qmail and its kin write: words, and our letter quoted below them."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "MAILER-DAEMON@old.example", letter.sender.email, "failure notice"
    mail["Date"], mail["Message-ID"] = "Mon, 23 Nov 2026 12:05:00 +0000", f"<plain-{letter.pk}@old.example>"
    mail.set_content(f"{words}\n\n--- Below this line is a copy of the message.\n\nMessage-ID: {letter.message_id}\n")
    return mail


def reply(letter, words, *, by="", subject="", named=True, **headers):
    """An answer by a person or, with the headers of one, by a program."""
    mail = EmailMessage()
    mail["From"], mail["To"] = by or letter.to, letter.sender.email
    mail["Subject"], mail["Date"] = subject or f"Re: {letter.subject}", "Mon, 23 Nov 2026 12:05:00 +0000"
    mail["Message-ID"] = f"<reply-{letter.pk}-{abs(hash(words)) % 10_000}@northwind.example>"
    if named:
        mail["In-Reply-To"] = letter.message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail
