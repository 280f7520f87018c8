"""A day to take along: what a phone keeps, and touches that arrive once however often the network goes."""

import random
import socket
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from json import dumps, loads
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from wonback.care.models import Promise, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client as OurClient
from wonback.interviews.models import Answer, Interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def harlow(contoso, today):
    """Contoso, silent for 90 days."""
    contoso.last_touch_on, contoso.touch_by = today - timedelta(days=90), today - timedelta(days=45)
    contoso.save()
    return contoso


@pytest.fixture
def at_work(client, rosa, noon, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    client.force_login(rosa)
    return client


def kept(client, rosa, **changed):
    told = {"client": client.pk, "user": rosa.pk, "key": str(uuid.uuid4()), "made_at": "2026-11-23T09:30:00Z"}
    return {**told, "line": "They take the larger size.", "works": True, **changed}


def send(browser, told):
    return browser.post("/api/v1/touches", told, content_type="application/json")


class TestTheDay:
    def test_holds_the_list_with_its_call_sheets(self, at_work, harlow, rosa, noon, today):
        Promise.make(harlow, "The price list", by=rosa, at=noon, due_by=today)
        line = at_work.get("/offline/day/").json()["lines"][0]

        assert (line["name"], line["why_now"].split(",")[0]) == ("Contoso", "Promised: The price list")
        assert line["people"][0]["name"] == "Dana of Contoso"
        assert line["touches"] == ["Visit, 16 November, Rosa Lindqvist: All is well."]
        assert line["owed"] == ["The price list (by today)"]
        assert line["contact"] == line["people"][0]["id"]

    def test_is_ones_own(self, at_work, harlow, sam):
        at_work.force_login(sam)

        assert at_work.get("/offline/day/").json()["lines"] == []

    def test_holds_nothing_that_was_said_in_confidence(self, at_work, harlow, northwind_loss, vera, noon):
        talk = Interview.objects.get(loss=northwind_loss)
        Answer.objects.filter(interview=talk).update(text="The GIRAFFE did not listen.")

        assert "GIRAFFE" not in at_work.get("/offline/day/").text

    def test_is_kept_by_no_cache_on_the_way(self, at_work, harlow):
        assert {at_work.get(f"/offline/{one}/")["Cache-Control"] for one in ("day", "who")} == {"no-store"}

    def test_costs_no_more_queries_for_more_lines(
        self, at_work, harlow, rosa, noon, today, django_assert_max_num_queries
    ):
        for number in range(5):
            OurClient.add(
                by=rosa, at=noon, name=f"Harlow {number}", owner=rosa, tier="C", since=today - timedelta(days=400)
            )
        with django_assert_max_num_queries(20):
            assert len(at_work.get("/offline/day/").json()["lines"]) == 6

    def test_is_sealed_with_a_key_of_ones_own(self, at_work, harlow, sam):
        mine = at_work.get("/offline/who/").json()
        at_work.force_login(sam)
        theirs = at_work.get("/offline/who/").json()

        assert mine["key"] != theirs["key"]
        assert (len(mine["key"]), theirs["user"]) == (44, sam.pk)


class TestThePageOfThePhone:
    def test_is_the_same_for_everybody(self, client, rosa, sam, harlow):
        pages = []
        for person in (rosa, sam):
            client.force_login(person)
            pages.append(client.get("/offline/").text)

        assert pages[0] == pages[1]
        assert "Rosa" not in pages[0]

    def test_can_be_installed(self, client):
        told = client.get("/wonback.webmanifest").json()

        assert (told["display"], told["start_url"], [icon["sizes"] for icon in told["icons"]]) == (
            "standalone", "/offline/", ["192x192", "512x512"],
        )  # fmt: skip

    def test_has_a_worker_that_keeps_no_page_of_ours(self, client):
        worker = client.get("/service-worker.js")

        assert worker["Content-Type"].startswith("text/javascript")
        assert "\"default-src 'self'" in f'"{worker["Content-Security-Policy"]}'
        assert worker.text.count("cache.put") == 1


class TestAKeptTouch:
    def test_counts_on_the_day_it_was_made(self, at_work, harlow, rosa, today):
        answer = send(at_work, kept(harlow, rosa, made_at="2026-11-20T15:00:00Z"))

        assert answer.status_code == 200
        harlow.refresh_from_db()
        assert harlow.last_touch_on == today - timedelta(days=3)

    def test_is_written_once_however_often_it_is_sent(self, at_work, harlow, rosa):
        told = kept(harlow, rosa, gripe=True)
        answers = [send(at_work, told).json()["id"] for _again in range(3)]

        assert len(set(answers)) == 1
        assert harlow.concerns.count() == 1

    def test_of_a_clock_that_is_ahead_is_now(self, at_work, harlow, rosa, noon):
        send(at_work, kept(harlow, rosa, made_at="2027-01-01T00:00:00Z"))

        assert harlow.touches.latest("pk").at == noon

    def test_that_was_taken_back_meanwhile_stays_taken_back(self, at_work, harlow, rosa, noon):
        told = kept(harlow, rosa)
        slip = Touch.log(harlow, Note(key=uuid.UUID(told["key"])), by=rosa, at=noon)
        slip.take_back(by=rosa, at=noon)

        assert send(at_work, told).json()["taken_back_at"]
        assert harlow.touches.standing().filter(key=told["key"]).count() == 0

    def test_of_somebody_else_is_not_sent_in_my_name(self, at_work, harlow, rosa, sam):
        answer = send(at_work, kept(harlow, sam))

        assert answer.status_code == 422
        assert "Sign in as the person who noted this" in answer.json()["reasons"][0]

    def test_about_a_client_who_went_to_a_colleague_is_not_lost_silently(self, at_work, harlow, rosa, sam):
        harlow.owner = sam
        harlow.save()

        assert send(at_work, kept(harlow, rosa)).status_code == 404

    def test_out_of_a_drawer_is_asked_for_anew(self, at_work, harlow, rosa):
        answer = send(at_work, kept(harlow, rosa, made_at="2026-10-01T00:00:00Z"))

        assert (answer.status_code, answer.json()["reasons"]) == (
            422, ["Write it down anew: it was noted on this device more than 30 days ago."],
        )  # fmt: skip

    @pytest.mark.parametrize("made_at", ["soon", "2026-13-01", None, 5e30])
    def test_without_a_moment_is_refused(self, at_work, harlow, rosa, made_at):
        assert send(at_work, kept(harlow, rosa, made_at=made_at)).status_code == 422


class Wire:
    """A wire between a phone and us that is cut on the way there or on the way back, as often as it is told to."""

    def __init__(self, host, port, *, cuts, seed):
        self.there, self.dice = (host, port), random.Random(seed)
        self.cuts, self.lock = cuts, threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                near, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def cut(self):
        """Where this connection is cut, if it is."""
        with self.lock:
            if self.cuts and self.dice.random() < 0.4:
                self.cuts -= 1
                return self.dice.choice(["before", "after"])
        return ""

    def carry(self, near):
        where = self.cut()
        with near:
            asked = whole(near)
            if where == "before":
                asked = asked[: self.dice.randrange(len(asked))]
            with socket.create_connection(self.there) as far:
                far.sendall(asked)
                if where == "before":
                    return
                answer = far.makefile("rb").read()
            # We have written it down, and the phone never hears of it.
            if where != "after":
                near.sendall(answer)


def whole(near):
    """One request with its body."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += near.recv(65_536)
    head, body = got.split(b"\r\n\r\n", 1)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += near.recv(65_536)
    return head + b"\r\n\r\n" + body


@pytest.mark.django_db(transaction=True)
def test_two_hundred_touches_from_two_devices_over_a_wire_that_is_cut_fifty_times_arrive_once(
    live_server, harlow, rosa
):
    """Each device sends what waits, the oldest first, and lets go of nothing before it was told that it is written."""
    where = urlsplit(live_server.url)
    wire = Wire(where.hostname, where.port, cuts=50, seed=11)
    browser = Client()
    browser.force_login(rosa)
    csrf = browser.get("/offline/who/").json()["csrf"]
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in browser.cookies.items())
    now = timezone.now()
    queues = [
        [kept(harlow, rosa, line=f"{device} {n}", made_at=(now - timedelta(minutes=n)).isoformat()) for n in range(100)]
        for device in ("phone", "tablet")
    ]
    tries = []

    def device(queue):
        while queue:
            line = HTTPConnection("127.0.0.1", wire.port, timeout=20)
            tries.append(1)
            try:
                headers = {
                    "Cookie": cookies,
                    "X-CSRFToken": csrf,
                    "Content-Type": "application/json",
                    "Connection": "close",
                }
                line.request("POST", "/api/v1/touches", dumps(queue[0]), headers)
                answer = line.getresponse()
                assert answer.status == 200, answer.read()
                assert loads(answer.read())["key"] == queue[0]["key"]
                queue.pop(0)
            except (OSError, HTTPException):
                continue
            finally:
                line.close()

    sent = {told["key"] for queue in queues for told in queue}
    with ThreadPoolExecutor(2) as devices:
        list(devices.map(device, queues))
    wire.door.close()
    connections.close_all()

    written = [str(key) for key in harlow.touches.filter(line__regex="^(phone|tablet) ").values_list("key", flat=True)]
    assert (len(written), set(written)) == (200, sent)
    assert wire.cuts == 0
    assert len(tries) == 250
    assert harlow.timeline.filter(verb="client.touched", facts__line__startswith="phone").count() == 100
