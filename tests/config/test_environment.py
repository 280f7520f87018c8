import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from wonback.config.environment import Environment


class TestVariables:
    def test_that_do_not_exist_stop_the_start(self):
        with pytest.raises(ImproperlyConfigured, match="Remove or correct WONBACK_HMOE"):
            Environment({"WONBACK_HMOE": "/srv/wonback"})

    def test_of_other_programs_are_none_of_our_business(self):
        assert Environment({"PATH": "/bin", "DJANGO_DEBUG": "1"}).text("WONBACK_COMPANY", "Ours") == "Ours"

    def test_may_come_from_a_file(self, tmp_path):
        secret = tmp_path / "key"
        secret.write_text("from a file\n")

        assert Environment({"WONBACK_SECRET_KEY_FILE": str(secret)}).text("WONBACK_SECRET_KEY") == "from a file"

    def test_whose_file_is_missing_are_told_by_name(self, tmp_path):
        environment = Environment({"WONBACK_SECRET_KEY_FILE": str(tmp_path / "nothing")})

        with pytest.raises(ImproperlyConfigured, match="WONBACK_SECRET_KEY_FILE"):
            environment.text("WONBACK_SECRET_KEY")

    @pytest.mark.parametrize(("text", "value"), [("true", True), ("False", False), ("TRUE", True)])
    def test_that_are_flags_say_true_or_false(self, text, value):
        assert Environment({"WONBACK_DEBUG": text}).flag("WONBACK_DEBUG", default=False) is value

    def test_that_are_flags_say_nothing_else(self):
        with pytest.raises(ImproperlyConfigured, match="Set WONBACK_DEBUG to one of true, false, not 'yes'"):
            Environment({"WONBACK_DEBUG": "yes"}).flag("WONBACK_DEBUG", default=False)

    def test_that_are_lists_may_have_spaces(self):
        assert Environment({"WONBACK_HOSTS": "a.example, b.example ,"}).words("WONBACK_HOSTS", "") == [
            "a.example",
            "b.example",
        ]


class TestHome:
    def test_is_made_for_its_owner_alone(self, tmp_path):
        home = Environment({"WONBACK_HOME": str(tmp_path / "new" / "home")}).home()

        assert stat.S_IMODE(home.stat().st_mode) == 0o700

    def test_is_in_the_usual_place_if_nobody_says_where(self, tmp_path):
        assert Environment({"XDG_DATA_HOME": str(tmp_path)}).home() == tmp_path / "wonback"

    def test_that_cannot_be_made_is_told_in_a_sentence(self, tmp_path):
        (tmp_path / "file").write_text("in the way")

        with pytest.raises(ImproperlyConfigured, match="Set WONBACK_HOME to a folder that can be written"):
            Environment({"WONBACK_HOME": str(tmp_path / "file" / "home")}).home()


class TestSecretKey:
    def test_is_made_once_for_its_owner_alone(self, tmp_path):
        first, second = Environment({}).secret_key(tmp_path), Environment({}).secret_key(tmp_path)

        assert first == second
        assert len(first) >= 50
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
        assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]

    def test_that_is_given_is_not_written_down(self, tmp_path):
        assert Environment({"WONBACK_SECRET_KEY": "given"}).secret_key(tmp_path) == "given"
        assert list(tmp_path.iterdir()) == []


class TestTimeZone:
    def test_is_a_place(self):
        assert Environment({"WONBACK_TIME_ZONE": "Europe/Berlin"}).time_zone() == "Europe/Berlin"

    def test_that_nobody_knows_stops_the_start(self):
        with pytest.raises(ImproperlyConfigured, match="such as Europe/Berlin, not 'CET/Berlin'"):
            Environment({"WONBACK_TIME_ZONE": "CET/Berlin"}).time_zone()


