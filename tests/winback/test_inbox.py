"""The mailbox is read once, and what comes of each mail: told, letters marked, steps ended, people moved."""

from datetime import timedelta

import pytest

from tests.post import imap_server
from tests.post.mails import bounce, reply
from wonback.clients.models import Contact
from wonback.core.errors import AlreadyDone
from wonback.post.mailbox import read_new
from wonback.post.models import Incoming, Letter, Mailbox
from wonback.winback.inbox import read_mail
from wonback.winback.models import Gone, Move, Sequence, Trigger

pytestmark = pytest.mark.django_db
LEFT = "Dana is no longer with Northwind. Please contact Jon Lie (jon.lie@northwind.example)."


@pytest.fixture
def folder(settings):
    server = imap_server.serving()
    settings.MAILBOX = {
        "host": "127.0.0.1", "port": server.server_address[1], "username": imap_server.USER,
        "password": imap_server.PASSWORD, "folder": "INBOX", "security": "none",
    }  # fmt: skip
    yield server.folder
    server.shutdown()
    server.server_close()


@pytest.fixture
def read(noon):
    return lambda reader=read_mail: read_new(reader, clock=lambda: noon)


@pytest.fixture
def dana(northwind):
    Contact.objects.filter(client=northwind).update(name="Dana", email="dana@northwind.example", role="champion")
    return northwind.contacts.get()


@pytest.fixture
def write(dana, rosa, noon):
    """Letters to Dana that went out."""

    def written(key="letter:1"):
        draft = {
            "client": dana.client,
            "contact": dana,
            "sender": rosa,
            "subject": "A second chance",
            "text": "We failed.",
        }
        letter = Letter.write(key=key, at=noon, **draft)
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=noon)
        letter.refresh_from_db()
        return letter

    return written


@pytest.fixture
def steps(dana, ready_plan, rosa, noon):
    ready_plan.launch(by=rosa, at=noon)
    return Sequence.begin(ready_plan, dana, "second-chance", by=rosa, at=noon)


def last(client):
    return str(client.timeline.order_by("-pk").first())


class TestReading:
    def test_reads_each_mail_once_and_touches_nothing(self, folder, read, write):
        letter = write()
        folder.arrive(reply(letter, "Let us talk."))
        folder.arrive(reply(letter, "And when?", by="somebody@else.example", named=False))

        assert (read(), read()) == (2, 0)
        assert folder.fetched == [1, 2]
        assert Incoming.objects.count() == 1
        assert not {"STORE", "SELECT"} & set(folder.commands)

    def test_goes_on_where_the_line_broke(self, folder, read, write):
        letter = write()
        for words in ("One.", "Two.", "Three."):
            folder.arrive(reply(letter, words))
        folder.cut_after = 2

        assert read() == 0
        assert Incoming.objects.count() == 2
        assert "cannot be read" in Mailbox.objects.get().problem

        folder.cut_after = None
        assert read() == 1
        assert folder.fetched == [1, 2, 3]
        assert Mailbox.objects.get().problem == ""

    def test_that_dies_with_a_mail_in_hand_files_it_the_next_time(self, folder, read, write):
        folder.arrive(reply(write(), "Let us talk."))

        def dies(mail, at):
            read_mail(mail, at)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            read(dies)

        assert (Incoming.objects.count(), Mailbox.objects.get().last_uid) == (0, 0)
        assert read() == 1
        assert Incoming.objects.count() == 1

    def test_files_nothing_twice_when_the_server_numbers_anew(self, folder, read, write):
        folder.arrive(reply(write(), "Let us talk."))
        read()
        folder.number_anew()

        assert read() == 1
        assert Incoming.objects.count() == 1

    def test_with_a_wrong_password_says_so(self, folder, read, settings):
        settings.MAILBOX = settings.MAILBOX | {"password": "wrong"}

        assert read() == 0
        assert "wrong name or password" in Mailbox.objects.get().problem

    def test_is_left_out_where_nobody_set_one_up(self, read, settings):
        settings.MAILBOX = None

        assert read() == 0
        assert not Mailbox.objects.exists()


class TestLetterThatCameBack:
    def test_is_shown_as_such_and_told(self, folder, read, write, dana):
        letter = write()
        folder.arrive(bounce(letter))
        read()

        letter.refresh_from_db()
        assert (letter.state, letter.why) == ("failed", "It came back: 5.1.1 550 5.1.1 no such user here")
        assert last(dana.client) == "Our letter to Dana of Northwind came back: nobody there has that address."
        # Perhaps we had it wrong from the beginning.
        assert not Move.objects.exists()

    def test_from_an_address_that_took_letters_before_means_they_have_gone(self, folder, read, write, dana, steps):
        write()
        folder.arrive(bounce(write("letter:2")))
        read()

        dana.refresh_from_db()
        steps.refresh_from_db()
        assert str(dana.left_on) == "2026-11-23"
        assert steps.exit == Sequence.Exit.LEFT
        assert Trigger.objects.get().kind == "advocate_gone"

    def test_because_their_mailbox_is_full_keeps_them_there(self, folder, read, write, dana):
        write()
        folder.arrive(bounce(write("letter:2"), status="5.2.2", said="552 5.2.2 mailbox full"))
        read()

        assert not Contact.objects.get(pk=dana.pk).left_on


