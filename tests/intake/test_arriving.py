"""Files that come in pieces: a connection breaks, a tab is closed, the server starts anew, and nothing is sent twice."""

import base64
import gzip
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.intake.files import ACCOUNTS
from wonback.clients.models import Client
from wonback.intake.models import Arrival, Batch
from wonback.intake.recovery import recover
from wonback.intake.tasks import forget_abandoned

pytestmark = pytest.mark.django_db
FILE = ACCOUNTS.encode()
WHOLE = len(FILE)


class Sender:
    """A program that speaks tus."""

    def __init__(self, person):
        self.browser = Browser()
        self.browser.force_login(person)
        self.where = self.browser.post(reverse("intake:await")).json()

    def begin(self, name="accounts.csv", size=WHOLE):
        metadata = f"filename {base64.b64encode(name.encode()).decode()}"
        return self.browser.post(
            self.where["files"],
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata},
        )

    def send(self, address, piece, offset):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)}
        return self.browser.patch(address, piece, content_type="application/offset+octet-stream", headers=headers)

    def here(self, address):
        return int(self.browser.head(address)["Upload-Offset"])

    def read(self):
        self.browser.post(self.where["read"])
        return Batch.objects.get()


@pytest.fixture
def sender(ines):
    return Sender(ines)


class TestAFileInPieces:
    def test_comes_in_like_one_that_came_at_once(self, sender):
        address = sender.begin()["Location"]
        assert sender.send(address, FILE[:50], 0).status_code == 204
        assert sender.here(address) == 50
        assert int(sender.send(address, FILE[50:], 50)["Upload-Offset"]) == len(FILE)

        batch = sender.read()
        assert batch.state == Batch.State.CHECKED
        assert batch.totals()["client"]["new"] == 2
        assert not list(batch.folder.glob("*.arriving"))
        batch.commit(by=None, at=batch.at)
        assert Client.objects.count() == 2

    def test_may_be_packed(self, sender):
        packed = gzip.compress(FILE)
        address = sender.begin("accounts.csv.gz", len(packed))["Location"]
        sender.send(address, packed, 0)
        assert sender.read().totals()["client"]["new"] == 2

    def test_is_not_taken_twice_nor_with_a_gap(self, sender):
        address = sender.begin()["Location"]
        sender.send(address, FILE[:50], 0)
        for offset in (0, 60):
            answer = sender.send(address, FILE[offset:], offset)
            assert (answer.status_code, answer["Upload-Offset"]) == (409, "50")

    def test_takes_no_more_than_it_said_it_would_be(self, sender):
        address = sender.begin(size=10)["Location"]
        assert sender.send(address, FILE, 0)["Upload-Offset"] == "10"

    def test_waits_for_its_rest_also_while_the_server_starts_anew(self, sender, ines):
        address = sender.begin()["Location"]
        sender.send(address, FILE[:50], 0)

        assert recover() == []
        assert sender.here(address) == 50
        page = sender.browser.get(sender.where["page"]).content.decode()
        assert "Choose the same files again" in page
        answer = sender.browser.post(sender.where["read"])
        assert answer.status_code == 422
        assert "Wait until all files are here" in answer.content.decode()

    def test_that_is_given_up_leaves_nothing(self, sender):
        address = sender.begin()["Location"]
        sender.send(address, FILE[:50], 0)
        batch = Batch.objects.get()
        sender.browser.post(reverse("intake:stop", args=[batch.pk]))

        batch.refresh_from_db()
        assert batch.state == Batch.State.STOPPED
        assert not list(batch.folder.iterdir())
        assert sender.browser.head(address).status_code == 404

    def test_can_be_one_of_several_of_which_one_is_withdrawn(self, sender):
        first, second = sender.begin("a.csv")["Location"], sender.begin("b.csv")["Location"]
        sender.send(second, FILE, 0)
        assert sender.browser.delete(first).status_code == 204
        assert [str(sheet) for sheet in sender.read().sheets.all()] == ["b.csv"]

    def test_is_forgotten_after_two_weeks(self, sender):
        sender.begin()
        batch = Batch.objects.get()
        assert forget_abandoned(as_of=batch.at.date() + timedelta(days=14)) == 0
        assert forget_abandoned(as_of=batch.at.date() + timedelta(days=15)) == 1
        assert not Batch.objects.exists()


class TestWhatIsRefused:
    @pytest.mark.parametrize(("size", "sentence"), [(0, "is empty"), (3 * 1024**3, "larger than 2 GB")])
    def test_a_file_that_cannot_be(self, sender, size, sentence):
        answer = sender.begin(size=size)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()

    def test_another_version_and_another_kind_of_piece(self, sender):
        address = sender.begin()["Location"]
        assert sender.browser.post(sender.where["files"]).status_code == 412
        assert (
            sender.browser.patch(
                address, FILE, content_type="text/csv", headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
            ).status_code
            == 415
        )
        assert sender.browser.options(sender.where["files"])["Tus-Extension"] == "creation,termination"

    def test_pieces_of_somebody_elses_file(self, sender, rosa):
        address = sender.begin()["Location"]
        stranger = Browser()
        stranger.force_login(rosa)
        assert stranger.head(address).status_code == 404
        assert Arrival.objects.get().received == 0
