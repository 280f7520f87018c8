"""What a mail is that came in: pure, from the bytes of a mail to what is heard of it."""

from types import SimpleNamespace

import pytest
from imap_tools import MailMessage

from tests.post.mails import bounce, plain_bounce, reply
from wonback.post.automatic import Says
from wonback.post.coming_in import ANSWER, AUTOMATIC, BOUNCE, REPORT, heard

OURS = "<0123456789abcdef0123456789abcdef@127.0.0.1>"

# None of these may keep those after it from being read: what cannot be in a database must not come out of them either.
REPORTED = b"From: mailer-daemon@x\nContent-Type: multipart/report; boundary=q\n\n"
STATUS = b"--q\nContent-Type: message/delivery-status\n\n"
ODD = [
    b"",
    b"Subject: =?nonsense?q?=ff?=\nContent-Type: text/plain; charset=klingon\n\n\xff\xfe",
    b"From: a@b.example\nMessage-ID: <a\0b@c>\nAuto-Submitted: auto-replied\n\nI have left\0 the firm.",
    "From: Jürgen <jürgen@bäcker.example>\nMessage-ID: <ü@x>\nIn-Reply-To: <ü@x>\nDate: nonsense\n\nä".encode(
        "latin-1"
    ),
    b"From: a@b.example\nDate: Mon, 99 Foo 99999 99:99:99 +9999\nContent-Type: ;;;\nPrecedence: \xff\n\nx",
    REPORTED + b"no parts",
    REPORTED + STATUS + b"not a block\n--q--\n",
    REPORTED
    + STATUS
    + b"A: b\n\nFinal-Recipient: rfc822; \xff@x\nAction: failed\nDiagnostic-Code: smtp; \xff\0\n--q--\n",
    REPORTED + b"--q\nContent-Type: text/rfc822-headers; charset=nope\n\nMessage-ID: \xff\n--q--\n",
    b"From: a@b.example\nAuto-Submitted: auto-replied\nContent-Type: text/html; charset=utf-16\n\n<p>\xff\xd8",
]


@pytest.fixture
def letter():
    sender = SimpleNamespace(email="vera@ours.example")
    return SimpleNamespace(
        pk=1,
        to="dana@northwind.example",
        sender=sender,
        subject="A second chance",
        text="We failed you.",
        message_id=OURS,
    )


def hear(mail):
    return heard(MailMessage.from_bytes(mail.as_bytes()))


class TestReportOnDelivery:
    def test_names_our_letter_the_address_and_what_the_server_said(self, letter):
        found = hear(bounce(letter))

        assert (found.kind, found.about, found.whose) == (BOUNCE, (OURS,), "dana@northwind.example")
        assert found.reading.says == Says.UNKNOWN_THERE
        assert found.words == "5.1.1 550 5.1.1 no such user here"
        assert str(found.sent_on) == "2026-11-23"

    def test_may_carry_the_headers_of_the_letter_alone(self, letter):
        assert hear(bounce(letter, headers_only=True)).about == (OURS,)

    @pytest.mark.parametrize(
        ("status", "said", "says"),
        [
            ("5.1.1", "550 5.1.1 <dana@northwind.example>: Recipient address rejected: User unknown", Says.UNKNOWN_THERE),
            ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Says.UNKNOWN_THERE),
            ("5.2.2", "552 5.2.2 Mailbox full", Says.LATER),
            ("4.4.1", "451 4.4.1 temporarily deferred", Says.LATER),
            ("5.7.1", "554 5.7.1 Message rejected as spam", Says.NOTHING),
        ],
    )  # fmt: skip
    def test_says_more_than_failed(self, letter, status, said, says):
        assert hear(bounce(letter, status=status, said=said)).reading.says == says

    def test_that_it_is_late_is_no_failure(self, letter):
        assert {hear(bounce(letter, action=action)).kind for action in ("delayed", "delivered")} == {REPORT}

    def test_of_an_old_server_is_read_by_its_words(self, letter):
        found = hear(plain_bounce(letter, "<dana@northwind.example>: Sorry, no such user here. (#5.1.1)"))

        assert (found.kind, found.about, found.reading.says) == (BOUNCE, (OURS,), Says.UNKNOWN_THERE)


class TestAutomaticAnswer:
    @pytest.mark.parametrize(
        "signs",
        [
            {"Auto_Submitted": "auto-replied"},
            {"X_Autoreply": "yes"},
            {"Precedence": "auto_reply"},
            {"subject": "Automatische Antwort: A second chance"},
        ],
    )
    def test_is_known_by_what_programs_write(self, letter, signs):
        found = hear(reply(letter, "I am on annual leave until Monday.", **signs))

        assert (found.kind, found.reading.says, found.whose) == (AUTOMATIC, Says.AWAY, "dana@northwind.example")

    def test_names_who_follows(self, letter):
        words = "Dana is no longer with Northwind. Please contact Jon Lie (jon.lie@northwind.example)."
        found = hear(reply(letter, words, Auto_Submitted="auto-replied"))

        assert (found.reading.says, found.reading.name) == (Says.LEFT, "Jon Lie")
        assert found.words == words

    def test_in_html_alone_is_read_too(self, letter):
        mail = reply(letter, "", Auto_Submitted="auto-replied")
        mail.set_content("<style>p {}</style><p>Dana <b>is no longer with</b> Northwind.</p>", subtype="html")

        assert hear(mail).reading.says == Says.LEFT


class TestAnswerByAPerson:
    def test_is_not_read(self, letter):
        found = hear(reply(letter, "Dana has left, but let us talk.", Auto_Submitted="no"))

        assert (found.kind, found.reading.says, found.words) == (ANSWER, Says.NOTHING, "")

    def test_is_known_again_without_a_name_of_its_own(self, letter):
        one, other = reply(letter, "Yes."), reply(letter, "No.")
        for mail in (one, other):
            del mail["Message-ID"]

        assert hear(one).mark == hear(one).mark != hear(other).mark

    @pytest.mark.parametrize("raw", ODD)
    def test_survives_what_nobody_can_read(self, raw):
        found = heard(MailMessage.from_bytes(raw))

        for text in (found.words, found.whose, found.mark, *found.about):
            assert text == text.replace("\0", "").encode(errors="replace").decode()