class TestDatabase:
    def test_is_sqlite_in_the_home_folder(self, tmp_path):
        database = Environment({}).database(tmp_path)

        assert (database["ENGINE"], database["NAME"]) == ("wonback.core.sqlite", tmp_path / "wonback.sqlite3")
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    @pytest.mark.parametrize(("setting", "pragma"), [("", "synchronous=FULL"), ("normal", "synchronous=NORMAL")])
    def test_of_sqlite_survives_a_power_cut_unless_told_otherwise(self, tmp_path, setting, pragma):
        variables = {"WONBACK_SYNCHRONOUS": setting} if setting else {}

        assert pragma in Environment(variables).database(tmp_path)["OPTIONS"]["init_command"]

    def test_may_be_a_postgresql(self, tmp_path):
        url = "postgresql://rosa:p%40ss@db.example:5433/wonback?sslmode=require"
        database = Environment({"DATABASE_URL": url}).database(tmp_path)

        assert database["ENGINE"] == "django.db.backends.postgresql"
        assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("rosa", "p@ss", "db.example")
        assert (database["PORT"], database["NAME"]) == ("5433", "wonback")
        assert database["OPTIONS"] == {"prepare_threshold": 0, "sslmode": "require"}

    def test_may_be_reached_through_a_socket(self, tmp_path):
        database = Environment({"DATABASE_URL": "postgresql://rosa@/wonback?host=/run/postgresql"}).database(tmp_path)

        assert (database["HOST"], database["OPTIONS"]) == ("/run/postgresql", {"prepare_threshold": 0})

    def test_of_any_other_kind_is_refused(self, tmp_path):
        with pytest.raises(ImproperlyConfigured, match="Give DATABASE_URL as postgresql://"):
            Environment({"DATABASE_URL": "mysql://localhost/wonback"}).database(tmp_path)


class TestCountry:
    def test_is_none_unless_named(self):
        assert Environment({}).country() == ""

    @pytest.mark.parametrize("named", ["DE", "de-hh", "GB-ENG"])
    def test_may_be_a_land_or_a_part_of_one(self, named):
        assert Environment({"WONBACK_COUNTRY": named}).country() == named.upper()

    @pytest.mark.parametrize("named", ["Germany", "XX", "DE-QQ"])
    def test_that_nobody_knows_is_refused(self, named):
        with pytest.raises(ImproperlyConfigured, match="Set WONBACK_COUNTRY to a land"):
            Environment({"WONBACK_COUNTRY": named}).country()


class TestMailbox:
    def test_is_not_read_while_none_is_named(self):
        assert Environment({}).mailbox() is None

    def test_is_where_its_address_says(self):
        whole = Environment(
            {"WONBACK_IMAP_URL": "imaps://me%40ours.example:s%3Acret@mail.example/Client%20answers"}
        ).mailbox()

        assert whole == {
            "host": "mail.example", "port": 993, "username": "me@ours.example", "password": "s:cret",
            "folder": "Client answers", "security": "tls",
        }  # fmt: skip

    def test_may_be_encrypted_after_the_greeting(self):
        whole = Environment({"WONBACK_IMAP_URL": "imap://me:secret@mail.example?tls=1"}).mailbox()

        assert (whole["port"], whole["folder"], whole["security"]) == (143, "INBOX", "starttls")

    @pytest.mark.parametrize("url", ["pop3://me:secret@mail.example", "imaps://mail.example", "mail.example"])
    def test_of_no_such_address_is_refused(self, url):
        with pytest.raises(ImproperlyConfigured, match="Give WONBACK_IMAP_URL as imaps://"):
            Environment({"WONBACK_IMAP_URL": url}).mailbox()


class TestMail:
    def test_is_printed_while_no_server_is_named(self):
        assert Environment({}).mailers()["default"]["BACKEND"].endswith("console.EmailBackend")

    def test_goes_to_the_server_named(self):
        options = Environment({"WONBACK_SMTP_URL": "smtp://wonback:s%3Acret@mail.example:2525?tls=1"}).mailers()[
            "default"
        ]["OPTIONS"]

        assert (options["host"], options["port"]) == ("mail.example", 2525)
        assert (options["username"], options["password"]) == ("wonback", "s:cret")
        assert (options["use_tls"], options["use_ssl"]) == (True, False)

    def test_may_be_encrypted_from_the_start(self):
        options = Environment({"WONBACK_SMTP_URL": "smtps://mail.example"}).mailers()["default"]["OPTIONS"]

        assert (options["port"], options["use_tls"], options["use_ssl"]) == (465, False, True)

    @pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example"])
    def test_of_no_such_address_is_refused(self, url):
        with pytest.raises(ImproperlyConfigured, match="Give WONBACK_SMTP_URL as smtp://"):
            Environment({"WONBACK_SMTP_URL": url}).mailers()
