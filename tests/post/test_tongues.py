"""What a client reads, in their language: nothing is left in ours, and what is written for us stays in ours."""

import gettext as machine
import importlib.util
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from wonback.clients.models import Permission
from wonback.interviews.models import Form, Interview, Invitation, Question, Recap
from wonback.interviews.models.hours import free_slots
from wonback.interviews.tasks import send_reminders
from wonback.post import links, tongues
from wonback.post.models import Extension, Letter

ROOT = Path(__file__).parents[2]
OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
HOLES = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "bin/translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences(one):
    return one if isinstance(one, tuple | list) else (one,)


@pytest.mark.parametrize("language", OTHERS)
class TestACatalogue:
    def test_has_every_sentence_a_stranger_may_read(self, tool, language):
        known = tool.catalogue(language)
        found = tool.gathered()
        untold = [
            (context, said)
            for context, said in found
            if not (one := known.get(sentences(said)[0], context)) or not all(sentences(one.string))
        ]

        assert len(found) > 120
        assert untold == []

    def test_has_nothing_that_nobody_says_any_more(self, tool, language):
        found = {(context, sentences(said)[0]) for context, said in tool.gathered()}

        assert [
            one.id for one in tool.catalogue(language) if one.id and (one.context, sentences(one.id)[0]) not in found
        ] == []

    def test_leaves_the_same_room_for_names_and_days(self, tool, language):
        torn = [
            one.id
            for one in tool.catalogue(language)
            if one.id
            for said in sentences(one.string)
            if sorted(set(HOLES.findall(said))) != sorted(set(HOLES.findall(sentences(one.id)[-1])))
        ]
        assert torn == []

    def test_is_compiled_as_it_is_written(self, tool, language):
        with tool.po_of(language).with_suffix(".mo").open("rb") as file:
            compiled = machine.GNUTranslations(file)
        differing = [
            one.id
            for one in tool.catalogue(language)
            if one.id and not one.pluralizable
            if (compiled.pgettext(one.context, one.id) if one.context else compiled.gettext(one.id)) != one.string
        ]
        assert differing == []

    def test_asks_the_five_questions(self, db, language):
        with translation.override(language):
            asked = [question.in_language() for question in Question.objects.in_writing()]

        assert len(asked) == 5
        assert not set(asked) & set(Question.objects.values_list("in_writing", flat=True))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch, noon):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


class Overheard(machine.NullTranslations):
    """The last to be asked: whatever comes here stands in no catalogue."""

    def __init__(self):
        super().__init__()
        self.said = set()

    def gettext(self, message):
        self.said.add(message)
        return message

    def ngettext(self, one, many, n):
        return self.gettext(one if n == 1 else many)

    def pgettext(self, context, message):
        return self.gettext(message)


@pytest.fixture
def overheard(monkeypatch):
    """What a German page or letter says that nobody has translated."""
    monkeypatch.setattr(trans_real, "_translations", {})
    german = trans_real.translation("de")
    last, heard = german, Overheard()
    # Django asks its own English at the end; that is where the trail would be lost.
    last._fallback = heard
    return heard


@pytest.fixture
def dana(fabrikam_loss):
    contact = fabrikam_loss.client.contacts.get()
    contact.email, contact.language = "dana@fabrikam.example", "de"
    contact.save()
    return contact


@pytest.fixture
def talk(fabrikam_loss, vera, noon):
    talk = Interview.open(fabrikam_loss, at=noon)
    talk.nominations.get().accept(by=vera, at=noon)
    return Interview.objects.get()


def at_the_door(kind, row):
    return links.link(kind, row.pk, row.nonce)


