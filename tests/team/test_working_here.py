"""An admin adds people, says as what they work here, invites them and lets them go."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from wonback.team.inviting import NotInvited, invite
from wonback.team.models import BadAddress, LastAdmin, NobodysName, NotAllowed, Team, Token, User

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddad", "email": "noor@example.com", "role": "rep", "team": "North"}
PASSWORD = "a stapled battery"


@pytest.fixture
def noor(adam, north, noon):
    return User.add("Noor Haddad", email=" Noor@Example.com ", role="rep", team="north", by=adam, at=noon)


class TestAdding:
    def test_gives_role_address_and_a_team_in_any_spelling(self, noor, north):
        assert noor.employed == {"name": "Noor Haddad", "email": "noor@example.com", "role": "rep", "team": north.name}
        assert not noor.has_usable_password()

    def test_names_a_new_team(self, adam, noon):
        assert User.add("Ola", email="", role="lead", team=" East ", by=adam, at=noon).team == Team.objects.get(
            name="East"
        )

    def test_wants_a_name_and_an_address_of_their_own(self, adam, rosa, noor, noon):
        with pytest.raises(NobodysName, match="Give the person a name"):
            User.add("  ", email="", role="rep", team="", by=adam, at=noon)
        with pytest.raises(BadAddress, match="Choose another e-mail: rosa@example.com is that of Rosa Lindqvist"):
            User.add("Rosa Two", email="ROSA@example.com", role="rep", team="", by=adam, at=noon)
        with pytest.raises(BadAddress, match="name@company.example"):
            User.add("Rosa Two", email="rosa at example", role="rep", team="", by=adam, at=noon)
        noor.leave(by=adam, at=noon)
        with pytest.raises(BadAddress, match="Bring Noor Haddad back instead"):
            User.add("Noor", email="noor@example.com", role="rep", team="", by=adam, at=noon)

    def test_is_for_admins(self, ines, noon):
        with pytest.raises(NotAllowed):
            User.add("Ola", email="", role="admin", team="", by=ines, at=noon)


class TestEmploying:
    def test_changes_what_is_told_and_nothing_else(self, noor, adam, noon):
        noor.employ(role="lead", by=adam, at=noon)

        assert noor.employed == {"name": "Noor Haddad", "email": "noor@example.com", "role": "lead", "team": "North"}

    def test_leaves_somebody_who_can_add_people(self, adam, rosa, noon):
        for told in ({"role": "lead"}, {"email": ""}):
            with pytest.raises(LastAdmin, match="Make somebody else an admin first: .* is the only one"):
                adam.employ(**told, by=adam, at=noon)
        rosa.employ(role="admin", by=adam, at=noon)
        adam.employ(role="lead", by=adam, at=noon)

        assert User.objects.get(pk=adam.pk).role == "lead"

    def test_sends_no_link_to_an_address_they_had(self, noor, adam, noon):
        EmailAddress.objects.get_or_create(user=noor, email="noor@example.com")
        noor.employ(email="haddad@example.com", by=adam, at=noon)
        for address in ("noor@example.com", "haddad@example.com"):
            Browser().post("/account/password/reset/", {"email": address})

        assert [letter.to for letter in mail.outbox] == [["haddad@example.com"]]

    def test_overwrites_nobody(self, noor, adam, noon):
        seen = noor.employed_seen
        User.objects.get(pk=noor.pk).employ(team="South", by=adam, at=noon)
        noor.employ(name="Noor al-Haddad", team="North", seen=seen, by=adam, at=noon)

        assert User.objects.get(pk=noor.pk).employed["team"] == "South"
        assert User.objects.get(pk=noor.pk).name == "Noor al-Haddad"


class TestInviting:
    def test_lets_them_choose_a_password_once(self, noor, adam, client, noon):
        address = invite(noor, by=adam, at=noon)
        assert mail.outbox[0].to == ["noor@example.com"]
        assert mail.outbox[0].subject == f"{adam} has added you to Wonback"
        assert address in mail.outbox[0].body

        choose(client, address)

        assert client.post("/account/login/", {"login": "noor@example.com", "password": PASSWORD}).status_code == 302
        assert client.get("/today/").status_code == 200
        assert "This link was used or is too old" in Browser().get(path_of(address), follow=True).text

    def test_needs_an_address_and_somebody_who_is_here(self, noor, adam, noon):
        nameless = User.add("Ola", email="", role="rep", team="", by=adam, at=noon)
        with pytest.raises(NotInvited, match="Write down the e-mail of Ola first"):
            invite(nameless, by=adam, at=noon)
        noor.leave(by=adam, at=noon)
        with pytest.raises(NotInvited, match="Bring Noor Haddad back first"):
            invite(noor, by=adam, at=noon)

    def test_says_when_the_mail_server_does_not_take_it(self, noor, adam, settings, noon):
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": 9},
            }
        }
        with pytest.raises(NotInvited, match="Look after the mail server first, it did not take the letter"):
            invite(noor, by=adam, at=noon)

    def test_shows_the_link_where_no_mail_goes_out(self, noor, adam, client, settings):
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
        client.force_login(adam)
        page = client.post(reverse("team:invite", args=[noor.pk]))

        choose(Browser(), re.search(r'readonly value="([^"]+)"', page.text)[1])
        assert User.objects.get(pk=noor.pk).check_password(PASSWORD)


class TestLeaving:
    def test_ends_every_way_in(self, rosa, adam, client, noon):
        _token, key = Token.issue(rosa, name="script", scope="read", at=noon)
        client.force_login(rosa)
        assert client.get("/today/").status_code == 200

        rosa.leave(by=adam, at=noon)

        assert client.get("/today/").status_code == 302
        assert Browser(headers={"authorization": f"Bearer {key}"}).get("/api/v1/today").status_code == 401
        rosa.return_to_work(by=adam, at=noon)
        assert Browser(headers={"authorization": f"Bearer {key}"}).get("/api/v1/today").status_code == 401

    def test_is_not_for_the_last_admin_nor_for_oneself(self, adam, rosa, noon):
        with pytest.raises(LastAdmin):
            adam.leave(by=adam, at=noon)
        rosa.employ(role="admin", by=adam, at=noon)
        with pytest.raises(NotAllowed, match="nobody lets themselves go"):
            adam.leave(by=adam, at=noon)


class TestThePages:
    def test_add_somebody(self, client, adam, north):
        client.force_login(adam)
        assert '<option value="North">' in client.get(reverse("team:add")).text

        page = client.post(reverse("team:add"), NEW, follow=True)

        assert "Noor Haddad is here. Invite them" in page.text
        assert "Noor Haddad has not signed in yet." in page.text
        assert "not signed in yet" in client.get(reverse("team:chart")).text

    def test_say_who_they_are_now(self, client, adam, noor):
        client.force_login(adam)
        client.post(reverse("team:employ", args=[noor.pk]), NEW | {"role": "interviewer", "team": ""})

        assert User.objects.get(pk=noor.pk).employed == NEW | {"role": "interviewer", "team": ""}

    def test_bring_somebody_back(self, client, adam, noor, noon):
        noor.leave(by=adam, at=noon)
        client.force_login(adam)
        assert "Have left" in client.get(reverse("team:chart")).text
        assert "has left" in client.get(reverse("team:person", args=[noor.pk])).text

        client.post(reverse("team:bring_back", args=[noor.pk]))

        assert User.objects.get(pk=noor.pk).is_active

    def test_are_the_same_for_programs(self, client, adam):
        client.force_login(adam)
        json = {"content_type": "application/json"}
        added = client.post("/api/v1/people", NEW, **json).json()
        person = f"/api/v1/people/{added['id']}"

        assert (added["email"], added["last_sign_in"]) == ("noor@example.com", None)
        assert client.post(f"{person}/work", NEW | {"role": "lead"}, **json).json()["role"] == "lead"
        assert client.post(f"{person}/invite", **json).json()["address"] in mail.outbox[0].body
        assert client.post(f"{person}/leave", {}, **json).json() == {"clients": 0}
        assert added["id"] not in {one["id"] for one in client.get("/api/v1/people").json()}
        assert client.post(f"{person}/bring-back", **json).json()["role"] == "lead"


def path_of(address):
    return address[address.index("/account/") :]


def choose(browser, address):
    """Open the link and choose a password."""
    form = browser.get(path_of(address), follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
