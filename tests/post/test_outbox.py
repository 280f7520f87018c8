"""The outbox: what a person sees of their letters, and what they can do."""

import pytest
from django.urls import reverse

from wonback.clients.models import Permission
from wonback.core.errors import AlreadyDone
from wonback.jobs.doctor import look_at_letters
from wonback.post.models import DoNotContact, Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(write):
    return write()


@pytest.fixture
def uncertain(letter, noon):
    assert letter.take(at=noon)
    letter.doubt("It may have arrived.", at=noon)
    return letter


def page(client, person):
    client.force_login(person)
    return client.get(reverse("post:outbox")).content.decode()


class TestThePage:
    def test_shows_what_needs_somebody_first(self, client, uncertain, write, vera):
        write(key="recap:2", subject="Another one")
        shown = page(client, vera)

        assert shown.index("Look at these") < shown.index("What we heard") < shown.index("Another one")
        assert ("It arrived" in shown, "Send again" in shown, "It may have arrived." in shown) == (True, True, True)

    def test_shows_nobody_elses(self, client, letter, sam, omar, adam):
        assert ["What we heard" in page(client, person) for person in (sam, omar, adam)] == [False, False, True]

    def test_says_that_there_is_no_server(self, client, letter, vera, settings):
        assert "No mail server is set up" not in page(client, vera)
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
        assert "No mail server is set up" in page(client, vera)


class TestWhatAPersonCanDo:
    def test_say_that_it_arrived(self, client, uncertain, vera):
        client.force_login(vera)
        client.post(reverse("post:arrived", args=[uncertain.pk]))
        uncertain.refresh_from_db()

        assert (uncertain.state, uncertain.why) == ("sent", "")

    def test_send_it_again_at_once_and_with_the_same_name(
        self, client, uncertain, vera, mailoutbox, django_capture_on_commit_callbacks
    ):
        client.force_login(vera)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("post:again", args=[uncertain.pk]))
        uncertain.refresh_from_db()

        assert uncertain.state == "sent"
        assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [uncertain.message_id]

    def test_not_send_again_to_whom_we_shall_leave_alone(self, uncertain, northwind, vera, noon):
        Permission.note(by=vera, at=noon, client=northwind, answer="refused", words="Never again.")

        with pytest.raises(DoNotContact, match="Leave them alone"):
            uncertain.again(at=noon)

    def test_stop_what_waits_but_not_what_is_gone(self, letter, vera, noon):
        letter.hold(by=vera, at=noon)
        assert (letter.state, letter.why) == ("stopped", "Stopped by Vera Castellanos")

        with pytest.raises(AlreadyDone, match="Look again: this letter has moved on since."):
            letter.hold(by=vera, at=noon)


class TestTheDoctor:
    def test_sends_somebody_to_the_outbox(self, uncertain):
        assert look_at_letters().says == "Open the outbox: 1 letter could not be sent, or may not have arrived."

    def test_is_content_with_letters_that_wait(self, letter):
        assert (Letter.objects.count(), look_at_letters().ok) == (1, True)


def test_a_program_sees_the_same(client, letter, vera):
    client.force_login(vera)
    rows = client.get("/api/v1/letters").json()["rows"]

    assert [(row["id"], row["state"], row["to"]) for row in rows] == [(letter.pk, "waiting", "dana@northwind.example")]
