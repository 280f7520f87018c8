"""Whole pages: what they send to a strict browser, to htmx, and to somebody whose request was refused."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

HTMX = {"HX-Request": "true"}

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


class TestDesignPage:
    def test_shows_every_component(self, client):
        html = client.get(reverse("web:design")).content.decode()

        for name in (
            "rows",
            "table",
            "card",
            "badge",
            "chip",
            "field",
            "button",
            "menu",
            "empty",
            "stat",
            "timeline",
            "duties",
            "ladder",
            "chart",
        ):
            assert re.search(rf'class="{name}[ "]', html), name

    def test_runs_nothing_that_is_not_ours(self, client):
        answer = client.get(reverse("web:design"))
        html = answer.content.decode()

        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=\"/static/)|\son\w+=", html)

    def test_follows_the_theme_the_person_chose(self, client):
        client.cookies["theme"] = "dark"

        assert 'data-theme="dark"' in client.get(reverse("web:design")).content.decode()

    def test_trusts_no_cookie(self, client):
        client.cookies["theme"] = '"><script>'

        assert "<script>" not in client.get(reverse("web:design")).content.decode()

    def test_lets_htmx_send_forms(self, client):
        assert "X-CSRFToken" in client.get(reverse("web:design")).content.decode()


class TestRefusal:
    def test_is_a_page_for_a_plain_browser(self, client):
        answer = client.get("/refuse/")

        assert answer.status_code == 422
        assert "<!doctype html>" in answer.content.decode()
        assert "Ask the client why they left." in answer.content.decode()

    def test_is_a_part_for_htmx(self, client):
        answer = client.get("/refuse/", headers=HTMX)

        assert answer.content.decode().strip().startswith('<div id="refusal"')
        assert answer["HX-Retarget"] == "#refusal"

    def test_escapes_its_reasons(self, client):
        assert "Write the &lt;pitch&gt;." in client.get("/refuse/").content.decode()

    @pytest.mark.parametrize(
        ("came_from", "leads_to"),
        [("http://testserver/plans/7/", "http://testserver/plans/7/"), ("https://evil.example/", "/")],
    )
    def test_leads_back_only_to_our_own_pages(self, client, came_from, leads_to):
        assert f'href="{leads_to}">' in client.get("/refuse/", headers={"referer": came_from}).content.decode()


class TestToast:
    def test_comes_along_with_the_part_htmx_asked_for(self, client):
        html = client.post("/log/", headers=HTMX).content.decode()

        assert "Nobody to call." in html
        assert 'hx-swap-oob="afterbegin"' in html
        assert 'action="/touches/5/undo/"' in html

    def test_waits_for_the_next_page_of_a_plain_browser(self, client):
        html = client.post("/log/", follow=True).content.decode()

        assert "Touch logged." in html
        assert 'action="/touches/5/undo/"' in html

    def test_is_told_once(self, client):
        client.post("/log/", headers=HTMX)

        assert "Touch logged." not in client.get(reverse("web:design")).content.decode()

    def test_leaves_a_part_alone_when_there_is_nothing_to_tell(self, client):
        assert "hx-swap-oob" not in client.get("/refuse/", headers=HTMX).content.decode()


class TestSignIn:
    def test_has_our_look_and_no_rail(self, client):
        html = client.get(reverse("account_login")).content.decode()

        assert 'class="door"' in html
        assert 'class="rail' not in html

    def test_says_what_to_do_after_a_wrong_password(self, client):
        html = client.post(
            reverse("account_login"), {"login": "rosa@example.com", "password": "wrong"}
        ).content.decode()

        assert 'role="alert"' in html

    @pytest.mark.parametrize(
        "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
    )
    def test_every_page_at_the_door_is_ours(self, client, name):
        assert 'class="door"' in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("template", ["404.html", "403.html", "403_csrf.html", "429.html", "500.html"])
def test_pages_of_trouble_need_nothing_and_say_what_to_do_next(template):
    html = render_to_string(template)

    assert 'class="button" data-kind="primary"' in html
    assert not re.search(r"error|invalid|oops|sorry", html, re.IGNORECASE)