class TestAutomaticAnswer:
    def test_that_they_have_left_moves_them_and_names_who_follows(self, folder, read, write, dana, steps):
        folder.arrive(reply(write(), LEFT, Auto_Submitted="auto-replied"))
        read()

        move = Move.objects.get()
        assert (move.contact, move.source, move.successor.name, move.noted_by) == (dana, "reply", "Jon Lie", None)
        assert move.words == LEFT
        steps.refresh_from_db()
        assert steps.exit == Sequence.Exit.LEFT
        assert "Dana left Northwind, noted by Wonback." in [str(entry) for entry in dana.client.timeline.all()]

    def test_from_whom_we_know_need_not_name_our_letter(self, folder, read, write, dana):
        folder.arrive(reply(write(), LEFT, named=False, Auto_Submitted="auto-replied"))
        read()

        assert Move.objects.get().contact == dana

    def test_that_they_are_away_ends_nothing(self, folder, read, write, dana, steps):
        folder.arrive(reply(write(), "I am out of the office until Monday.", Auto_Submitted="auto-replied"))
        read()

        steps.refresh_from_db()
        assert steps.ended_at is None
        assert last(dana.client) == "An automatic answer came from Dana of Northwind: they are away for some days."

    def test_of_somebody_who_has_left_already_is_no_news(self, folder, read, write, dana, rosa, noon, today):
        letter = write()
        dana.leave(on=today - timedelta(days=1), by=rosa, at=noon)
        folder.arrive(reply(letter, LEFT, Auto_Submitted="auto-replied"))
        read()

        assert not Move.objects.exists()


class TestTakingItBack:
    """The mail was wrong: they are still there."""

    @pytest.fixture
    def gone(self, folder, read, write, dana, steps):
        folder.arrive(reply(write(), LEFT, Auto_Submitted="auto-replied"))
        read()
        dana.refresh_from_db()
        return dana

    def test_closes_the_doors_nobody_went_through(self, gone, rosa, noon, today):
        assert Trigger.objects.filter(contact=gone).exists()

        Move.take_back(gone, by=rosa, at=noon)

        gone.refresh_from_db()
        assert (gone.left_on, gone.verified_on) == (None, today)
        assert not Move.objects.exists()
        assert not Trigger.objects.filter(contact=gone).exists()
        assert last(gone.client) == f"Dana is still at Northwind after all, noted by {rosa}."
        assert gone.client.contacts.get(name="Jon Lie").left_on is None

    def test_leaves_a_door_somebody_went_through(self, gone, rosa, noon):
        Trigger.objects.filter(contact=gone).update(taken_at=noon, taken_by=rosa)
        doors = Trigger.objects.count()

        Move.take_back(gone, by=rosa, at=noon)

        assert Trigger.objects.count() == doors

    def test_lets_them_leave_anew(self, gone, rosa, noon, today):
        Move.take_back(gone, by=rosa, at=noon)

        Move.note(gone, Gone(on=today), by=rosa, at=noon)

        assert Trigger.objects.filter(contact=gone, kind="advocate_gone").count() == 1

    def test_is_refused_of_whoever_is_there(self, dana, rosa, noon):
        with pytest.raises(AlreadyDone, match="somebody who is there"):
            Move.take_back(dana, by=rosa, at=noon)

    def test_is_one_button_beside_how_we_know(self, gone, client, rosa):
        client.force_login(rosa)
        theirs = client.get(gone.client.get_absolute_url()).content.decode()
        page = client.get(f"/doors/people/{gone.pk}/").content.decode()

        assert f"/doors/people/{gone.pk}/" in theirs
        assert "A mail came back" in page
        assert "no longer with Northwind" in page
        assert client.post(f"/doors/people/{gone.pk}/still-there/").url == gone.client.get_absolute_url()
        assert Contact.objects.get(pk=gone.pk).left_on is None


class TestAnswerByAPerson:
    def test_ends_the_steps_and_is_told(self, folder, read, write, dana, steps):
        folder.arrive(reply(write(), "Let us talk."))
        read()

        steps.refresh_from_db()
        assert steps.exit == Sequence.Exit.REPLY
        told = [str(entry) for entry in dana.client.timeline.all()]
        assert "Dana of Northwind answered our letter “A second chance”." in told

    def test_is_not_one_of_us_sending_it_on(self, folder, read, write, rosa, steps):
        folder.arrive(reply(write(), "For your information.", by=rosa.email))
        read()

        steps.refresh_from_db()
        assert steps.ended_at is None
        assert not Incoming.objects.exists()
