"""“Is it me?”: for the lead of that person alone; handed over warmly; raised by the rep without penalty."""

import pytest
from django.urls import reverse

from wonback.clients.models import Entry
from wonback.core.errors import AlreadyDone
from wonback.interviews.is_it_me_views import counted
from wonback.interviews.models import IsItMe
from wonback.interviews.models.is_it_me import SomebodyMissing
from wonback.losses.models import WordsMissing
from wonback.post.models import Letter
from wonback.team.models import NotAllowed, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(north, ines):
    return User.objects.create_user("jonas@example.com", "Jonas Weidner", None, role="rep", team=north, reports_to=ines)


@pytest.fixture
def heard(fabrikam_loss, vera, noon):
    IsItMe.hear(fabrikam_loss, "yes", "The GIRAFFE did not listen.", by=vera, at=noon)
    return IsItMe.objects.get()


@pytest.fixture
def going(heard, ines, jonas, noon):
    heard.decide("hand over", to=jonas, by=ines, at=noon)
    return heard


class TestWhoReads:
    def test_is_the_lead_of_that_person_alone(self, heard, request):
        people = ("ines", "rosa", "sam", "omar", "vera", "adam")

        seen = {name for name in people if IsItMe.objects.readable_by(request.getfixturevalue(name)).exists()}

        assert seen == {"ines"}

    def test_is_who_leads_the_team_where_somebody_reports_to_nobody(self, heard, rosa, ines, omar, adam):
        rosa.reports_to = None
        rosa.save()

        assert [IsItMe.objects.readable_by(one).exists() for one in (ines, omar, adam)] == [True, False, False]

    def test_is_an_admin_only_of_those_without_a_lead(self, heard, rosa, ines, adam):
        rosa.reports_to = rosa.team = None
        rosa.save()

        assert [IsItMe.objects.readable_by(one).exists() for one in (ines, adam)] == [False, True]

    def test_is_never_the_person_it_is_about(self, heard, ines):
        IsItMe.objects.update(about=ines)

        assert not IsItMe.objects.readable_by(ines).exists()

    def test_is_nobody_while_the_call_goes_on(self, heard, accepted, vera, ines, noon):
        accepted.begin(by=vera, at=noon)

        assert not IsItMe.objects.readable_by(ines).exists()


class TestDeciding:
    def test_is_told_to_no_timeline(self, heard, ines, noon):
        before = Entry.objects.count()
        heard.decide("coach", by=ines, at=noon)

        assert (heard.deed, heard.decided_by, Entry.objects.count()) == ("coach", ines, before)

    def test_happens_once(self, going, ines, noon):
        with pytest.raises(AlreadyDone):
            going.decide("nothing", by=ines, at=noon)

    @pytest.mark.parametrize("to", [None, "rosa"])
    def test_of_a_hand_over_names_somebody_else(self, heard, to, ines, noon, request):
        with pytest.raises(SomebodyMissing):
            heard.decide("hand over", to=request.getfixturevalue(to) if to else None, by=ines, at=noon)

    def test_is_kept_when_the_interviewer_saves_again(self, going, fabrikam_loss, vera, noon):
        IsItMe.hear(fabrikam_loss, "", "", by=vera, at=noon)

        assert IsItMe.objects.get().deed == "hand over"


class TestTheWarmHandOver:
    def test_changes_the_owner_once_and_tells_it(self, going, ines, jonas, noon):
        going.hand_over(by=ines, at=noon)

        going.loss.client.refresh_from_db()
        assert going.loss.client.owner == jonas
        assert Entry.objects.filter(verb="client.handed_over").count() == 1
        with pytest.raises(AlreadyDone):
            going.hand_over(by=ines, at=noon)

    def test_writes_both_letters_in_the_name_of_their_writers(self, going, dana, rosa, jonas, ines, noon):
        for whose in ("old", "new"):
            going.send(whose, dana, subject="Hello", text=going.draft(whose, dana), by=ines, at=noon)

        letters = {letter.sender: letter for letter in Letter.objects.filter(key__startswith="handover:")}
        assert set(letters) == {rosa, jonas}
        assert {letter.not_before > noon for letter in letters.values()} == {True}
        assert "Jonas Weidner looks after you" in letters[rosa].text
        assert "GIRAFFE" not in letters[rosa].text + letters[jonas].text

    def test_ticks_its_list(self, going, ines):
        going.tick("told", by=ines)
        going.tick("read", by=ines)
        going.tick("told", by=ines)

        assert going.done == ["read"]

    def test_waits_for_the_decision(self, heard, ines, noon):
        with pytest.raises(AlreadyDone, match="Decide"):
            heard.hand_over(by=ines, at=noon)


