import stat

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from wonback.core.errors import Refusal
from wonback.jobs import upkeep
from wonback.team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


class TestTheFirstPerson:
    def test_is_an_admin_with_a_password_of_their_own(self, home):
        email, password = upkeep.first_person()

        admin = User.objects.get()
        assert (admin.email, admin.role) == (email, "admin") == ("admin@example.com", "admin")
        assert admin.check_password(password)

    def test_finds_the_password_in_the_home_folder_which_nobody_else_can_read(self, home):
        email, password = upkeep.first_person()

        note = home / "first-sign-in.txt"
        assert note.read_text().split() == [email, password]
        assert stat.S_IMODE(note.stat().st_mode) == 0o600

    def test_has_another_password_on_another_machine(self, home):
        _email, password = upkeep.first_person()
        User.objects.all().delete()

        assert upkeep.first_person()[1] != password

    def test_is_added_only_where_nobody_is(self, home, rosa):
        assert upkeep.first_person() is None
        assert not (home / "first-sign-in.txt").exists()

    def test_has_the_address_that_was_asked_for(self, home, settings):
        settings.ADMIN_EMAIL = "boss@example.org"

        assert upkeep.first_person()[0] == "boss@example.org"


class TestTablesFromBeforeTheFirstRelease:
    """Their steps were folded into one; a home that made them all goes on, one that made some must not."""

    @pytest.fixture(autouse=True)
    def made(self, settings):
        """A home that made every step, as those of the tests do not."""
        settings.MIGRATION_MODULES = {}
        if not MigrationRecorder(connection).has_table():
            sql, _nothing = connection.SchemaEditorClass(connection).table_sql(MigrationRecorder.Migration)
            with connection.cursor() as cursor:
                cursor.execute(sql)
        for key, step in MigrationLoader(None).disk_migrations.items():
            for name in (key, *step.replaces):
                MigrationRecorder(connection).record_applied(*name)

    @pytest.fixture
    def steps(self):
        """The steps of one app, none of which was made."""
        recorder = MigrationRecorder(connection)
        for app, name in recorder.applied_migrations():
            if app == "renewals":
                recorder.record_unapplied(app, name)
        return MigrationLoader(None).disk_migrations["renewals", "0001_tables"].replaces

    def test_are_as_good_as_new_ones(self, steps):
        for key in steps:
            MigrationRecorder(connection).record_applied(*key)

        assert upkeep.unapplied() == []

    def test_are_made_where_none_is(self, steps):
        assert upkeep.unapplied() == ["renewals.0001_tables"]

    def test_are_refused_half_way(self):
        MigrationRecorder(connection).record_unapplied("clients", "0002_contacts_read_a_language")

        with pytest.raises(Refusal, match="Open this home once"):
            upkeep.unapplied()


class TestStaticFiles:
    def test_are_copied_once(self, home):
        assert upkeep.collect_static() is True
        assert upkeep.collect_static() is False
        assert (home / "static" / "css" / "wonback.css").exists()

    def test_are_copied_again_with_another_release(self, home):
        upkeep.collect_static()
        (home / "static" / ".version").write_text("2025.1.0")

        assert upkeep.collect_static() is True


class TestTables:
    def test_that_are_up_to_date_are_left_alone(self):
        assert upkeep.unapplied() == []
        assert upkeep.migrate() == 0
