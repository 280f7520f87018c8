"""What we heard, in writing: drafted without what was said in confidence, sent once, confirmed or corrected by the client."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.clients.models import Contact, Entry, Permission
from wonback.core.errors import AlreadyDone, Refusal
from wonback.interviews import recap as writing
from wonback.interviews import selling
from wonback.interviews.models import Answer, Form, Note, Question, Recap
from wonback.interviews.writing import Said
from wonback.losses.models import WordsMissing
from wonback.post import links
from wonback.post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(accepted, dana, vera, noon):
    accepted.begin(by=vera, at=noon)
    asked = {one.key: one.pk for one in Question.objects.all()}
    notes = {
        asked["cause"]: Note("You were late, twice.", "attributable"),
        asked["expectation"]: Note("A call before, not after.", "unattributed"),
        asked["person"]: Note("The GIRAFFE did not listen.", "interviewer"),
    }
    Answer.keep(accepted, notes, version=0, by=vera, at=noon)
    accepted.end(by=vera, at=noon + timedelta(minutes=25))
    return accepted


@pytest.fixture
def sent(held, dana, vera, noon):
    text = Recap.draft(held, dana)
    return Recap.send(held, dana, subject=writing.subject(), text=text, by=vera, at=noon + timedelta(minutes=29))


class TestTheDraft:
    def test_says_what_was_heard_and_keeps_what_was_for_the_interviewer_alone(self, held, dana):
        text = Recap.draft(held, dana)

        assert "You were late, twice." in text
        assert "A call before, not after." in text
        assert "GIRAFFE" not in text

    def test_repeats_what_they_allowed_in_their_words(self, held, dana, vera, noon):
        facts = {"client": held.loss.client, "answer": "allowed", "scope": "call", "words": "In spring, by phone"}
        Permission.note(by=vera, at=noon, **facts)

        assert "you said: “In spring, by phone”" in Recap.draft(held, dana)

    @pytest.mark.parametrize("language", ["en", "de", "fr"])
    def test_sells_nothing(self, held, dana, language):
        dana.choose_language(language)

        assert selling.hints(Recap.draft(held, dana)) == []


class TestWordsThatSell:
    """A thank-you that sells is read as a trick: the letter is not stopped, but its writer is asked once."""

    @pytest.mark.parametrize(
        ("text", "sign"),
        [
            ("We have a discount for you.", "discount"),
            ("I could offer better prices.", "better prices"),
            ("Our new upgrade is out.", "upgrade"),
            ("Let me show you in a demo.", "show you"),
            ("Wir haben ein Angebot für Sie.", "Angebot"),
            ("Gerne mit 10 % Neukundenrabatt.", "Neukundenrabatt"),
            ("Nous avons une offre spéciale.", "offre spéciale"),
            ("Avec une remise de 10 %.", "remise"),
        ],
    )
    def test_are_quoted_back(self, text, sign):
        assert [sign in hint for hint in selling.hints(text)] == [True]

    def test_are_not_found_in_what_they_said_themselves(self):
        heard = ["Your pricing moved twice."]

        assert selling.hints("– Your pricing moved twice.\n\nThank you.", heard=heard) == []
        assert selling.hints("You said: “Call us with a new offer and a demo.”") == []
        assert len(selling.hints("– Your pricing moved twice.\n\nWe changed our pricing.", heard=heard)) == 1

    def test_are_shown_once_before_the_letter_goes(self, held, dana, client, vera):
        client.force_login(vera)
        address = reverse("interviews:recap", args=[held.pk])
        letter = {"contact": dana.pk, "subject": "Thank you", "text": "You were late. We have a discount for you."}
        shown = client.post(address, letter).content.decode()

        assert "“discount” speaks of money" in shown
        assert "We have a discount for you.</textarea>" in shown
        assert 'name="is_hinted"' in shown
        assert not Recap.objects.exists()
        client.post(address, letter | {"is_hinted": "1"})
        assert Recap.objects.get().text == letter["text"]

    def test_are_named_while_it_is_written(self, held, client, vera):
        client.force_login(vera)
        address = reverse("interviews:recap_hints", args=[held.pk])

        assert "“demo” asks for more" in client.post(address, {"text": "A demo, perhaps?"}).content.decode()
        assert client.post(address, {"text": "Thank you."}).content.decode().strip() == ""

    def test_are_named_to_programs_before_it_goes(self, held, dana, client, vera):
        client.force_login(vera)
        here, json = f"/api/v1/interviews/{held.pk}/recap", {"content_type": "application/json"}
        draft = client.get(here).json()

        assert (draft["contact"], draft["sent_at"], draft["hints"]) == (dana.name, None, [])
        assert "You were late, twice." in draft["text"]
        assert "GIRAFFE" not in draft["text"]
        selling_text = {"text": draft["text"] + " A discount for you."}
        assert "discount" in client.post(f"{here}/hints", selling_text, **json).json()[0]
        assert not Recap.objects.exists()
        client.post(here, {"contact": dana.pk, "subject": draft["subject"], **selling_text}, **json)
        assert len(client.get(here).json()["hints"]) == 1


class TestSending:
    def test_puts_one_letter_with_the_link_into_the_outbox(self, sent, dana, vera):
        letter = Letter.objects.get(key=f"recap:{sent.pk}")

        assert (letter.to, letter.sender) == ("dana@fabrikam.example", vera)
        assert links.address("strangers:recap", "recap", sent.pk, sent.nonce) in letter.text
        assert "[link]" not in letter.text

    def test_happens_once(self, sent, held, dana, vera, noon):
        with pytest.raises(AlreadyDone):
            Recap.send(held, dana, subject="Again", text="Again", by=vera, at=noon)
        assert Letter.objects.filter(key__startswith="recap:").count() == 1

    def test_is_refused_where_they_asked_not_to_be_contacted(self, held, dana, vera, noon):
        Permission.note(client=held.loss.client, answer="refused", words="Leave us alone.", by=vera, at=noon)

        with pytest.raises(Refusal):
            Recap.send(held, dana, subject="Thank you", text="You were late.", by=vera, at=noon)
        assert not Recap.objects.exists()
        assert not Letter.objects.filter(key__startswith="recap:").exists()


class TestTheirAnswer:
    def test_is_kept_once(self, sent, noon):
        sent.answer("right", correction="", at=noon)

        with pytest.raises(AlreadyDone):
            sent.answer("not quite", correction="It was three times.", at=noon)
        assert Entry.objects.filter(client=sent.interview.loss.client, verb="recap.confirmed").count() == 1

    def test_says_what_was_wrong_but_tells_it_to_no_timeline(self, sent, noon):
        with pytest.raises(WordsMissing):
            sent.answer("not quite", correction=" ", at=noon)
        sent.answer("not quite", correction="It was the ZEBRA.", at=noon)

        told = [str(entry) for entry in Entry.objects.filter(client=sent.interview.loss.client)]
        assert "Fabrikam corrected what we heard." in told
        assert "ZEBRA" not in "".join(told)

    def test_comes_by_the_link_alone(self, sent, client):
        page = reverse("strangers:recap", args=[links.link("recap", sent.pk, sent.nonce)])
        text = client.get(page).content.decode()
        assert "You were late, twice." in text

        client.post(f"{page}verdict/", {"verdict": "not quite", "correction": "Three times."})

        sent.refresh_from_db()
        assert (sent.verdict, sent.correction) == ("not quite", "Three times.")
        assert "Three times." in client.get(page).content.decode()

    def test_is_not_taken_under_a_link_taken_back(self, sent, client, vera, noon):
        page = reverse("strangers:recap", args=[links.link("recap", sent.pk, sent.nonce)])
        sent.revoke(by=vera, at=noon)

        assert client.get(page).status_code == 404
        assert client.post(f"{page}verdict/", {"verdict": "right"}).status_code == 404


class TestWhatTheyAllowed:
    @pytest.fixture
    def allowed(self, held, dana, vera, noon):
        facts = {"client": held.loss.client, "contact": dana, "answer": "allowed", "scope": "call", "channel": "call"}
        return Permission.note(by=vera, at=noon, words="In spring, by phone", **facts)

    @pytest.fixture
    def sent_with_it(self, allowed, held, dana, vera, noon):
        return Recap.send(held, dana, subject="Thank you", text="You were late, twice.", by=vera, at=noon)

    def test_is_confirmed_with_the_rest(self, sent_with_it, allowed, noon):
        sent_with_it.answer("right", at=noon)
        allowed.refresh_from_db()

        assert (allowed.confirmed_at, allowed.proof) == (noon, "Confirmed under the recap by Dana of Fabrikam")
        assert "confirmed in writing what they allowed" in str(allowed.client.timeline.order_by("pk").last())

    def test_is_put_right_in_their_words_and_on_the_same_terms(self, sent_with_it, allowed, noon):
        sent_with_it.answer("not quite", allowed="In autumn, by phone", at=noon)
        new = Permission.objects.latest("pk")

        assert (new.words, new.scope, new.channel, new.contact) == (
            "In autumn, by phone",
            "call",
            "call",
            allowed.contact,
        )
        assert new.proof == "Put right under the recap by Dana of Fabrikam"
        assert Permission.objects.get(pk=allowed.pk).confirmed_at is None

    def test_stands_on_the_page_with_a_way_to_no_more_contact(self, sent_with_it, client, dana, noon):
        page = reverse("strangers:recap", args=[links.link("recap", sent_with_it.pk, sent_with_it.nonce)])
        assert "we noted: “In spring, by phone”" in client.get(page).content.decode()

        answer = client.post(f"{page}forbid/", {"words": "Rather not."}, follow=True)
        assert "Nobody here will contact you." in answer.content.decode()
        assert not dana.may_be_reached(channel="mail", as_of=noon.date())

    def test_of_somebody_else_there_who_wrote_is_in_no_letter_to_a_colleague(self, held, dana, vera, noon):
        kim = Contact.objects.create(client=dana.client, name="Kim", email="kim@fabrikam.example")
        form, _is_new = Form.hand(held, kim, by=vera, at=noon)
        form.keep("cause", Said(text="The HERON did it.", confidence="attributable"), at=noon)
        form.finish(at=noon)

        assert "HERON" not in Recap.draft(held, dana)


class TestThePages:
    def test_lead_from_the_call_to_the_recap(self, accepted, dana, client, vera):
        client.force_login(vera)
        live = reverse("interviews:live", args=[accepted.pk])
        assert "Begin the call" in client.get(live).content.decode()
        client.post(reverse("interviews:begin", args=[accepted.pk]))
        page = client.get(live).content.decode()
        version = re.search(r'name="version" value="(\d+)"', page).group(1)

        told = {"version": version, "text-cause": "You were late.", "confidence-cause": "attributable"}
        answer = client.post(reverse("interviews:end", args=[accepted.pk]), told, follow=True)

        assert "You were late." in answer.content.decode()
        sent = {"contact": dana.pk, "subject": "Thank you", "text": "You were late."}
        client.post(reverse("interviews:recap", args=[accepted.pk]), sent)
        assert Recap.objects.get().text == "You were late."

    def test_save_by_themselves_and_give_back_what_is_kept(self, accepted, client, vera, noon):
        accepted.begin(by=vera, at=noon)
        client.force_login(vera)
        address, json = reverse("interviews:keep", args=[accepted.pk]), {"Accept": "application/json"}

        saved = client.post(address, {"version": 0, "text-cause": "Late"}, headers=json)
        stale = client.post(address, {"version": 0, "text-cause": "Other"}, headers=json)

        assert saved.json() == {"version": 1, "kept": {"text-cause": "Late"}}
        assert stale.status_code == 422
        assert client.get(address).json()["kept"] == {"text-cause": "Late"}
