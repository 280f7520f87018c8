"""Sending over a real connection: in the sender’s own name, and honest about what the server said."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from wonback.clients.models import Permission
from wonback.interviews.appointment import appointment
from wonback.post.models import Letter
from wonback.post.sending import LEASE, STALE, send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(noon):
    return lambda after=timedelta(0): send_due(clock=lambda: noon + after)


def read(envelope):
    return message_from_bytes(envelope.content, policy=policy.default)


class TestAMail:
    def test_goes_out_in_the_senders_own_name(self, write, postbox, send, vera):
        vera.name = "Véra Castéllanos"
        vera.save()
        letter = write(in_reply_to="<earlier@example.com>")
        assert send() == 1

        envelope = postbox.mails[0]
        mail = read(envelope)
        assert (envelope.mail_from, envelope.rcpt_tos) == ("vera@example.com", ["dana@northwind.example"])
        assert str(mail["From"]) == str(mail["Reply-To"]) == "Véra Castéllanos <vera@example.com>"
        assert str(mail["To"]) == "Dana of Northwind <dana@northwind.example>"
        assert (mail["Message-ID"], mail["In-Reply-To"]) == (letter.message_id, "<earlier@example.com>")

    def test_to_one_of_us_needs_no_clients_permission(self, postbox, send, northwind, vera, noon):
        Permission.note(by=vera, at=noon, client=northwind, answer="refused", words="Leave us alone.")
        told = {"to": "tilda@example.com", "colleague": "Tilda Brandt", "client": northwind, "sender": vera}
        Letter.among_us(key="nudge:1", subject="Are we ready?", text="Say so.", at=noon, **told)
        assert send() == 1

        assert str(read(postbox.mails[0])["To"]) == "Tilda Brandt <tilda@example.com>"

    def test_that_nobody_wrote_comes_from_wonback_itself(self, postbox, send, noon, settings):
        told = {"to": "tilda@example.com", "colleague": "Tilda Brandt", "sender": None}
        Letter.among_us(key="nudge:1", subject="Are we ready?", text="Say so.", at=noon, **told)
        send()

        assert str(read(postbox.mails[0])["From"]) == settings.DEFAULT_FROM_EMAIL

    def test_puts_text_first(self, write, postbox, send):
        write(html="<p>You were late.</p>")
        send()
        parts = [part.get_content_type() for part in read(postbox.mails[0]).walk()]

        assert parts == ["multipart/alternative", "text/plain", "text/html"]

    @pytest.mark.parametrize(("is_off", "method"), [(False, "REQUEST"), (True, "CANCEL")])
    def test_carries_the_appointment_with_its_method(self, write, postbox, send, vera, noon, is_off, method):
        entry = appointment(7, 0, start=noon, person=vera, title="A talk", is_off=is_off, at=noon)
        write(calendar=entry)
        send()
        part = read(postbox.mails[0]).get_payload()[-1]

        assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", method)
        assert "UID:interview-7@" in part.get_content()


class TestSending:
    def test_notes_when_the_server_took_it(self, write, postbox, send, noon):
        letter = write()
        send(timedelta(minutes=1))
        letter.refresh_from_db()

        assert (letter.state, letter.attempts, letter.sent_at) == ("sent", 1, noon + timedelta(minutes=1))
        assert (send(), len(postbox.mails)) == (0, 1)

    def test_uses_one_connection_for_a_run(self, write, postbox, send):
        for number in range(5):
            write(key=f"recap:{number}")

        assert (send(), postbox.connections) == (5, 1)

    def test_waits_for_its_time(self, write, postbox, send, noon):
        write(not_before=noon + timedelta(hours=1))

        assert (send(), send(timedelta(hours=1))) == (0, 1)

    def test_asks_again_whether_it_may(self, write, postbox, send, northwind, vera, noon):
        letter = write()
        Permission.note(by=vera, at=noon, client=northwind, answer="refused", words="Never again.")
        send()
        letter.refresh_from_db()

        assert (letter.state, postbox.mails) == ("stopped", [])
        assert letter.why == "Leave them alone: they said “Never again.”."

    def test_tries_again_later_what_the_server_refused_for_now(self, write, postbox, send, noon):
        letter, other = write(), write(key="recap:2")
        postbox.says = {"dana@northwind.example": "451 Try later"}
        send()
        letter.refresh_from_db()
        assert (letter.state, letter.why) == ("waiting", "The mail server said: 451 Try later")
        assert letter.not_before > noon

        postbox.says = {}
        assert (send(), send(timedelta(minutes=6))) == (0, 2)
        other.refresh_from_db()
        assert (other.state, other.why) == ("sent", "")

    def test_tells_what_the_server_refused_for_good(self, write, postbox, send):
        letter = write()
        postbox.says = {"dana@northwind.example": "550 No such person"}
        send()
        letter.refresh_from_db()

        assert (letter.state, letter.why) == ("failed", "The mail server said: 550 No such person")

    def test_waits_while_no_server_answers(self, write, settings, send, noon):
        options = {"host": "127.0.0.1", "port": 1, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        letters = [write(), write(key="recap:2")]
        send()

        for letter in letters:
            letter.refresh_from_db()
            assert (letter.state, letter.attempts, letter.taken_at) == ("waiting", 1, None)
            assert letter.why == "The mail server cannot be reached: Connection refused."
            assert letter.not_before == noon + timedelta(minutes=1)

    def test_gives_up_in_the_end(self, write, settings, send):
        options = {"host": "127.0.0.1", "port": 1, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        letter = write()
        Letter.objects.update(attempts=20)
        send()
        letter.refresh_from_db()

        assert letter.state == "failed"

    def test_names_what_a_crash_left_on_its_way(self, write, postbox, send, noon):
        letter = write()
        assert letter.take(at=noon)
        send(LEASE)
        letter.refresh_from_db()
        assert letter.state == "sending"

        send(LEASE + timedelta(seconds=1))
        letter.refresh_from_db()
        assert (letter.state, postbox.mails) == ("uncertain", [])
        assert "It may have arrived." in letter.why

    def test_names_what_a_broken_line_left_open(self, write, postbox, send):
        async def hang_up(server, session, envelope):
            postbox.mails.append(envelope)
            server.transport.abort()
            return "250 OK"

        postbox.handle_DATA = hang_up
        letter = write()
        send()
        letter.refresh_from_db()

        assert (letter.state, len(postbox.mails)) == ("uncertain", 1)

    def test_sends_nothing_that_waited_too_long(self, write, postbox, send):
        letter = write()
        send(STALE + timedelta(minutes=1))
        letter.refresh_from_db()

        assert (letter.state, postbox.mails) == ("failed", [])

    def test_waits_while_there_is_no_server(self, write, settings, send, capsys):
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
        letter = write()

        assert send() == 0
        letter.refresh_from_db()
        assert (letter.state, capsys.readouterr().out) == ("waiting", "")


class TestWaking:
    def test_the_first_letter_of_a_transaction_wakes_the_worker(
        self, write, postbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as woken:
            for number in range(3):
                write(key=f"recap:{number}")

        assert len(woken) == 1
