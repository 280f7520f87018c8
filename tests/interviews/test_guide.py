"""The guide: edited, moved, retired and brought back by admins; answers keep the question as it was asked."""

import pytest
from django.urls import reverse

from wonback.core.errors import AlreadyDone
from wonback.interviews.models import Answer, Note, Question
from wonback.interviews.models.guide import FormIsFull, QuestionNeeded
from wonback.losses.models import WordsMissing
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cause():
    return Question.objects.get(key="cause")


def edited(question, *, by, **facts):
    question.edit(**{"text": question.text, "hint": question.hint, "in_writing": question.in_writing} | facts, by=by)


class TestEditing:
    def test_leaves_what_was_answered_with_the_question_as_it_was_asked(self, accepted, cause, vera, adam, noon):
        accepted.begin(by=vera, at=noon)
        Answer.keep(accepted, {cause.pk: Note("Late")}, version=0, by=vera, at=noon)
        before = cause.text
        edited(cause, text="What happened?", by=adam)
        edited(cause, text="What went wrong?", by=adam)

        answer = Answer.objects.get()
        assert (answer.asked, answer.question.text) == (before, "What went wrong?")

    def test_leaves_the_words_of_the_short_form_too(self, accepted, cause, noon, adam):
        type(accepted).objects.update(stage="written")
        answer = Answer.objects.create(interview=accepted, question=cause, text="Late", saved_at=noon)
        before = cause.in_writing
        edited(cause, in_writing="What happened?", by=adam)

        answer.refresh_from_db()
        assert answer.asked == before

    def test_is_for_admins(self, cause, ines):
        with pytest.raises(NotAllowed):
            edited(cause, text="What?", by=ines)
        with pytest.raises(NotAllowed):
            Question.add("What?", by=ines)

    def test_wants_words(self, cause, adam):
        with pytest.raises(WordsMissing):
            edited(cause, text=" ", by=adam)

    def test_keeps_the_short_form_at_five(self, cause, adam):
        decided = Question.objects.get(key="decided")
        with pytest.raises(FormIsFull, match="Take another question out"):
            edited(decided, in_writing="Who decided?", by=adam)
        edited(cause, in_writing="", by=adam)
        edited(decided, in_writing="Who decided?", by=adam)

        assert Question.objects.exclude(in_writing="").count() == 5

    def test_never_asks_in_writing_about_a_person(self, cause, adam):
        edited(cause, in_writing="", by=adam)
        with pytest.raises(FormIsFull, match="on the phone only"):
            edited(Question.objects.get(key="person"), in_writing="Was it the person?", by=adam)


class TestTheOrder:
    def keys(self):
        return list(Question.objects.filter(retired_at=None).order_by("position").values_list("key", flat=True))

    def test_changes_by_one_place_and_stops_at_the_ends(self, cause, adam):
        first, second, *rest = self.keys()
        cause.move(up=False, by=adam)
        assert self.keys() == [second, first, *rest]
        cause.move(up=True, by=adam)
        cause.move(up=True, by=adam)
        assert self.keys() == [first, second, *rest]

    def test_puts_a_new_one_at_the_end(self, adam):
        added = Question.add("What did we do well?", by=adam)
        again = Question.add("What did we do well?", by=adam)

        assert self.keys()[-2:] == [added.key, again.key]


class TestRetiring:
    def test_asks_it_no_more_and_again(self, cause, adam, noon):
        cause.retire(by=adam, at=noon)
        assert cause.retired_at == noon
        cause.bring_back(by=adam)
        assert cause.retired_at is None
        with pytest.raises(AlreadyDone):
            cause.bring_back(by=adam)

    def test_leaves_one(self, cause, adam, noon):
        Question.objects.exclude(pk=cause.pk).update(retired_at=noon)
        with pytest.raises(QuestionNeeded):
            cause.retire(by=adam, at=noon)


class TestThePage:
    def test_does_it_all(self, cause, client, adam):
        client.force_login(adam)
        told = {"text": "What happened?", "hint": "Listen.", "in_writing": ""}
        client.post(reverse("interviews:edit_question", args=[cause.pk]), told)
        client.post(reverse("interviews:move_question", args=[cause.pk]), {"to": "down"})
        client.post(reverse("interviews:add_question"), {"text": "What did we do well?"})
        client.post(reverse("interviews:retire_question", args=[cause.pk]))
        page = client.get(reverse("interviews:guide")).content.decode()

        assert "No longer asked" in page
        assert "4 of 5 stand in the short form" in page
        client.post(reverse("interviews:bring_question_back", args=[cause.pk]))
        assert "No longer asked" not in client.get(reverse("interviews:guide")).content.decode()