class TestAStrangersPages:
    """Every page and refusal, one after the other, as a German reads them."""

    def visit(self, browser, route, *args, **posted):
        address = reverse(f"strangers:{route}", args=args)
        answer = browser.post(address, posted, follow=True) if posted else browser.get(address)
        assert answer.status_code in {200, 404, 422, 429}
        assert answer["Content-Language"] == "de"
        assert '<html lang="de"' in answer.content.decode()
        return answer.content.decode()

    def test_of_the_booking_say_nothing_in_english(self, client, talk, dana, vera, noon, overheard):
        invitation = Invitation.send(talk, dana, Invitation.draft(talk, dana, at=noon), by=vera, at=noon)
        token = at_the_door("invitation", invitation)
        slot = free_slots(vera, now=noon)[0]
        page = self.visit(client, "booking", token)
        assert tongues.day_called(slot.date()) not in page
        self.visit(client, "book", token, zone="Europe/Vienna")
        self.visit(client, "book", token, zone="Europe/Vienna", slot="tomorrow")
        self.visit(client, "book", token, zone="Europe/Vienna", slot=noon.isoformat())
        page = self.visit(client, "book", token, zone="Europe/Vienna", slot=slot.isoformat())
        with translation.override("de"):
            assert tongues.moment_spoken(slot, ZoneInfo("Europe/Vienna")) in page
        self.visit(client, "cancel", token, now="1")
        self.visit(client, "cancel", token, now="1")
        self.visit(client, "refuse", token, words="Nein")
        self.visit(client, "refuse", token, what="talk")
        self.visit(client, "refuse", token, what="contact")

        assert overheard.said - OURS == set()

    def test_of_the_form_say_nothing_in_english(self, client, talk, dana, vera, noon, overheard):
        form = Form.send(talk, dana, by=vera, at=noon)
        token = at_the_door("form", form)
        self.visit(client, "form", token)
        self.visit(client, "form_begin", token, confidence="everybody")
        self.visit(client, "form_end", token, send="1")
        self.visit(client, "form_begin", token, confidence="unattributed")
        for number in range(1, 6):
            self.visit(client, "leaf", token, number)
            self.visit(client, "leaf", token, number, text="Zu spät.", confidence="interviewer", may="later")
        self.visit(client, "leaf", token, 5, confidence="unattributed", may="later", not_before="2027-03-01")
        self.visit(client, "form", token)
        self.visit(client, "form_end", token)
        self.visit(client, "form_end", token, send="1")
        self.visit(client, "form_end", token, send="1")
        self.visit(client, "form_refuse", token, words="Nein")
        self.visit(client, "form_refuse", token, what="contact")
        Form.objects.update(finished_at=None, refused_at=noon)
        self.visit(client, "form", token)
        Form.objects.update(refused_at=None, sent_at=noon - timedelta(days=90))
        self.visit(client, "form", token)
        self.visit(client, "form_begin", token, confidence="unattributed")

        assert overheard.said - OURS == set()

    def test_of_the_recap_say_nothing_in_english(self, client, talk, dana, vera, noon, overheard):
        allowed = Permission.note(by=vera, at=noon, client=dana.client, answer="allowed", words="Gern im Mai.")
        Interview.objects.update(stage="held", ended_at=noon)
        recap = Recap.send(Interview.objects.get(), dana, subject="Danke", text="Zu spät.", by=vera, at=noon)
        assert recap.permission == allowed
        token = at_the_door("recap", recap)
        for posted in (
            {"verdict": "not quite"},
            {"verdict": "not quite", "correction": "Dreimal."},
            {"verdict": "right"},
        ):
            self.visit(client, "recap", token)
            self.visit(client, "verdict", token, **posted)
        for facts in ({"verdict": "right"}, {"verdict": "not quite", "correction": ""}):
            Recap.objects.update(**facts)
            self.visit(client, "recap", token)
        self.visit(client, "recap_forbid", token, words="Nein.")

        assert overheard.said - OURS == set()

    def test_of_a_permission_that_runs_out_say_nothing_in_english(self, client, dana, vera, noon, overheard):
        until = noon.date() + timedelta(days=10)
        said = Permission.note(
            by=vera, at=noon, client=dana.client, contact=dana, answer="allowed", words="Gern.", until=until
        )
        extension = Extension.ask(said, dana, by=vera, at=noon)
        token = at_the_door("extension", extension)
        self.visit(client, "extension", token)
        self.visit(client, "extension_allow", token, until="2020-01-01")
        self.visit(client, "extension_allow", token, until="bald")
        self.visit(client, "extension_allow", token, until="2031-01-01")
        self.visit(client, "extension_decline", token, no="1")
        for facts in ({"answer": "yes", "until": None}, {"answer": "no"}):
            Extension.objects.update(**facts)
            self.visit(client, "extension", token)
        self.visit(client, "extension_forbid", token, words="Nein.")

        assert overheard.said - OURS == set()

    def test_behind_a_wrong_link_speak_as_the_browser_asks(self, db, overheard):
        browser = Browser(headers={"accept-language": "de-AT,de;q=0.9"})
        for _try in range(12):
            self.visit(browser, "form", "made-up")

        assert overheard.said - OURS == set()

    def test_letters_say_nothing_in_english(self, talk, dana, vera, noon, today, overheard):
        invitation = Invitation.send(talk, dana, Invitation.draft(talk, dana, at=noon), by=vera, at=noon)
        for day in range(20):
            send_reminders(as_of=today + timedelta(days=day))
        form = Form.objects.for_letters().get()
        form.remind(by=vera, at=noon + timedelta(days=40))
        invitation.book(free_slots(vera, now=noon)[0], zone="Europe/Vienna", at=noon)
        invitation.cancel(by=None, at=noon)
        with translation.override("de"):
            Recap.draft(talk, dana)
            Recap.draft(talk, None)
            for kind in ("deal", "part"):
                talk.loss.kind = kind
                Invitation.draft(talk, dana, at=noon)

        assert Letter.objects.count() == 7
        assert all("Mit freundlichen Grüßen" in letter.text for letter in Letter.objects.all())
        assert overheard.said - OURS == set()


