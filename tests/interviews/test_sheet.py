"""What one key catches during the call: reasons, how it sounded, sentences word for word, what they allow, whether it was the person."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from wonback.clients.models import Entry, Permission
from wonback.interviews.allowed import Allowed, PermissionUnclear
from wonback.interviews.drivers import drivers
from wonback.interviews.models import Answer, Heard, IsItMe, Note, Question, Quote, Quoted, Sheet, WrittenElsewhere
from wonback.losses.models import Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return {one.key: one for one in Question.objects.all()}


@pytest.fixture
def price():
    return Reason.objects.get(key="price")


@pytest.fixture
def on_the_phone(accepted, vera, noon):
    accepted.begin(by=vera, at=noon)
    return accepted


def keep(talk, *, by, at, version=None, **parts):
    talk.refresh_from_db()
    return Sheet(**parts).keep(talk, version=talk.version if version is None else version, by=by, at=at)


class TestReasons:
    def test_stand_on_the_keys_in_the_order_in_which_clients_name_them(self, northwind_loss, vera, noon):
        timing = Reason.objects.get(key="timing")
        before = [one.key for one in drivers()]
        northwind_loss.hear(timing, voice="client", by=vera, at=noon)

        assert "not-asked" not in before
        assert before[0] != "timing"
        assert drivers()[0] == timing

    def test_are_not_moved_by_what_our_rep_believes(self, northwind_loss, rosa, noon):
        before = [one.key for one in drivers()]
        northwind_loss.hear(Reason.objects.get(key=before[-1]), voice="rep", by=rosa, at=noon)

        assert [one.key for one in drivers()] == before

    def test_are_kept_with_how_it_sounded(self, on_the_phone, asked, price, vera, noon):
        note = Note("Too dear", heard=Heard(-1, (price.pk,)))
        keep(on_the_phone, notes={asked["cause"].pk: note}, by=vera, at=noon)

        answer = Answer.objects.get()
        assert (answer.feeling, list(answer.drivers.all())) == (-1, [price])

    def test_stay_where_only_the_words_are_sent(self, on_the_phone, asked, price, vera, noon):
        cause = asked["cause"].pk
        keep(on_the_phone, notes={cause: Note("Too dear", heard=Heard(-1, (price.pk,)))}, by=vera, at=noon)
        keep(on_the_phone, notes={cause: Note("Too dear, twice")}, by=vera, at=noon)

        answer = Answer.objects.get()
        assert (answer.text, answer.feeling, answer.drivers.count()) == ("Too dear, twice", -1, 1)


class TestQuotes:
    def test_are_kept_by_their_key_and_struck_without_words(self, on_the_phone, asked, price, vera, noon):
        said = Quoted(words="Nobody called us.", question=asked["cause"], driver=price.pk, confidence="attributable")
        keep(on_the_phone, quotes={"a1": said}, by=vera, at=noon)
        keep(on_the_phone, quotes={"a1": Quoted(words="Nobody ever called us.")}, by=vera, at=noon)
        quote = Quote.objects.get()
        assert (quote.words, quote.said_at, quote.confidence) == ("Nobody ever called us.", noon, "interviewer")

        keep(on_the_phone, quotes={"a1": Quoted(words=" ")}, by=vera, at=noon)
        assert not Quote.objects.exists()

    def test_to_the_question_about_a_person_are_for_the_interviewer_alone(self, on_the_phone, asked, vera, noon):
        said = Quoted(words="Not her again.", question=asked["person"], confidence="attributable")
        keep(on_the_phone, quotes={"a1": said}, by=vera, at=noon)

        assert Quote.objects.get().confidence == "interviewer"

    def test_are_not_written_over_what_another_window_wrote(self, on_the_phone, vera, noon):
        keep(on_the_phone, quotes={"a1": Quoted(words="One")}, by=vera, at=noon)
        with pytest.raises(WrittenElsewhere, match="another window"):
            keep(on_the_phone, quotes={"a1": Quoted(words="Two")}, version=0, by=vera, at=noon)
        assert Quote.objects.get().words == "One"


class TestWhatTheyAllow:
    ALLOWED = Allowed(answer="allowed", scope="call", not_before="2027-03-01", words="In spring, by phone")

    @pytest.fixture
    def told(self, on_the_phone, asked, vera, noon):
        notes = {asked["cause"].pk: Note("Late")}
        keep(on_the_phone, notes=notes, allowed=self.ALLOWED, by=vera, at=noon)
        return on_the_phone

    def test_binds_nobody_while_it_is_typed(self, told):
        assert told.allowed["words"] == "In spring, by phone"
        assert not Permission.objects.exists()

    def test_is_a_permission_when_the_call_ends(self, told, vera, noon):
        told.end(by=vera, at=noon + timedelta(minutes=25))

        permission = Permission.objects.get(client=told.loss.client)
        assert (permission.answer, permission.scope, permission.not_before) == ("allowed", "call", date(2027, 3, 1))
        assert permission.proof == "Said on the phone to Vera Castellanos"
        assert not told.allowed

    def test_is_asked_for_again_where_it_cannot_be_read(self, told, vera, noon):
        keep(told, allowed=Allowed(words="Whenever"), by=vera, at=noon)

        with pytest.raises(PermissionUnclear, match="Say whether we may"):
            told.end(by=vera, at=noon)
        told.refresh_from_db()
        assert told.stage == "live"

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ({"answer": "refused"}, "in their words"),
            ({"answer": "allowed", "words": "Yes", "until": "soon"}, "as 2027-03-31"),
            ({"answer": "allowed", "words": "Yes", "not_before": "2027-03-01", "until": "2027-03-01"}, "end after"),
        ],
    )
    def test_says_what_is_missing(self, typed, expected):
        with pytest.raises(PermissionUnclear, match=expected):
            Allowed.of(typed).facts()


class TestIsItMe:
    def test_is_about_whoever_owned_them_and_told_to_no_timeline(self, on_the_phone, asked, vera, rosa, noon):
        before = Entry.objects.count()
        keep(on_the_phone, notes={asked["person"].pk: Note("Not her.")}, person="yes", by=vera, at=noon)

        heard = IsItMe.objects.get()
        assert (heard.about, heard.answer, heard.words, heard.raised_by_rep) == (rosa, "yes", "Not her.", False)
        assert Entry.objects.count() == before

    def test_is_taken_back_with_the_choice(self, on_the_phone, vera, noon):
        keep(on_the_phone, person="yes", by=vera, at=noon)
        keep(on_the_phone, person="", by=vera, at=noon)

        assert not IsItMe.objects.exists()

    def test_keeps_the_answer_to_the_question_from_everybody_else(self, on_the_phone, asked, vera, ines, adam, noon):
        keep(on_the_phone, notes={asked["person"].pk: Note("Not her.", "attributable")}, by=vera, at=noon)

        assert [Answer.objects.readable_by(one).exists() for one in (vera, ines, adam)] == [True, False, False]


class TestThePage:
    @pytest.fixture
    def address(self, on_the_phone, client, vera):
        client.force_login(vera)
        return reverse("interviews:keep", args=[on_the_phone.pk])

    SENT = {
        "version": 0,
        "text-cause": "Late",
        "feeling-cause": "-2",
        "drivers-cause": ["price", "", "made-up"],
        "quote-q1-words": "Nobody called us.",
        "quote-q1-driver": "price",
        "quote-q1-confidence": "unattributed",
        "quote-q1-question": "cause",
        "quote-new-words": "",
        "may-answer": "allowed",
        "may-words": "In spring",
        "may-not_before": "20",
        "person-answer": "perhaps",
    }

    def test_keeps_all_of_it_in_one_go_and_gives_it_back(self, address, client):
        saved = client.post(address, self.SENT, headers={"Accept": "application/json"})

        assert saved.json()["version"] == 1
        assert saved.json()["kept"] == {
            "text-cause": "Late",
            "drivers-cause": ["price"],
            "quote-q1-words": "Nobody called us.",
            "may-answer": "allowed",
            "may-words": "In spring",
            "may-not_before": "20",
        }
        assert (Quote.objects.get().driver.key, IsItMe.objects.get().answer) == ("price", "perhaps")

    def test_shows_it_again_without_scripts(self, address, client, on_the_phone):
        client.post(address, self.SENT)
        page = client.get(reverse("interviews:live", args=[on_the_phone.pk])).content.decode()

        assert 'name="drivers-cause" value="price" checked' in page
        assert "Nobody called us." in page
        assert 'name="quote-q2-words"' in page
        assert 'name="person-answer" value="perhaps" checked' in page

    def test_asks_the_database_as_often_for_forty_quotes_as_for_one(
        self, address, client, on_the_phone, vera, noon, django_assert_max_num_queries
    ):
        said = {f"q{n}": Quoted(words=f"Sentence {n}.") for n in range(40)}
        keep(on_the_phone, quotes=said, by=vera, at=noon)

        with django_assert_max_num_queries(22):
            client.get(reverse("interviews:live", args=[on_the_phone.pk]))

    def test_writes_nothing_where_nothing_changed(self, address, client, on_the_phone, django_assert_max_num_queries):
        json = {"Accept": "application/json"}
        client.post(address, self.SENT, headers=json)
        with django_assert_max_num_queries(24):
            client.post(address, self.SENT | {"version": 1}, headers=json)


class TestPrograms:
    def test_keep_tags_and_quotes_too(self, on_the_phone, client, vera):
        client.force_login(vera)
        address = f"/api/v1/interviews/{on_the_phone.pk}/notes"
        note = {"text": "Late", "feeling": -1, "drivers": ["price"]}
        quote = {"words": "Nobody called us.", "driver": "price", "question": "cause"}
        allowed = {"answer": "allowed", "words": "In spring"}
        told = {"version": 0, "notes": {"cause": note}, "quotes": {"a1": quote}, "allowed": allowed, "is_it_me": "no"}

        kept = client.post(address, told, content_type="application/json").json()

        assert kept["notes"] == [note | {"question": "cause", "confidence": "interviewer"}]
        assert kept["quotes"] == [quote | {"key": "a1", "feeling": None, "confidence": "interviewer"}]
        assert IsItMe.objects.get().answer == "no"
