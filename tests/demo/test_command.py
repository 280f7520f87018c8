"""`wonback demo`."""

import shutil
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from wonback.clients.models import Client
from wonback.demo import door
from wonback.demo.doubling import TWINS
from wonback.jobs.models import Run
from wonback.team.models import User

EMAIL = "rosa@northbeam.example"


def demo(*arguments):
    said = StringIO()
    call_command("demo", "--no-serve", "--as-of", "2026-11-22", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def home():
    """A home of this module's own."""
    usual, settings.HOME = settings.HOME, Path(tempfile.mkdtemp())
    yield settings.HOME
    shutil.rmtree(settings.HOME)
    settings.HOME = usual


@pytest.fixture(scope="module")
def first_time(home, django_db_setup, django_db_blocker):
    """What the first `wonback demo --clients 450` said; taken back when this module's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo("--clients", "450")
        transaction.set_rollback(True)


@pytest.mark.once
class TestTheFirstTime:
    @pytest.fixture(autouse=True)
    def opened(self, first_time, django_db_blocker):
        with django_db_blocker.unblock():
            yield

    def test_makes_as_many_clients_as_asked_for(self):
        assert Client.objects.count() == 450 + len(TWINS)

    def test_lets_everybody_in_with_one_password_that_is_kept(self, home, first_time):
        note = home / "first-sign-in.txt"
        email, password = note.read_text().split()
        people = User.objects.filter(email__in=[EMAIL, "adam@northbeam.example"])

        assert (email, password in first_time, note.stat().st_mode & 0o777) == (EMAIL, True, 0o600)
        assert [person.check_password(password) for person in people] == [True, True]

    def test_does_the_first_night(self):
        assert Run.objects.exclude(finished_at=None).count() == Run.objects.count() > 5

    def test_changes_nothing_the_second_time(self):
        Client.objects.filter(name="Contoso").update(phone="changed by a visitor")

        said = demo()

        assert Client.objects.get(name="Contoso").phone == "changed by a visitor"
        assert door.key() in said


@pytest.mark.django_db
class TestAnotherHome:
    @pytest.fixture(autouse=True)
    def home(self, settings, tmp_path):
        settings.HOME = tmp_path

    def test_with_clients_of_its_own_is_left_alone(self, tmp_path):
        Client.objects.create(name="Somebody real")

        assert "Nothing was made" in demo()
        assert Client.objects.count() == 1
        assert not (tmp_path / "first-sign-in.txt").exists()

    def test_is_refused_fewer_clients_than_have_a_story(self):
        with pytest.raises(CommandError, match="Ask for 400 clients or more"):
            demo("--clients", "12")
