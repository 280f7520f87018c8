"""What stops a step of an import: a fault of ours ends it where it was; a stop of the program leaves it to the next start."""

import pytest

from tests.intake.files import MAVEN
from wonback.clients.models import Deal
from wonback.intake import undoing
from wonback.intake.models import Batch
from wonback.intake.recovery import recover

pytestmark = pytest.mark.django_db


@pytest.fixture
def ends_with(monkeypatch):
    """Let taking back end in this way after it has moved on."""

    def arrange(end):
        def ending(*_told):
            raise end

        monkeypatch.setattr(undoing, "undo", ending)

    return arrange


def test_a_fault_leaves_an_import_that_is_taken_back_where_it_was(brought, ends_with, at):
    batch = brought(**MAVEN)
    ends_with(ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        batch.undo(by=None, at=at)

    kept = Batch.objects.get()
    assert (kept.state, kept.problem[:17]) == (Batch.State.DONE, "Look into the log")
    assert Deal.objects.exists()


def test_a_stop_leaves_it_to_the_next_start(brought, ends_with, monkeypatch, at):
    batch = brought(**MAVEN)
    ends_with(SystemExit())

    with pytest.raises(SystemExit):
        batch.undo(by=None, at=at)

    assert Batch.objects.get().state == Batch.State.UNDOING
    monkeypatch.undo()
    assert len(recover()) == 1