# What a stranger’s deed writes down for people here: why a letter was stopped, why a plan is locked again.
OURS = {
    "",
    "Answered",
    "Replaced by a later one",
    "They booked a time",
    "They would rather not",
    "they asked us not to contact them",
}


class TestTheLanguage:
    @pytest.fixture
    def token(self, talk, dana, vera, noon):
        return at_the_door("form", Form.send(talk, dana, by=vera, at=noon))

    def test_is_the_contacts(self, client, token):
        page = client.get(reverse("strangers:form", args=[token]), headers={"accept-language": "fr"})

        assert page["Content-Language"] == "de"
        assert "Fünf Fragen" in page.content.decode() or "5 Fragen" in page.content.decode()

    def test_is_the_browsers_while_nobody_has_said(self, client, token, dana):
        dana.language = ""
        dana.save()
        page = client.get(reverse("strangers:form", args=[token]), headers={"accept-language": "fr-BE"})

        assert page["Content-Language"] == "fr"

    def test_can_be_chosen_at_the_foot_and_stays(self, client, token, dana):
        address = reverse("strangers:form", args=[token])
        chosen = client.get(address + "?reads=fr")
        again = client.get(address)
        dana.refresh_from_db()

        assert (chosen["Content-Language"], again["Content-Language"], dana.language) == ("fr", "fr", "de")
        assert chosen.cookies["reads"]["path"] == "/s/"
        assert 'href="?reads=en" lang="en"' in again.content.decode()

    def test_they_chose_holds_for_letters_once_they_do_something(self, client, token, dana):
        client.get(reverse("strangers:form", args=[token]) + "?reads=fr")
        client.post(reverse("strangers:form_begin", args=[token]), {"confidence": "unattributed"})
        dana.refresh_from_db()

        assert dana.language == "fr"

    def test_that_we_do_not_speak_is_not_chosen(self, client, token):
        page = client.get(reverse("strangers:form", args=[token]) + "?reads=xx")

        assert page["Content-Language"] == "de"
        assert "reads" not in page.cookies

    def test_at_the_door_is_forgotten_behind_it(self, client, token, vera):
        client.get(reverse("strangers:form", args=[token]))
        client.force_login(vera)

        assert '<html lang="en"' in client.get(reverse("interviews:queue")).content.decode()
        assert translation.get_language() == "en"

    def test_of_what_is_noted_for_us_is_ours(self, client, token, dana):
        client.post(reverse("strangers:form_refuse", args=[token]), {"what": "contact"})

        assert Permission.objects.get().proof == "Written in the short form by Dana of Fabrikam"
        assert Permission.objects.get().words == "Bitte melden Sie sich nicht mehr bei uns."
        assert {letter.why for letter in Letter.objects.all()} <= {
            "They would rather not",
            "Bitte melden Sie sich nicht mehr bei uns.",
        }


@pytest.mark.parametrize(
    ("language", "day", "called", "moment"),
    [
        ("en", "1 December 2026", "Tuesday, 1 December", "Tuesday, 1 December, 10:00"),
        ("de", "1. Dezember 2026", "Dienstag, 1. Dezember", "Dienstag, 1. Dezember, 10:00"),
        ("fr", "1 décembre 2026", "mardi 1 décembre", "mardi 1 décembre, 10:00"),
    ],
)
def test_days_have_the_form_of_their_language(language, day, called, moment):
    when = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("UTC"))
    with translation.override(language):
        said = (tongues.day_spoken(date(2026, 12, 1)), tongues.day_called(when.date()))
        assert (*said, tongues.moment_spoken(when, ZoneInfo("Europe/Berlin"))) == (day, called, moment)
