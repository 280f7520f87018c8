"""Letters in the outbox: written once, and never to somebody who asked us to leave them alone."""

from datetime import timedelta

import pytest

from wonback.clients.models import Permission
from wonback.post.models import DoNotContact, Letter, NoAddress

pytestmark = pytest.mark.django_db


class TestWriting:
    def test_puts_it_into_the_outbox(self, write, noon):
        letter = write()

        assert (letter.state, letter.to, letter.not_before) == ("waiting", "dana@northwind.example", noon)

    def test_with_the_same_key_gives_the_letter_of_before(self, write):
        assert write().pk == write(text="Something else").pk
        assert Letter.objects.get().text == "You were late."

    def test_gives_each_a_name_of_its_own(self, write):
        assert write().message_id != write(key="recap:2").message_id

    def test_needs_an_address(self, write, dana):
        dana.email = ""

        with pytest.raises(NoAddress, match="Write down the e-mail address of Dana of Northwind first."):
            write()

    def test_needs_somebody_who_is_still_there(self, write, dana, today):
        dana.left_on = today

        with pytest.raises(NoAddress, match="Write to somebody else there"):
            write()

    def test_needs_an_address_to_answer_to(self, write, vera):
        vera.email = None

        with pytest.raises(NoAddress, match="Give Vera Castellanos an e-mail address"):
            write()

    def test_is_refused_to_whom_we_shall_leave_alone(self, write, northwind, vera, noon):
        Permission.note(by=vera, at=noon, client=northwind, answer="refused", words="Never again.")

        with pytest.raises(DoNotContact, match="Leave them alone: they said “Never again.”."):
            write()
        assert not Letter.objects.exists()

    def test_of_an_offer_waits_for_the_day_they_named(self, write, northwind, vera, noon, today):
        spring = today + timedelta(days=90)
        Permission.note(
            by=vera, at=noon, client=northwind, answer="allowed", scope="offer", words="In spring.", not_before=spring
        )

        with pytest.raises(DoNotContact, match="Wait until .*: they said “In spring.”."):
            write(scope="offer")
        assert write().state == "waiting"


class TestStopping:
    def test_holds_back_what_has_not_gone_out(self, write, noon):
        write(key="invitation:17:1")
        write(key="invitation:170:1")

        assert Letter.stop("invitation:17:", why="They answered.", at=noon) == 1
        assert Letter.objects.get(key="invitation:17:1").why == "They answered."
        assert Letter.objects.get(key="invitation:170:1").state == "waiting"

    def test_leaves_alone_what_is_on_its_way(self, write, noon):
        Letter.objects.filter(pk=write().pk).update(state="sending")

        assert Letter.stop(Letter.objects.all(), why="They answered.", at=noon) == 0


class TestAmongOurselves:
    def test_is_written_once(self, vera, noon):
        told = {"to": "tilda@example.com", "colleague": "Tilda Brandt", "sender": vera, "subject": "Ready?"}

        assert (
            Letter.among_us(key="nudge:1", text="Say so.", at=noon, **told).pk
            == Letter.among_us(key="nudge:1", text="Again.", at=noon, **told).pk
        )

    def test_needs_an_address(self, vera, noon):
        told = {"to": "", "colleague": "Tilda Brandt", "sender": vera, "subject": "Ready?", "text": "Say so."}

        with pytest.raises(NoAddress, match="Write down the e-mail address of Tilda Brandt first."):
            Letter.among_us(key="nudge:1", at=noon, **told)

    def test_stands_in_the_outbox_without_a_client(self, client, vera, noon):
        told = {"to": "tilda@example.com", "colleague": "Tilda Brandt", "sender": vera, "subject": "Ready?"}
        Letter.among_us(key="nudge:1", text="Say so.", at=noon, **told)
        client.force_login(vera)

        assert "to Tilda Brandt, one of us" in client.get("/outbox/").content.decode()
