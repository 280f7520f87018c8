"""Whatever an import is doing, a person can stop it; nothing of that step is written, and it can be done again."""

import json

import pytest

from tests.intake.files import MAVEN
from wonback.clients.models import Client, Deal
from wonback.intake import progress
from wonback.intake.models import Batch
from wonback.intake.progress import HowFar, ask_to_stop
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
        (HowFar(500, 1000, 60), "about 1 minute left"),
        (HowFar(250, 1000, 60), "about 3 minutes left"),
        (HowFar(900, 1000, 60), "less than a minute left"),
        (HowFar(1500, 1000, 60), "less than a minute left"),
    ])  # fmt: skip
    def test_says_what_is_left_once_it_can_be_told(self, far, words):
        assert far.minutes_left == words
