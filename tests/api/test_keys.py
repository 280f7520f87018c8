"""Who a program acts for, and what a token may do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wonback.losses.models import Loss
from wonback.team.models import Token

pytestmark = pytest.mark.django_db


def code_of(answer):
    return answer.json()["type"].split("/")[2]


class TestNobody:
    @pytest.mark.parametrize("header", ["", "Bearer wb_guessed", "Basic cm9zYTpzZWNyZXQ=", "Bearer"])
    def test_is_asked_to_sign_in(self, header, client):
        answer = client.get("/api/v1/losses", headers={"authorization": header})

        assert (answer.status_code, code_of(answer)) == (401, "sign_in_first")
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_is_asked_to_sign_in_also_before_writing(self):
        assert Client(enforce_csrf_checks=True).post("/api/v1/losses").status_code == 401


class TestAToken:
    def test_sees_what_its_person_sees(self, acting_for, northwind_loss, rosa, sam):
        seen = {person.name: len(acting_for(person).get("/losses").json()["rows"]) for person in (rosa, sam)}

        assert seen == {rosa.name: 1, sam.name: 0}

    def test_that_may_only_read_does_not_write(self, acting_for, fabrikam_loss, rosa):
        reader = acting_for(rosa, scope="read")

        answer = reader.post(f"/losses/{fabrikam_loss.pk}/own", {"words": "We never met her."})

        assert (answer.status_code, code_of(answer)) == (403, "scope_too_narrow")
        assert not Loss.objects.get().ownership
        assert reader.get("/losses").status_code == 200

    def test_opens_nothing_once_it_is_revoked(self, acting_for, rosa, noon):
        program = acting_for(rosa)
        Token.objects.get().revoke(at=noon)

        assert program.get("/losses").status_code == 401

    def test_opens_nothing_once_its_person_has_left(self, acting_for, rosa):
        program = acting_for(rosa)
        rosa.is_active = False
        rosa.save()

        assert program.get("/losses").status_code == 401

    def test_notes_the_day_of_use(self, acting_for, rosa):
        acting_for(rosa).get("/losses")

        assert Token.objects.get().last_used_on

    def test_is_kept_as_a_digest_only(self, rosa, noon):
        token, key = Token.issue(rosa, name="script", scope="read", at=noon)

        assert key not in str(Token.objects.values_list().get(pk=token.pk))


class TestASession:
    def test_may_read(self, client, northwind_loss, rosa):
        client.force_login(rosa)

        assert client.get("/api/v1/losses").status_code == 200

    def test_may_not_write_without_proof_that_the_request_is_ours(self, fabrikam_loss, rosa):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(rosa)

        answer = browser.post(f"/api/v1/losses/{fabrikam_loss.pk}/own", {"words": "x"}, content_type="application/json")

        assert (answer.status_code, code_of(answer)) == (403, "page_too_old")


class TestThePageOfTokens:
    def test_shows_a_new_key_once(self, client, rosa):
        client.force_login(rosa)
        page = client.post(reverse("tokens:tokens"), {"name": "spreadsheet", "scope": "read"}).content.decode()

        assert "wb_" in page
        assert "wb_" not in client.get(reverse("tokens:tokens")).content.decode()

    def test_lists_ones_own_and_nobody_elses(self, client, rosa, sam, noon):
        Token.issue(sam, name="sams script", scope="read", at=noon - timedelta(days=1))
        client.force_login(rosa)

        assert "sams script" not in client.get(reverse("tokens:tokens")).content.decode()

    def test_asks_for_a_name(self, client, rosa):
        client.force_login(rosa)

        assert client.post(reverse("tokens:tokens"), {"scope": "write"}).status_code == 422
        assert not Token.objects.exists()

    def test_revokes(self, client, rosa, noon):
        token, _key = Token.issue(rosa, name="script", scope="read", at=noon)
        client.force_login(rosa)
        client.post(reverse("tokens:revoke", args=[token.pk]))

        assert not Token.objects.living().exists()
