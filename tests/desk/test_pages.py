"""The screens people work at, as a browser without scripts sees them."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from wonback.care.models import Concern, Promise, Snooze, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Permission, Purchase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def it_is_noon(noon, monkeypatch):
    """The pages live on the day of the cast."""
    monkeypatch.setattr("wonback.web.middleware.timezone.now", lambda: noon)


@pytest.fixture
def browser(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def due(contoso, today):
    Client.objects.filter(pk=contoso.pk).update(
        touch_by=today - timedelta(days=3), last_touch_on=today - timedelta(days=48)
    )
    return contoso


def address(name, *args):
    return reverse(name, args=args)


class TestToday:
    def test_leads_from_the_front_door(self, browser):
        assert browser.get("/", follow=True).redirect_chain == [("/today/", 302)]

    def test_says_why_each_client_is_called(self, browser, due):
        page = browser.get(address("desk:today")).text

        assert "You have not spoken for 48 days." in page
        assert f'href="/today/{due.pk}/"' in page

    def test_teaches_one_thing_when_nobody_is_to_be_called(self, browser):
        assert "Nobody to call." in browser.get(address("desk:today")).text

    def test_opens_the_call_sheet_beside_the_list_without_scripts(self, browser, due):
        page = browser.get(address("desk:sheet", due.pk)).text

        assert '<article class="sheet"' in page
        assert "Dana of Contoso" in page
        assert 'aria-current="true"' in page

    def test_answers_a_script_with_the_sheet_alone(self, browser, due):
        part = browser.get(address("desk:sheet", due.pk), headers={"HX-Request": "true"}).text

        assert part.lstrip().startswith('<article class="sheet"')

    def test_notes_a_touch_and_comes_back(self, browser, due):
        answer = browser.post(
            address("care:touch", due.pk), {"line": "All fine.", "works": "on", "next": "/today/"}, follow=True
        )

        assert answer.redirect_chain == [("/today/", 302)]
        assert "All fine." in answer.text
        assert "Undo" in answer.text
        assert Touch.objects.newest().first().works is True

    def test_turns_the_line_quiet_for_a_script(self, browser, due):
        part = browser.post(address("care:touch", due.pk), {"line": "All fine."}, headers={"HX-Request": "true"}).text

        assert f'id="client-{due.pk}"' in part
        assert '<div id="side" hx-swap-oob="innerHTML"></div>' in part

    def test_takes_a_slip_back(self, browser, due, rosa, noon):
        touch = Touch.log(due, Note(), by=rosa, at=noon)
        page = browser.post(address("care:take_back", touch.pk), {"next": "/today/"}, follow=True).text

        assert "Taken back. Contoso is as before." in page

    def test_puts_off_with_one_tap(self, browser, due, today):
        browser.post(address("care:put_off", due.pk), {"days": "7", "why": "They are away"})

        assert Snooze.objects.get().until == today + timedelta(days=7)
        assert "Put off: They are away." in browser.get(address("desk:today")).text

    def test_prefers_written_words_over_a_tapped_reason(self, browser, due):
        browser.post(address("care:put_off", due.pk), {"why": "They are away", "words": "Their fair is on"})

        assert Snooze.objects.get().why == "Their fair is on"

    def test_refuses_to_put_off_without_a_reason(self, browser, due):
        answer = browser.post(address("care:put_off", due.pk), {"days": "7"})

        assert answer.status_code == 422
        assert "Say in a few words why this client can wait." in answer.text

    def test_skips_until_the_next_turn(self, browser, due, today):
        browser.post(address("care:skip", due.pk), {"why": "We meet anyway"})

        assert Snooze.objects.get().until == today + timedelta(days=45)

    def test_takes_up_what_was_put_off(self, browser, due, rosa, noon, today):
        snooze = Snooze.put_off(due, by=rosa, at=noon, until=today + timedelta(days=7), why="Away")
        browser.post(address("care:take_up", snooze.pk))

        assert not Snooze.objects.exists()

    def test_leads_nobody_away_from_our_pages(self, browser, due):
        answer = browser.post(address("care:touch", due.pk), {"next": "https://elsewhere.example/"})

        assert urlsplit(answer.url).path == due.get_absolute_url()


class TestClientPage:
    @pytest.fixture
    def full(self, contoso, rosa, noon, today):
        """A client about whom much is known."""
        Promise.make(contoso, "A price list", by=rosa, at=noon - timedelta(days=9), due_by=today - timedelta(days=2))
        Concern.raise_(contoso, "Late parcels", by=rosa, at=noon, due_by=today)
        contoso.contracts.create(until=today + timedelta(days=90), amount_per_year=Decimal(123_456_789), currency="EUR")
        for month in range(30):
            Purchase.objects.create(
                client=contoso, bought_on=today - timedelta(days=30 * month), amount=Decimal(100), currency="EUR"
            )
            Touch.log(contoso, Note(line=f"Talk {month}"), by=rosa, at=noon - timedelta(days=month))
        contoso.contacts.create(name="Uwe", left_on=today - timedelta(days=20))
        return contoso

    def test_shows_everything_on_one_screen(self, browser, full):
        page = browser.get(full.get_absolute_url()).text

        for words in (
            "A price list",
            "Late parcels",
            "Dana of Contoso",
            "Uwe",
            "123\u2009456\u2009789",
            "2025",
            "Talk 0",
            "nobody has asked",
        ):
            assert words in page

    def test_says_what_is_unknown(self, browser, northwind):
        page = browser.get(northwind.get_absolute_url()).text

        for words in ("no purchases on file", "no contract on file", "stance unknown", "nobody has spoken to them"):
            assert words in page

    def test_takes_few_queries(self, browser, full, django_assert_max_num_queries):
        with django_assert_max_num_queries(13):
            browser.get(full.get_absolute_url())

    def test_pages_through_a_long_story(self, browser, full):
        first = browser.get(full.get_absolute_url())
        second = browser.get(full.get_absolute_url(), {"after": first.context["page"].next})

        shown = [entry.pk for page in (first, second) for entry in page.context["page"].rows]
        assert len(shown) == len(set(shown)) == 30

    def test_shows_the_loss_its_plan_and_the_next_step(self, browser, ready_plan):
        page = browser.get(ready_plan.loss.client.get_absolute_url()).text

        assert "We failed: delivery" in page
        assert "Ready: A month without a late delivery" in page

    def test_warns_when_they_asked_to_be_left_alone(self, browser, contoso, rosa, noon):
        Permission.note(by=rosa, at=noon, client=contoso, answer="refused", words="Stop calling.")

        assert "They asked us not to contact them: “Stop calling.”" in browser.get(contoso.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("verb", "told", "sentence"),
        [
            (
                "care:promise",
                {"what": "A sample", "due_by": "2026-11-30"},
                "Rosa Lindqvist promised Contoso: A sample, by 30 November 2026.",
            ),
            ("care:concern", {"what": "Late parcels"}, "Contoso is unhappy, noted by Rosa Lindqvist: “Late parcels”."),
            (
                "care:rhythm",
                {"ideal_days": "9", "maximum_days": "20"},
                "Rosa Lindqvist wants to speak to Contoso every 9 days, 20 at most.",
            ),
            ("clients:meet", {"name": "Ada", "role": "champion"}, "Rosa Lindqvist wrote down Ada at Contoso."),
            (
                "clients:permission",
                {"answer": "allowed", "words": "Call in spring"},
                "Contoso allowed us to follow up: “Call in spring”.",
            ),
            (
                "clients:edit",
                {"name": "Contoso", "tier": "A"},
                "Rosa Lindqvist corrected what we know of Contoso: tier.",
            ),
        ],
    )
    def test_does_each_thing_and_tells_the_story(self, browser, contoso, verb, told, sentence):
        answer = browser.post(address(verb, contoso.pk), told, follow=True)

        assert urlsplit(answer.redirect_chain[-1][0]).path == contoso.get_absolute_url()
        assert sentence in [str(entry) for entry in contoso.timeline.all()]

    def test_asks_for_what_is_missing_in_our_own_words(self, browser, contoso):
        answer = browser.post(address("care:promise", contoso.pk), {"what": "A sample"})

        assert answer.status_code == 422
        assert "By when: " in answer.text

    def test_notes_that_somebody_left(self, browser, contoso, today):
        browser.post(address("clients:left", contoso.contacts.get().pk))

        assert contoso.contacts.get().left_on == today

    def test_corrects_what_we_know_of_a_person(self, browser, contoso):
        browser.post(
            address("clients:contact", contoso.contacts.get().pk),
            {"name": "Dana Vogt", "role": "decider", "stance": "1"},
        )

        assert (contoso.contacts.get().name, contoso.contacts.get().stance) == ("Dana Vogt", 1)

    def test_is_handed_over_by_a_lead(self, client, contoso, ines, rosa):
        client.force_login(ines)
        page = client.post(address("clients:hand_over", contoso.pk), {"to": ines.pk}, follow=True).text

        assert Client.objects.get(pk=contoso.pk).owner == ines
        assert "Ines Okafor looks after Contoso now." in page


class TestClients:
    def test_are_listed_by_name_with_what_is_next(self, browser, contoso, northwind):
        page = browser.get(address("desk:clients")).text

        assert page.index("Contoso") < page.index("Northwind")
        assert "due now" in page

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({"due": "1"}, ["Contoso"]),
            ({"tier": "A"}, []),
            ({"standing": "lost"}, ["Northwind"]),
            ({}, ["Contoso", "Northwind"]),
        ],
    )
    def test_are_filtered_by_chips(self, browser, due, northwind_loss, wanted, found):
        listed = browser.get(address("desk:clients"), wanted).context["list"]

        assert [row.client.name for row in listed.rows] == found

    def test_are_paged_without_gaps(self, browser, rosa):
        Client.objects.bulk_create(Client(name=f"Client {n:03}", name_key=f"{n}", owner=rosa) for n in range(120))
        seen, after = [], ""
        while True:
            listed = browser.get(address("desk:clients"), {"after": after}).context["list"]
            seen += [row.client.name for row in listed.rows]
            if not (after := listed.page.next):
                break

        assert seen == [f"Client {n:03}" for n in range(120)]

    def test_take_few_queries(self, browser, rosa, django_assert_max_num_queries):
        Client.objects.bulk_create(Client(name=f"Client {n:03}", name_key=f"{n}", owner=rosa) for n in range(60))

        with django_assert_max_num_queries(6):
            browser.get(address("desk:clients"))

    def test_are_added_by_name_alone(self, browser, rosa):
        browser.post(address("clients:new"), {"name": "Tarn Logistics", "standing": "prospect", "tier": "C"})
        client = Client.objects.get(name="Tarn Logistics")

        assert (client.owner, client.standing) == (rosa, "prospect")
        assert str(client.timeline.get()) == "Rosa Lindqvist added Tarn Logistics."

    def test_ask_for_a_name(self, browser):
        assert browser.post(address("clients:new"), {"tier": "C", "standing": "active"}).status_code == 422


class TestSearch:
    def test_finds_any_word_by_its_beginning(self, browser, rosa, noon):
        Client.add(by=rosa, at=noon, since=None, name="Vereinigte Großhandlung Kässbohrer GmbH", owner=rosa)
        for words in ("kass", "Großh", "verein käss"):
            assert "Vereinigte Großhandlung" in browser.get(address("desk:search"), {"q": words}).text

    def test_finds_people_by_their_address(self, browser, contoso):
        contoso.contacts.create(name="Ada", email="ada@contoso.example")

        assert "ada@contoso.example" in browser.get(address("desk:search"), {"q": "Ada@con"}).text

    def test_shows_nothing_of_other_peoples_clients(self, client, sam, contoso):
        client.force_login(sam)

        assert "Nothing begins like that." in client.get(address("desk:search"), {"q": "cont"}).text

    @pytest.mark.parametrize("words", ["", "   ", "%", "_", "'", "\\", "☃", "a" * 500, "\u0000"])
    def test_survives_anything_one_can_type(self, browser, contoso, words):
        assert browser.get(address("desk:search"), {"q": words}).status_code == 200

    def test_takes_few_queries(self, browser, rosa, django_assert_max_num_queries):
        clients = Client.objects.bulk_create(
            Client(name=f"Common {n:03}", name_key=f"{n}", owner=rosa) for n in range(60)
        )
        Client.objects.filter(pk__in=[client.pk for client in clients]).first().words.model.objects.remember(
            Client.objects.all()
        )

        with django_assert_max_num_queries(8):
            page = browser.get(address("desk:search"), {"q": "common"})

        assert "There are more." in page.text