class TestRaisingIt:
    def test_is_for_whoever_looked_after_them(self, fabrikam_loss, rosa, sam, noon):
        with pytest.raises(NotAllowed):
            IsItMe.raise_(fabrikam_loss, "Was it me?", by=sam, at=noon)
        with pytest.raises(WordsMissing):
            IsItMe.raise_(fabrikam_loss, " ", by=rosa, at=noon)

        raised = IsItMe.raise_(fabrikam_loss, "I never visited.", by=rosa, at=noon)
        assert (raised.about, raised.raised_by_rep) == (rosa, True)
        with pytest.raises(AlreadyDone):
            IsItMe.raise_(fabrikam_loss, "Again", by=rosa, at=noon)

    def test_shows_the_rep_their_own_and_nothing_of_the_client(self, heard, fabrikam_loss, client, rosa):
        client.force_login(rosa)
        client.post(reverse("interviews:raise_is_it_me", args=[fabrikam_loss.pk]), {"words": "I never visited."})
        page = client.get(fabrikam_loss.get_absolute_url()).content.decode()

        assert "You asked “is it me?” yourself." in page
        assert "GIRAFFE" not in page


class TestTheNumbers:
    def test_are_hidden_below_five(self, heard, northwind_loss, fabrikam_loss, rosa, vera, ines, noon):
        assert counted(ines) is None
        facts = {"about": rosa, "answer": "no", "noted_by": vera, "noted_at": noon}
        for number in range(4):
            loss = type(fabrikam_loss).objects.get(pk=fabrikam_loss.pk)
            loss.pk, loss.external_id = None, f"copy-{number}"
            loss.save()
            IsItMe.objects.create(loss=loss, **facts)

        assert counted(ines) == {"n": 5, "yes": 1, "no": 4, "perhaps": 0}


class TestThePages:
    def test_lead_from_the_answer_to_the_letters(self, heard, dana, jonas, client, ines):
        client.force_login(ines)
        assert "GIRAFFE" in client.get(reverse("interviews:is_it_me")).content.decode()
        told = {"deed": "hand over", "to": jonas.pk}
        page = client.post(reverse("interviews:decide", args=[heard.pk]), told, follow=True).content.decode()
        assert "Jonas Weidner looks after you" in page
        client.post(reverse("interviews:tick", args=[heard.pk]), {"step": "told"})
        client.post(reverse("interviews:give", args=[heard.pk]))
        letter = {"whose": "old", "contact": dana.pk, "subject": "Hello", "text": "Goodbye"}
        page = client.post(reverse("interviews:write", args=[heard.pk]), letter, follow=True).content.decode()

        assert "looks after them since" in page
        assert Letter.objects.get(key=f"handover:{heard.pk}:old").text == "Goodbye"

    def test_are_the_same_for_programs(self, heard, dana, jonas, client, ines):
        client.force_login(ines)
        here = f"/api/v1/is-it-me/{heard.pk}"
        json = {"content_type": "application/json"}
        assert client.get("/api/v1/is-it-me").json()[0]["words"] == "The GIRAFFE did not listen."
        assert client.post(f"{here}/decide", {"deed": "hand over", "to": jonas.pk}, **json).json()["to"] == jonas.name
        assert client.post(f"{here}/tick", {"step": "told"}, **json).json()["done"] == ["told"]
        assert client.post(f"{here}/hand-over", **json).json()["handed_at"]
