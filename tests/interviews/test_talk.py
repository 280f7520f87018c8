"""The call: begun, noted question by question, ended. And who may read what was said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.clients.models import Deal, Entry
from wonback.clients.models.client import HANDED_OVER
from wonback.core.errors import AlreadyDone
from wonback.interviews.brief import Brief
from wonback.interviews.models import Answer, Interview, Note, NotNeutral, Question, WrittenElsewhere
from wonback.losses.confidence import may_read
from wonback.losses.models import Loss, WordsMissing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cause():
    return Question.objects.get(key="cause")


@pytest.fixture
def on_the_phone(accepted, vera, noon):
    accepted.begin(by=vera, at=noon)
    return accepted


def note(talk, question, text, *, version=0, level="interviewer", by, at):
    return Answer.keep(talk, {question.pk: Note(text, level)}, version=version, by=by, at=at)


class TestTheCall:
    def test_is_begun_by_the_person_who_holds_it_alone(self, accepted, ines, rosa, noon):
        with pytest.raises(NotNeutral):
            accepted.begin(by=rosa, at=noon)
        with pytest.raises((AlreadyDone, NotNeutral)):
            accepted.begin(by=ines, at=noon)
        assert accepted.stage == "accepted"

    def test_keeps_notes_and_counts_their_versions(self, on_the_phone, cause, vera, noon):
        assert note(on_the_phone, cause, "Late", by=vera, at=noon) == 1
        assert note(on_the_phone, cause, "Late, twice", version=1, by=vera, at=noon) == 2
        assert Answer.objects.get().text == "Late, twice"

    def test_overwrites_nothing_that_was_written_in_another_window(self, on_the_phone, cause, vera, noon):
        note(on_the_phone, cause, "From the laptop", by=vera, at=noon)

        with pytest.raises(WrittenElsewhere, match="Compare"):
            note(on_the_phone, cause, "From the tablet", by=vera, at=noon)
        assert Answer.objects.get().text == "From the laptop"

    def test_takes_no_notes_before_it_begins_or_after_it_ended(self, accepted, cause, vera, noon):
        with pytest.raises(AlreadyDone):
            note(accepted, cause, "Early", by=vera, at=noon)
        accepted.begin(by=vera, at=noon)
        note(accepted, cause, "Late", by=vera, at=noon)
        accepted.end(by=vera, at=noon)
        with pytest.raises(AlreadyDone):
            note(accepted, cause, "Changed", version=1, by=vera, at=noon)
        assert Answer.objects.get().text == "Late"

    def test_ends_only_with_something_heard(self, on_the_phone, cause, vera, noon):
        with pytest.raises(WordsMissing, match="at least one thing"):
            on_the_phone.end(by=vera, at=noon)

        note(on_the_phone, cause, "You were late.", by=vera, at=noon)
        on_the_phone.end(by=vera, at=noon + timedelta(minutes=25))
        on_the_phone.loss.refresh_from_db()
        assert on_the_phone.loss.is_interviewed()
        assert Entry.objects.filter(client=on_the_phone.loss.client, verb="loss.asked").count() == 1

    def test_is_taken_over_by_nobody_who_was_not_in_it(self, on_the_phone, cause, vera, adam, noon):
        """Whoever took it over would read what was for its interviewer alone."""
        note(on_the_phone, cause, "A GIRAFFE", by=vera, at=noon)
        with pytest.raises(AlreadyDone, match="Ask Vera Castellanos to add it"):
            Interview.note(on_the_phone.loss, "They said more.", by=adam, at=noon)

        assert not Answer.objects.readable_by(adam).exists()
        assert Interview.objects.get().interviewer == vera


class TestTheBrief:
    def test_says_how_to_begin_and_what_will_be_asked(self, accepted, client, vera, dana, noon):
        dana.stance = 1
        dana.save()
        client.force_login(vera)
        page = client.get(reverse("interviews:live", args=[accepted.pk])).content.decode()

        assert "I am Vera Castellanos. This is not a sales call, and I was not on your account." in page
        assert "You have left us, and I would like to understand why." in page
        assert page.count("Was there something specific that made you leave?") == 1
        assert "1 Mar 2021" in page
        assert dana.get_stance_display().lower() in page

    def test_begins_otherwise_with_whoever_decided_against_our_offer(self, accepted):
        accepted.loss.kind = "deal"

        assert "You decided against our offer" in Brief(accepted).opening


class TestWhoMayRead:
    @pytest.mark.parametrize(
        ("level", "readers"),
        [
            ("interviewer", {"vera"}),
            ("unattributed", {"vera", "ines", "adam"}),
            ("attributable", {"vera", "ines", "adam", "rosa"}),
        ],
    )
    def test_depends_on_the_level(self, on_the_phone, cause, level, readers, vera, noon, request):
        note(on_the_phone, cause, "A GIRAFFE", level=level, by=vera, at=noon)
        people = ("vera", "ines", "adam", "rosa", "sam", "omar")

        seen = {name for name in people if Answer.objects.readable_by(request.getfixturevalue(name)).exists()}

        assert seen == readers

    @pytest.mark.parametrize("how", ["owned before", "owns now", "was in the sale", "owned it an earlier time"])
    def test_leaves_out_whom_it_may_be_about(self, on_the_phone, cause, vera, adam, noon, today, how):
        """An interviewer or an admin may have been a rep before."""
        note(on_the_phone, cause, "A GIRAFFE", level="unattributed", by=vera, at=noon)
        client, loss = on_the_phone.loss.client, on_the_phone.loss
        if how == "owned before":
            client.tell(HANDED_OVER, by=adam, at=noon, to="Rosa", was=adam.pk)
        elif how == "owns now":
            type(client).objects.filter(pk=client.pk).update(owner=adam)
        elif how == "was in the sale":
            loss.deal = Deal.objects.create(client=client, owner=adam, name="Spring", currency="EUR")
            loss.save()
        else:
            before = {"recorded_at": noon, "currency": "EUR", "kind": "client", "recovered_on": today}
            Loss.objects.create(client=client, lost_on=today, owner_then=adam, reason=loss.reason, **before)

        assert not Answer.objects.readable_by(adam).exists()
        assert not Interview.objects.readable_by(adam).exists()
        assert not may_read(adam, loss)
        assert Answer.objects.readable_by(vera).exists()
