"""A letter as a mail: in the sender’s own name, text first, with what goes into a calendar."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from wonback.post.models import Letter


class Mail(EmailMultiAlternatives):
    """A mail that may carry an appointment. Mail programs offer “accept” only where the part itself names its method."""

    calendar = ""

    def message(self, **how: Any) -> EmailMessage:
        whole: EmailMessage = super().message(**how)
        if self.calendar:
            found = re.search(r"^METHOD:(\w+)", self.calendar, re.MULTILINE)
            params = {"method": found.group(1) if found else "REQUEST"}
            whole.add_alternative(self.calendar, subtype="calendar", params=params)
        return whole


def mail_of(letter: Letter) -> Mail:
    """As it goes to the server. Answers go to whoever wrote it."""
    sender, reader = letter.sender, letter.contact
    name, own = (sender.name, sender.email) if sender else ("", "")
    by = str(Address(name, addr_spec=own)) if own else settings.DEFAULT_FROM_EMAIL
    headers = {"Message-ID": letter.message_id}
    if letter.in_reply_to:
        headers |= {"In-Reply-To": letter.in_reply_to, "References": letter.in_reply_to}
    to = str(Address(reader.name if reader else letter.colleague, addr_spec=letter.to))
    mail = Mail(letter.subject, letter.text, by, [to], reply_to=[by], headers=headers)
    mail.calendar = letter.calendar
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail
