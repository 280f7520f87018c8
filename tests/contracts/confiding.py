"""One lost client who told everything: each word planted at the level at which it was said, and everybody who might come across it."""

from datetime import timedelta

import pytest

from tests.cast import add_client, person
from wonback.clients.models.client import HANDED_OVER
from wonback.intake.models import Batch, Sheet
from wonback.interviews.models import Answer, Interview, IsItMe, Question, Quote, Recap
from wonback.losses.models import Grounds, Loss, Reason, Story
from wonback.post.models import Letter

# What stands in the table of confidence.py: the letter of each level, and the word that was said at it.
WORDS = {
    "a": "ALPACA",  # attributable
    "u": "BADGER",  # unattributed: their name is not to stand beside it
    "i": "COYOTE",  # for the interviewer alone
    "m": "DINGO",  # “is it me?”: for the lead alone
    "c": "EGRET",  # what they put right about the recap
    "r": "FERRET",  # not theirs but ours: what our rep says, which the client is never shown
}
LEVELS = {"a": "attributable", "u": "unattributed", "i": "interviewer"}


def levels_in(text):
    """The letters of the levels whose words stand in it."""
    return "".join(letter for letter, word in WORDS.items() if word.casefold() in text.casefold())


@pytest.fixture
def petra(north, ines):
    """A rep who owned Northwind before Rosa."""
    return person("Petra Novak", "rep", team=north, reports_to=ines)


@pytest.fixture
def emil(db):
    """Owned Northwind once, and asks lost clients why today. Not this one."""
    return person("Emil Brandt", "interviewer")


@pytest.fixture
def otto(db):
    """Asks lost clients why, but somebody else asked this one."""
    return person("Otto Lang", "interviewer")


@pytest.fixture
def northwind_told(northwind_loss, petra, emil, vera, ines, rosa, noon):
    """Held by Vera; Northwind was Emil's, then Petra's, and is Rosa's."""
    loss, client = northwind_loss, northwind_loss.client
    for before in (emil, petra):
        client.tell(HANDED_OVER, by=ines, at=noon - timedelta(days=300), to="Rosa", was=before.pk)
    dana = client.contacts.get()
    dana.email = "dana@northwind.example"
    dana.save()
    tell(loss, rosa, vera, noon)
    Interview.objects.filter(loss=loss).update(said="The BADGER knew.", ended_at=noon, contact=dana, begun_at=noon)
    talk = Interview.objects.get(loss=loss)
    answer(talk, noon)
    recap = Recap.send(talk, dana, subject="Thank you", text=Recap.draft(talk, dana), by=vera, at=noon)
    recap.answer("not quite", correction="Not that EGRET.", at=noon)
    loss.refresh_from_db()
    return loss


def tell(loss, rosa, vera, noon):
    """In three voices, and about one of us."""
    people, price = Reason.objects.get(key="people"), Reason.objects.get(key="product-gap")
    loss.hear(Reason.objects.get(key="delivery"), voice="rep", words="A FERRET.", by=rosa, at=noon)
    grounds = Grounds(evidence="The BADGER, on the phone")
    # Beside another reason than the words speak of, so that the report of mismatches finds it.
    loss.hear(people, voice="client", words="BADGER: too expensive", by=vera, at=noon, grounds=grounds)
    loss.hear(price, voice="confirmed", words="It was the BADGER.", by=vera, at=noon, grounds=grounds)
    IsItMe.objects.create(loss=loss, about=rosa, answer="yes", words="The DINGO.", noted_by=vera, noted_at=noon)


def answer(talk, noon):
    """To three questions, each at another level, with a sentence word for word; and to the one about a person of ours."""
    questions = Question.objects.order_by("position")[:3]
    for question, (letter, level) in zip(questions, LEVELS.items(), strict=True):
        told = {"interview": talk, "question": question, "confidence": level}
        Answer.objects.create(text=f"{WORDS[letter]} was it.", saved_at=noon, **told)
        Quote.objects.create(words=f"“{WORDS[letter]}!”", said_at=noon, **told)
    of_us = {"interview": talk, "question": Question.objects.get(key="person"), "confidence": "attributable"}
    Answer.objects.create(text="DINGO did not listen.", saved_at=noon, **of_us)
    Quote.objects.create(words="“Not DINGO.”", said_at=noon, **of_us)


@pytest.fixture
def northwind_talk(northwind_told):
    return northwind_told.interview


@pytest.fixture
def northwind_said_of_rosa(northwind_told):
    return northwind_told.is_it_me.get()


@pytest.fixture
def talk_that_goes_on(rosa, vera, noon, today):
    """Vera is on the phone with Tailspin, and has written three answers down."""
    client = add_client("Tailspin", by=rosa, at=noon)
    story = Story(reason="price", lost_on=today - timedelta(days=5), currency="EUR")
    loss = Loss.record(client, story, by=rosa, at=noon)
    live = {"stage": Interview.Stage.LIVE, "interviewer": vera, "opened_at": noon, "begun_at": noon}
    talk = Interview.objects.create(loss=loss, **live)
    answer(talk, noon)
    return talk


@pytest.fixture
def recap_letter(northwind_told):
    return Letter.objects.get(key__startswith="recap:")


@pytest.fixture
def batch_that_quotes(ines, noon):
    """A file in which clients say why they left, dropped by Ines: shown as it was read, with a row that could not be used."""
    batch = Batch.objects.create(by=ines, at=noon, asked_by=ines, asked_at=noon, state="done")
    column = {"header": "Feedback", "target": "feedback", "certainty": "matched", "samples": ["BADGER"], "format": {}}
    rows = [{"line": 2, "reason": "No day", "cells": ["BADGER"]}, {"line": 3, "reason": "", "cells": ["BADGER"]}]
    told = {
        "columns": [column],
        "first_rows": rows,
        "rows": 2,
        "refused": 1,
        "name": "left.csv",
        "preset": "generic-leavings",
    }
    sheet = Sheet.objects.create(batch=batch, place=1, **told)
    sheet.refused_path.parent.mkdir(parents=True, exist_ok=True)
    sheet.refused_path.write_text("Feedback,Why\nBADGER,No day\n")
    return batch
