"""The pages of the short form, and those on which an interviewer sees who has not answered."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.clients.models import Contact, Permission
from wonback.interviews.models import Answer, Form, Interview, Phrasing, Question
from wonback.interviews.writing import Said
from wonback.post import links
from wonback.post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(noon, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


@pytest.fixture
def form(accepted, dana, vera, noon):
    return Form.send(accepted, dana, by=vera, at=noon)


@pytest.fixture
def token(form):
    return links.link("form", form.pk, form.nonce)


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page(client, route, *args):
    return words(client.get(reverse(f"strangers:{route}", args=args)))


def send(client, route, *args, **told):
    return client.post(reverse(f"strangers:{route}", args=args), told, follow=True)


class TestTheFirstPage:
    def test_says_what_it_is_and_who_may_read_it(self, client, token):
        text = page(client, "form", token)

        assert "5 questions, about three minutes" in text
        assert "Vera Castellanos alone" in text
        assert "It is not a sales call" in text
        assert "I would rather not" in text

    def test_has_the_companys_name_and_hides_from_search_machines(self, client, token, settings):
        settings.COMPANY = "Northbeam"
        answer = client.get(reverse("strangers:form", args=[token]))

        assert "<title>Five questions · Northbeam</title>" in answer.content.decode()
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "Wonback" not in words(answer)

    def test_notes_that_it_was_opened(self, client, token):
        client.head(reverse("strangers:form", args=[token]))
        assert Form.objects.get().opened_at is None
        page(client, "form", token)

        assert Form.objects.get().opened_at

    def test_leads_on_where_they_stopped(self, client, token, form, noon):
        form.keep("cause", Said(text="Late."), at=noon)
        answer = client.get(reverse("strangers:form", args=[token]))

        assert "You have been through 1 of 5 questions" in words(answer)
        assert reverse("strangers:leaf", args=[token, 2]) in answer.content.decode()


class TestAPage:
    def test_keeps_what_is_written_and_leads_to_the_next(self, client, token):
        send(client, "form_begin", token, confidence="unattributed")
        text = words(send(client, "leaf", token, 1, text="You were late.", confidence="attributable"))

        assert "Question 2 of 5" in text
        assert "Read by: Those who can change it, without my name" in text
        assert Form.objects.get().kept == {"cause": {"text": "You were late.", "confidence": "attributable"}}

    def test_keeps_it_when_they_go_back_too(self, client, token):
        text = words(send(client, "leaf", token, 2, text="A call.", confidence="interviewer", back="1"))

        assert "Question 1 of 5" in text
        assert "A call." in client.get(reverse("strangers:leaf", args=[token, 2])).content.decode()

    def test_asks_for_the_day_before_which_we_may_not_call(self, client, token):
        answer = send(client, "leaf", token, 5, may="later", confidence="interviewer")

        assert answer.status_code == 422
        assert "Name the day from which we may contact you." in words(answer)

    @pytest.mark.parametrize("number", [0, 6, 99])
    def test_that_is_none_opens_nothing(self, client, token, number):
        assert client.get(reverse("strangers:leaf", args=[token, number])).status_code == 404

    def test_holds_what_they_wrote_as_text(self, client, token):
        send(client, "leaf", token, 1, text="<script>alert(1)</script>", confidence="interviewer")
        send(client, "form_end", token)

        assert "<script>alert" not in client.get(reverse("strangers:form_end", args=[token])).content.decode()


class TestTheEnd:
    @pytest.fixture
    def written(self, client, token):
        send(client, "leaf", token, 1, text="You were late.", confidence="unattributed")
        send(client, "leaf", token, 5, may="later", not_before="2027-03-01", channel="call", confidence="interviewer")
        return token

    def test_shows_it_once_more(self, client, written):
        text = page(client, "form_end", written)

        assert "You were late." in text
        assert "Yes, but not before a day that I name. From 1 March 2027 on. By telephone." in text
        assert text.count("Left out.") == 3

    def test_sends_it_and_shows_it_to_nobody_any_more(self, client, written):
        text = words(send(client, "form_end", written, send="1"))

        assert "Thank you. Your answers have arrived." in text
        for route, *number in (("form",), ("form_end",), ("leaf", 1)):
            assert "late" not in words(client.get(reverse(f"strangers:{route}", args=[written, *number]), follow=True))
        assert Answer.objects.get().text == "You were late."
        assert Permission.objects.get().channel == "call"

    def test_can_still_say_no_more(self, client, written):
        send(client, "form_end", written, send="1")
        text = words(send(client, "form_refuse", written, what="contact", words="That is all."))

        assert "Thank you. Your answers have arrived." in text
        assert Permission.objects.filter(answer="refused", words="That is all.").exists()


class TestAWrongLink:
    def test_opens_nothing_and_soon_has_to_wait(self, client, token):
        statuses = [
            client.get(reverse("strangers:form", args=[f"{token[:-2]}{number:02}"])).status_code for number in range(12)
        ]
        assert statuses == [404] * 10 + [429] * 2

    def test_taken_back_is_like_one_that_never_was(self, client, token, form, vera, noon):
        form.revoke(by=vera, at=noon)

        assert "This link opens nothing" in page(client, "form", token)

    def test_of_another_kind_opens_nothing(self, client, form):
        for kind in ("invitation", "recap", "extension"):
            token = links.link(kind, form.pk, form.nonce)
            assert client.get(reverse("strangers:form", args=[token])).status_code == 404

    def test_that_has_run_out_says_so_calmly(self, client, token, form, noon):
        Form.objects.update(sent_at=noon - timedelta(days=61))

        assert "This link has run out" in page(client, "form", token)
        assert send(client, "form_begin", token, confidence="interviewer").status_code == 422


class TestAskingInWriting:
    def test_shows_the_letter_and_sends_it_to_those_ticked(self, client, accepted, dana, vera):
        kim = Contact.objects.create(client=dana.client, name="Kim", email="kim@fabrikam.example")
        Contact.objects.create(client=dana.client, name="Without an address")
        client.force_login(vera)
        address = reverse("interviews:ask_in_writing", args=[accepted.pk])
        text = words(client.get(address))
        told = {"people": [dana.pk, kim.pk], f"language-{kim.pk}": "de", f"language-{dana.pk}": "en"}
        client.post(address, told)
        kim.refresh_from_db()

        assert "this is not a sales letter" in text
        assert "Without an address" not in text
        assert [letter.to for letter in Letter.objects.order_by("to")] == [
            "dana@fabrikam.example",
            "kim@fabrikam.example",
        ]
        assert (kim.language, Interview.objects.get().stage) == ("de", "invited")

    def test_writes_to_all_or_to_nobody(self, client, accepted, dana, vera, noon):
        kim = Contact.objects.create(client=dana.client, name="Kim", email="kim@fabrikam.example")
        Permission.note(by=vera, at=noon, client=dana.client, contact=kim, answer="refused", words="Not me.")
        client.force_login(vera)
        answer = client.post(reverse("interviews:ask_in_writing", args=[accepted.pk]), {"people": [dana.pk, kim.pk]})

        assert (answer.status_code, Form.objects.count()) == (422, 0)

    def test_asks_for_somebody(self, client, accepted, dana, vera):
        client.force_login(vera)

        answer = client.post(reverse("interviews:ask_in_writing", args=[accepted.pk]), {})
        assert "Choose at least one person." in words(answer)


class TestWhoWasAsked:
    def test_says_how_far_they_are_and_nothing_of_what_they_wrote(self, client, form, vera, ines, noon):
        form.keep("cause", Said(text="The GIRAFFE was late.", confidence="attributable"), at=noon)
        for person in (vera, ines):
            client.force_login(person)
            text = words(client.get(reverse("interviews:asked")))

            assert "Dana of Fabrikam" in text
            assert "Begun 1 page" in text
            assert "GIRAFFE" not in text

    def test_reminds_those_ticked_and_says_who_is_left_alone(self, client, form, dana, vera, noon):
        Letter.objects.update(written_at=noon - timedelta(days=9))
        kim = Contact.objects.create(client=dana.client, name="Kim", email="kim@fabrikam.example")
        fresh = Form.send(form.interview, kim, by=vera, at=noon)
        client.force_login(vera)
        answer = client.post(reverse("interviews:remind_chosen"), {"forms_chosen": [form.pk, fresh.pk]})

        assert "Wait until 30 November: Kim has had a letter of ours within 7 days." in words(answer)
        assert Letter.objects.filter(key=f"form:{form.pk}:1").exists()
        assert not Letter.objects.filter(key=f"form:{fresh.pk}:1").exists()

    def test_offers_a_lead_no_tick(self, client, form, ines):
        client.force_login(ines)

        assert 'name="forms_chosen"' not in client.get(reverse("interviews:asked")).content.decode()

    def test_takes_no_more_queries_with_more_people(
        self, client, form, dana, vera, noon, django_assert_max_num_queries
    ):
        for number in range(12):
            person = Contact.objects.create(client=dana.client, name=f"P{number}", email=f"p{number}@fabrikam.example")
            Form.send(form.interview, person, by=vera, at=noon)
        client.force_login(vera)

        with django_assert_max_num_queries(14):
            client.get(reverse("interviews:asked"))


class TestTheAnswersOnThePageOfTheLoss:
    @pytest.fixture
    def answered(self, form, noon):
        form.keep("cause", Said(text="With my name.", confidence="attributable"), at=noon)
        form.keep("expectation", Said(text="Without it.", confidence="unattributed"), at=noon)
        form.keep("consider", Said(text="For Vera.", confidence="interviewer"), at=noon)
        form.finish(at=noon)
        return form.interview.loss

    @pytest.mark.parametrize(
        ("person", "reads"),
        [
            ("rosa", {"With my name."}),
            ("ines", {"With my name.", "Without it."}),
            ("vera", {"With my name.", "Without it.", "For Vera."}),
        ],
    )
    def test_are_read_as_far_as_the_client_said(self, client, answered, request, person, reads):
        client.force_login(request.getfixturevalue(person))
        text = words(client.get(answered.get_absolute_url()))

        assert {said for said in ("With my name.", "Without it.", "For Vera.") if said in text} == reads


class TestTheQuestionsInOtherLanguages:
    def test_are_written_by_an_admin(self, client, adam):
        client.force_login(adam)
        client.post(reverse("interviews:phrasings"), {"cause-de": "Woran lag es?", "cause-fr": ""})

        assert list(Phrasing.objects.values_list("question__key", "language", "text")) == [
            ("cause", "de", "Woran lag es?")
        ]
        assert (
            Question.objects.get(key="cause").in_language("fr")
            == "Was there something specific that made you leave us?"
        )


class TestPrograms:
    def ask(self, client, path, **told):
        return client.post(f"/api/v1{path}", told, content_type="application/json").json()

    def test_ask_in_writing_and_remind(self, client, accepted, dana, vera, noon):
        client.force_login(vera)
        sent = self.ask(client, f"/interviews/{accepted.pk}/forms", contacts=[dana.pk])["rows"]
        too_soon = self.ask(client, "/forms/remind", forms=[sent[0]["id"]])
        Letter.objects.update(written_at=noon - timedelta(days=9))
        reminded = self.ask(client, "/forms/remind", forms=[sent[0]["id"]])

        assert (sent[0]["standing"], sent[0]["contact"]) == ("sent", "Dana of Fabrikam")
        assert too_soon["left_alone"][0]["reasons"][0].startswith("Wait until 30 November")
        assert reminded == {"reminded": [sent[0]["id"]], "left_alone": []}
        assert client.get("/api/v1/forms").json()["rows"][0]["standing"] == "sent"

    def test_read_no_answer_before_it_was_sent(self, client, form, vera, noon):
        form.keep("cause", Said(text="The GIRAFFE was late.", confidence="attributable"), at=noon)
        client.force_login(vera)
        address = f"/api/v1/interviews/{form.interview_id}/notes"
        before = client.get(address).json()["notes"]
        form.finish(at=noon)

        assert before == []
        assert [note["text"] for note in client.get(address).json()["notes"]] == ["The GIRAFFE was late."]
