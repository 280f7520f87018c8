"""What a mail is that came in: a letter of ours that came back (RFC 3464), an automatic answer (RFC 3834), or an answer by a person.

Pure: a mail in, what is heard of it out. What comes of it is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_string
from email.message import Message
from email.utils import parseaddr
from hashlib import blake2b

from imap_tools import MailMessage

from wonback.post.automatic import ROBOTS, Reading, Says, read

# A report without a failure says that a letter is late, or has arrived: nothing anybody has to know.
BOUNCE, AUTOMATIC, ANSWER, REPORT = "bounce", "automatic", "answer", "report"
# As our own letters are called: see `models.letter.new_message_id`.
OURS = re.compile(r"<[0-9a-f]{32}@[\w.-]+>")
BY_ITSELF = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|automatische (?:antwort|reply)|abwesenheit|réponse automatique|"
    r"absence du bureau|respuesta automática|risposta automatica|automatisch antwoord|autosvar|automatiskt svar|automatisk svar|automaattinen vastaus|"
    r"odpowiedź automatyczna|resposta automática)",
    re.IGNORECASE,
)
LONGEST = 20_000
# Which year a mail without a day that can be read is given.
NO_YEAR = 1900


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One mail as we understand it. `about` are the names of our letters in it, `whose` the address that failed, or that wrote."""

    kind: str
    reading: Reading
    about: tuple[str, ...]
    whose: str
    words: str
    mark: str
    sent_on: date | None


def heard(mail: MailMessage) -> Heard:
    """What this mail is, and what it says."""
    found, words = answer_in(mail), clean(mail.text or without_tags(mail.html)).strip()[:LONGEST]
    if failed := failed_recipients(mail.obj):
        whose, status, said = failed[0]
        reading = read(f"Status: {status}. {said}")
        return replace(found, kind=BOUNCE, reading=reading, whose=whose, words=f"{status} {said}".strip())
    if mail.obj.get_content_type() == "multipart/report":
        return replace(found, kind=REPORT, whose="")
    if ROBOTS.match(mail.from_) and found.about:
        # From before RFC 3464, or from a server that keeps to nothing: the words must do.
        return replace(found, kind=BOUNCE, reading=read(words), whose="", words=words)
    if is_automatic(mail):
        return replace(found, kind=AUTOMATIC, reading=read(words, subject=mail.subject, own=mail.from_), words=words)
    return found


def answer_in(mail: MailMessage) -> Heard:
    """The mail as an answer by a person, of whose words none are read."""
    return Heard(
        kind=ANSWER,
        reading=Reading(Says.NOTHING),
        about=tuple(dict.fromkeys(OURS.findall("\n".join(texts(mail.obj))))),
        whose=clean(mail.from_.lower()),
        words="",
        mark=mark_of(mail),
        sent_on=mail.date.date() if mail.date.year > NO_YEAR else None,
    )


def failed_recipients(mail: Message) -> list[tuple[str, str, str]]:
    """Of a report on delivery: each address that failed for good or for now, with its status and what the server said.

    One that is merely late has not failed; the letter may still arrive.
    """
    if mail.get_content_type() != "multipart/report":
        return []
    reports = (part for part in mail.walk() if part.get_content_type() == "message/delivery-status")
    blocks = [block for report in reports for block in report.get_payload() if isinstance(block, Message)]
    return [
        (address_in(header(block, "Final-Recipient")), header(block, "Status"), said_in(block))
        for block in blocks
        if header(block, "Action").lower() == "failed"
    ]


def address_in(field: str) -> str:
    """The address in “rfc822; dana@northwind.example”."""
    return parseaddr(field.rsplit(";", maxsplit=1)[-1])[1].lower()


def said_in(block: Message) -> str:
    """What the other server said: “smtp; 550 5.1.1 no such user”, folded over lines."""
    return " ".join(header(block, "Diagnostic-Code").split(";", 1)[-1].split())


def header(mail: Message, name: str) -> str:
    """What stands in all headers of that name; one that is not written as it should be is a thing of its own, not a text."""
    return clean(" ".join(map(str, mail.get_all(name, []))).strip())


def clean(text: str) -> str:
    """A text as a database takes it: anybody can send us others, and one must not keep the next mails from being read."""
    return text.replace("\0", "").encode(errors="replace").decode()


def is_automatic(mail: MailMessage) -> bool:
    """Whether a program wrote it."""
    submitted = header(mail.obj, "Auto-Submitted").lower()
    signs = ("X-Autoreply", "X-Autorespond", "X-Autoresponse")
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or any(sign in mail.obj for sign in signs)
        or "auto_reply" in header(mail.obj, "Precedence").lower()
        or bool(BY_ITSELF.match(mail.subject.strip()))
    )


def texts(mail: Message) -> Iterator[str]:
    """Wherever the name of a letter of ours may stand: what it answers to, the letter itself, and what is quoted."""
    yield from (str(value) for name in ("In-Reply-To", "References") for value in mail.get_all(name, []))
    for part in mail.walk():
        kind = part.get_content_type()
        if part is not mail and "Message-ID" in part:
            yield str(part["Message-ID"])
        if kind == "text/rfc822-headers":
            yield str(message_from_string(str(part.get_payload())).get("Message-ID", ""))
        elif kind == "text/plain" and ROBOTS.match(parseaddr(str(mail.get("From", "")))[1]):
            yield str(part.get_payload())


def mark_of(mail: MailMessage) -> str:
    """By what the same mail is known again."""
    named = header(mail.obj, "Message-ID")
    return named[:200] if named else blake2b(mail.obj.as_bytes(), digest_size=16).hexdigest()


def without_tags(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?is)<(style|script).*?</\1>", " ", html))
