"""What every answer of the API may be: a problem in RFC 9457's form, a bounded number, a page of rows."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

# The largest number a row can have in either database.
LARGEST = 2**63 - 1
Pk = Annotated[int, Field(ge=1, le=LARGEST)]
Size = Annotated[int, Field(ge=1, le=200)]
# No database keeps the sign NUL.
PLAIN = r"^[^\x00]*$"
Mark = Annotated[str, StringConstraints(max_length=500, pattern=PLAIN)]
# What somebody saw before they wrote (`core.writing.mark`).
Seen = Annotated[str, StringConstraints(max_length=4_000, pattern=PLAIN)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)]
Sentence = Annotated[str, StringConstraints(max_length=500, pattern=PLAIN)]
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=PLAIN)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Told(Schema):
    """What a program sends. A word we do not know is a mistake, not something to pass over."""

    model_config = ConfigDict(extra="forbid")


class Paging(Schema):
    """Where a page of rows begins (`next` of the one before), and how many rows it holds."""

    after: Mark = ""
    limit: Size = 50


class Problem(Schema):
    """Why the answer is no: `type` is a page that explains it, `reasons` say what to do, one sentence each."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[str]


class Why(Told):
    """The reason for a step, in one line."""

    why: Line


def or_problem[Answer](answer: Answer) -> dict[int, Answer | type[Problem]]:
    """The answer of a route, or one of the problems every route may have."""
    return {200: answer, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 503: Problem}
