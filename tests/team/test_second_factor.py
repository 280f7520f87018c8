"""A code beside the password: set up, asked for, lost, and wanted by the company."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from wonback.exports.tables import tables
from wonback.team.models import NotAllowed, Token
from wonback.team.second_factor import SecondFactor, wanted

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse"
SET_UP = "/account/second-factor/totp/activate/"
PAPER = "/account/second-factor/recovery-codes/"


# Codes change every half minute; here it is always the same one.
HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def clock_that_stands(monkeypatch):
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def shown_by_the_app(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, HALF_MINUTE))


def sign_in(browser, person):
    return browser.post("/account/login/", {"login": person.email, "password": PASSWORD})


def type_code(browser, code):
    return browser.post("/account/second-factor/authenticate/", {"code": code})


def is_in(browser):
    return browser.get("/today/").status_code == 200


def alert(answer):
    return answer.context["form"].errors["code"][0]


@pytest.fixture
def at_her_desk(client, rosa):
    """Rosa, who has just shown once more that it is her."""
    sign_in(client, rosa)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def secret(at_her_desk):
    """Rosa has set it up; what her app works the codes out from."""
    secret = at_her_desk.get(SET_UP).context["form"].secret
    at_her_desk.post(SET_UP, {"code": shown_by_the_app(secret)})
    return secret


@pytest.fixture
def elsewhere(secret, rosa):
    """A browser in which she has typed her password."""
    browser = Browser()
    sign_in(browser, rosa)
    return browser


class TestSettingUp:
    def test_needs_the_code_that_the_app_shows(self, at_her_desk, rosa):
        secret = at_her_desk.get(SET_UP).context["form"].secret

        assert "Type the one your app shows now" in alert(at_her_desk.post(SET_UP, {"code": "000000"}))
        assert not SecondFactor(rosa).is_there
        assert at_her_desk.post(SET_UP, {"code": shown_by_the_app(secret)}).url == PAPER
        assert SecondFactor(rosa).is_there

    def test_gives_ten_codes_on_paper(self, at_her_desk, secret):
        assert len(set(at_her_desk.get(PAPER).context["unused_codes"])) == 10
        assert len(at_her_desk.get(f"{PAPER}download/").content.split()) == 10

    def test_keeps_what_codes_are_worked_out_from_sealed(self, secret, rosa):
        kept = [one.data.get("secret") or one.data["seed"] for one in Authenticator.objects.filter(user=rosa)]

        assert len(kept) == 2
        assert all(text.startswith("sealed:") for text in kept)

    def test_is_shown_under_ones_name(self, at_her_desk):
        page = "/account/second-factor/"
        assert "Your password alone lets you in." in at_her_desk.get(page).content.decode()
        secret = at_her_desk.get(SET_UP).context["form"].secret
        at_her_desk.post(SET_UP, {"code": shown_by_the_app(secret)})
        assert "Codes on paper" in at_her_desk.get(page).content.decode()
        at_her_desk.post("/account/second-factor/totp/deactivate/")
        assert "Your password alone lets you in." in at_her_desk.get(page).content.decode()

    def test_is_not_taken_along_to_another_house(self):
        assert "mfa.Authenticator" not in {table.label for table in tables()}


class TestSigningIn:
    def test_asks_for_a_code_after_the_password(self, elsewhere, secret):
        assert not is_in(elsewhere)
        assert "That code does not fit" in alert(type_code(elsewhere, "000000"))
        assert not is_in(elsewhere)
        assert type_code(elsewhere, shown_by_the_app(secret)).status_code == 302
        assert is_in(elsewhere)

    def test_takes_no_code_a_second_time(self, elsewhere, secret, rosa):
        code = shown_by_the_app(secret)
        type_code(elsewhere, code)
        over_her_shoulder = Browser()
        sign_in(over_her_shoulder, rosa)

        assert "That code does not fit" in alert(type_code(over_her_shoulder, code))
        assert not is_in(over_her_shoulder)

    def test_takes_each_code_on_paper_once(self, at_her_desk, elsewhere, rosa):
        on_paper = at_her_desk.get(PAPER).context["unused_codes"][0]
        type_code(elsewhere, on_paper)
        again = Browser()
        sign_in(again, rosa)
        type_code(again, on_paper)

        assert (is_in(elsewhere), is_in(again)) == (True, False)

    def test_lets_nobody_guess(self, elsewhere, secret):
        for guess in range(6):
            type_code(elsewhere, f"{guess:06}")
        type_code(elsewhere, shown_by_the_app(secret))

        assert not is_in(elsewhere)

    def test_needs_the_password_before_the_code(self, secret):
        stranger = Browser()
        type_code(stranger, shown_by_the_app(secret))

        assert not is_in(stranger)


class TestLosingIt:
    def test_is_put_right_by_an_admin(self, secret, rosa, adam, noon):
        SecondFactor(rosa).forget(by=adam, at=noon)
        browser = Browser()
        sign_in(browser, rosa)

        assert is_in(browser)
        assert not Authenticator.objects.filter(user=rosa).exists()

    def test_is_put_right_by_nobody_else(self, secret, rosa, ines, adam, noon):
        with pytest.raises(NotAllowed):
            SecondFactor(rosa).forget(by=ines, at=noon)
        with pytest.raises(NotAllowed, match="ask another admin"):
            SecondFactor(adam).forget(by=adam, at=noon)
        assert SecondFactor(rosa).is_there

    def test_is_put_right_on_the_page_of_the_person(self, client, secret, rosa, adam):
        client.force_login(adam)
        assert "They have lost their phone" in client.get(f"/team/{rosa.pk}/").content.decode()
        client.post(f"/team/{rosa.pk}/second-factor/forget/")

        assert not SecondFactor(rosa).is_there
        assert "They have lost their phone" not in client.get(f"/team/{rosa.pk}/").content.decode()

    def test_is_put_right_by_a_program(self, secret, rosa, adam, noon):
        _token, key = Token.issue(adam, name="Script", scope="write", at=noon)
        program = Browser(headers={"Authorization": f"Bearer {key}"})
        before = {one["id"]: one["has_second_factor"] for one in program.get("/api/v1/people").json()}
        after = program.post(f"/api/v1/people/{rosa.pk}/second-factor/forget").json()

        assert (before[rosa.pk], before[adam.pk], after["has_second_factor"]) == (True, False, False)

    def test_is_put_right_on_the_server_for_the_only_admin(self, secret, rosa, capsys):
        with pytest.raises(CommandError, match="nobody has rose@example.com"):
            call_command("forget_second_factor", "rose@example.com")
        call_command("forget_second_factor", "Rosa@example.com")

        assert "Rosa Lindqvist signs in with their password alone" in capsys.readouterr().out
        assert not SecondFactor(rosa).is_there


class TestWanted:
    @pytest.mark.parametrize(
        ("of", "adams", "rosas"), [("optional", False, False), ("admins", True, False), ("everybody", True, True)]
    )
    def test_of_whom_the_company_says(self, settings, adam, rosa, of, adams, rosas):
        settings.SECOND_FACTOR = of

        assert (SecondFactor(adam).is_missing, SecondFactor(rosa).is_missing) == (adams, rosas)

    def test_costs_nothing_where_nobody_wants_it(self, rf):
        class Nobody:
            @property
            def __class__(self):
                raise AssertionError("Nobody asked who it is.")

        request = rf.get("/today/")
        request.user = Nobody()

        assert wanted(lambda _request: "the page")(request) == "the page"

    def test_comes_before_everything_else(self, settings, at_her_desk):
        settings.SECOND_FACTOR = "everybody"

        assert at_her_desk.get("/today/").url == SET_UP
        assert at_her_desk.get("/today/", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP
        assert at_her_desk.get(SET_UP).status_code == 200

    def test_is_no_longer_missing_once_it_is_there(self, settings, at_her_desk, secret):
        settings.SECOND_FACTOR = "everybody"
        assert is_in(at_her_desk)
        at_her_desk.post("/account/second-factor/totp/deactivate/")
        assert at_her_desk.get("/today/").url == SET_UP

    def test_is_told_to_programs_in_a_browser_and_not_to_those_with_a_token(self, settings, at_her_desk, rosa, noon):
        settings.SECOND_FACTOR = "everybody"
        _token, key = Token.issue(rosa, name="Script", scope="read", at=noon)
        told = at_her_desk.get("/api/v1/clients")

        assert (told.status_code, told.json()["type"].rsplit("/", 2)[-2]) == (422, "second_factor_wanted")
        assert Browser().get("/api/v1/clients", headers={"Authorization": f"Bearer {key}"}).status_code == 200
