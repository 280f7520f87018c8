"""The guide for programs: everybody who may interview reads it, admins edit it."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import StringConstraints

from wonback.interviews.models import Question
from wonback.team.answers import PLAIN, Line, Pk, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["interviews"])

Text = Annotated[str, StringConstraints(max_length=300, pattern=PLAIN)]


class QuestionOut(Schema):
    """One question. `in_writing` is empty where the short form leaves it out."""

    id: int
    key: str
    text: str
    hint: str
    in_writing: str
    retired: bool

    @staticmethod
    def resolve_retired(question: Question) -> bool:
        return question.retired_at is not None


class NewQuestionIn(Told):
    text: Text
    hint: Line = ""


class QuestionIn(NewQuestionIn):
    in_writing: Text = ""


class MoveIn(Told):
    up: bool


def question_of(request: Request, pk: int) -> Question:
    request.user.must(Right.ADMINISTER)
    return get_object_or_404(Question, pk=pk)


@router.get("/questions", response=or_problem(list[QuestionOut]), operation_id="list_questions")
def guide(request: Request) -> Any:
    """The guide, in the order in which it is asked; questions no longer asked too."""
    request.user.must(Right.INTERVIEW)
    return Question.objects.order_by("position", "pk")


@router.post("/questions", response=or_problem(QuestionOut), operation_id="add_question")
def add(request: Request, told: NewQuestionIn) -> Question:
    """Ask one thing more."""
    return Question.add(told.text, hint=told.hint, by=request.user)


@router.post("/questions/{pk}/edit", response=or_problem(QuestionOut), operation_id="edit_question")
def edit(request: Request, pk: Path[Pk], told: QuestionIn) -> Question:
    """Ask it differently; answers keep the question as it was asked."""
    question = question_of(request, pk)
    question.edit(text=told.text, hint=told.hint, in_writing=told.in_writing, by=request.user)
    return question


@router.post("/questions/{pk}/move", response=or_problem(QuestionOut), operation_id="move_question")
def move(request: Request, pk: Path[Pk], told: MoveIn) -> Question:
    """One place earlier or later."""
    question = question_of(request, pk)
    question.move(up=told.up, by=request.user)
    return question


@router.post("/questions/{pk}/retire", response=or_problem(QuestionOut), operation_id="retire_question")
def retire(request: Request, pk: Path[Pk]) -> Question:
    """Ask it no more."""
    question = question_of(request, pk)
    question.retire(by=request.user, at=request.now)
    return question


@router.post("/questions/{pk}/bring-back", response=or_problem(QuestionOut), operation_id="bring_question_back")
def bring_back(request: Request, pk: Path[Pk]) -> Question:
    """Ask it again."""
    question = question_of(request, pk)
    question.bring_back(by=request.user)
    return question
