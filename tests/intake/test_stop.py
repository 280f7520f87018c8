"""Whatever an import is doing, a person can stop it; nothing of that step is written, and it can be done again."""

import json

import pytest
from django.db import connection, transaction

from tests.intake.files import ACCOUNTS, MAVEN
from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Deal
from wonback.core.locks import SERVING, alone
from wonback.intake import progress, ready, turns
from wonback.intake.models import Batch
from wonback.intake.progress import HowFar, ask_to_stop
from wonback.intake.turns import Turns
from wonback.intake.writing import Writer

pytestmark = pytest.mark.django_db


def test_bringing_in_stops_with_nothing_written_and_begins_again(examined, monkeypatch, at):
    batch = examined(**MAVEN)
    insert = Writer.insert

    def pressing(self, model, names, rows):
        # What the page does; from here it would see the state that is not yet there for anybody else.
        if model is Deal:
            ask_to_stop(batch.folder)
        insert(self, model, names, rows)

    with monkeypatch.context() as patched:
        patched.setattr(progress, "EVERY_SECONDS", 0)
        patched.setattr(Writer, "insert", pressing)
        batch.commit(by=None, at=at)
    assert (batch.state, Client.objects.count()) == (Batch.State.CHECKED, 0)

    batch.commit(by=None, at=at)
    assert (batch.state, Deal.objects.count()) == (Batch.State.DONE, 5)


class TestTurns:
    """On SQLite others come in while a long import is written."""

    @pytest.fixture(autouse=True)
    def short(self, monkeypatch):
        # Within the transaction of a test each turn is a savepoint: what it wrote stays when a later one is given up.
        monkeypatch.setattr(turns, "may_be_taken", lambda: True)
        monkeypatch.setattr(turns, "HOLD_SECONDS", 0)
        monkeypatch.setattr(turns, "LET_IN_SECONDS", 0)
        monkeypatch.setattr(ready, "SPAN", 1)

    def test_end_where_every_row_finds_what_it_refers_to(self, examined, monkeypatch, at):
        first, *rest = ACCOUNTS.splitlines()
        batch, over, seen = examined(**MAVEN | {"accounts_csv": "\n".join([first, *reversed(rest)])}), Turns.over, []

        def looking(self):
            over(self)
            seen.append((Client.objects.count(), Client.objects.exclude(parent=None).count()))

        monkeypatch.setattr(Turns, "over", looking)
        batch.commit(by=None, at=at)

        # The child stands before its parent in the file: both come in one turn.
        assert (0, 0) in seen
        assert (2, 1) in seen
        assert (1, 1) not in seen

    def test_are_taken_back_when_it_is_stopped(self, examined, monkeypatch, at):
        batch, over = examined(**MAVEN), Turns.over
        monkeypatch.setattr(progress, "EVERY_SECONDS", 0)

        def pressing(self):
            over(self)
            if Deal.objects.count() == 2:
                ask_to_stop(batch.folder)

        with monkeypatch.context() as patched:
            patched.setattr(Turns, "over", pressing)
            batch.commit(by=None, at=at)
        assert (batch.state, Client.objects.count(), Deal.objects.count()) == (Batch.State.CHECKED, 0, 0)
        assert not batch.made.exists()

        batch.commit(by=None, at=at)
        assert (batch.state, Deal.objects.count()) == (Batch.State.DONE, 5)

    def test_leave_what_somebody_worked_with_meanwhile(self, examined, monkeypatch, at, rosa):
        batch, over = examined(**MAVEN), Turns.over
        monkeypatch.setattr(progress, "EVERY_SECONDS", 0)

        def touching(self):
            if Deal.objects.exists() and not Touch.objects.exists():
                Touch.log(Client.objects.get(name="Isdom"), Note(), by=rosa, at=at)
                ask_to_stop(batch.folder)
            over(self)

        with monkeypatch.context() as patched:
            patched.setattr(Turns, "over", touching)
            batch.commit(by=None, at=at)
        assert (Client.objects.get(name="Isdom").touches.count(), Deal.objects.count()) == (1, 0)

        batch.commit(by=None, at=at)
        assert (Client.objects.count(), Deal.objects.count(), Touch.objects.count()) == (2, 5, 1)


def test_taking_back_stops_with_everything_there(brought, monkeypatch, at):
    batch = brought(**MAVEN)
    batch.begin(Batch.State.UNDOING, by=None, at=at)
    Batch.objects.get(pk=batch.pk).stop()

    batch.finish()

    assert (batch.state, Deal.objects.count()) == (Batch.State.DONE, 5)
    batch.undo(by=None, at=at)
    assert batch.state == Batch.State.UNDONE


def test_reading_stops(drop, at):
    batch = drop(**MAVEN)
    batch.begin(Batch.State.CHECKING, by=None, at=at)
    Batch.objects.get(pk=batch.pk).stop()

    batch.finish()

    assert batch.state == Batch.State.STOPPED


@pytest.mark.django_db(transaction=True)
def test_turns_are_taken_only_where_somebody_may_wait(settings, tmp_path):
    """Nobody is at work in a home that is not served: there an import is one transaction, also to whoever looks at its rows."""
    settings.HOME = tmp_path
    assert not turns.may_be_taken()

    with alone(tmp_path / SERVING, otherwise="It is served."):
        assert turns.may_be_taken() == (connection.vendor == "sqlite")
        with transaction.atomic():
            assert not turns.may_be_taken()


class TestHowFar:
    def test_is_told_beside_the_copies(self, drop, monkeypatch, at):
        monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
        batch = drop(**MAVEN)
        batch.progress.begin(200)
        batch.progress.beat(50)
        assert json.loads((batch.folder / "progress").read_text())[:2] == [50, 200]
        assert batch.percent == 25

    @pytest.mark.parametrize(("far", "words"), [
        (HowFar(10, 1000, 60), ""),
        (HowFar(500, 1000, 1), ""),
        (HowFar(500, 1000, 60), "about a minute left"),
        (HowFar(250, 1000, 60), "about 3 minutes left"),
        (HowFar(900, 1000, 60), "less than a minute left"),
        (HowFar(1500, 1000, 60), "less than a minute left"),
    ])  # fmt: skip
    def test_says_what_is_left_once_it_can_be_told(self, far, words):
        assert far.minutes_left == words
