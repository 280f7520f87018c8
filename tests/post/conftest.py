"""A letter from Vera to Dana of Northwind, and a mail server that takes letters as a real one does."""

import pytest
from aiosmtpd.controller import Controller

from tests.jobs.test_serving import free_port
from wonback.post.models import Letter


class Postbox:
    """What a mail server took. It answers `says` for as long as that is set."""

    def __init__(self):
        self.mails, self.connections, self.says = [], 0, {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def postbox(settings):
    box = Postbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5}}}
    yield box
    controller.stop()


@pytest.fixture
def dana(northwind):
    contact = northwind.contacts.get()
    contact.email = "dana@northwind.example"
    contact.save()
    return contact


@pytest.fixture
def write(dana, vera, noon):
    def write(**changed):
        whole = {
            "key": "recap:1", "client": dana.client, "contact": dana, "sender": vera,
            "subject": "What we heard", "text": "You were late.", "at": noon,
        }  # fmt: skip
        return Letter.write(**{**whole, **changed})

    return write
