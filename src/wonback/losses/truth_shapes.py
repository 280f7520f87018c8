"""What programs are told of how losses are understood, and what they may tell."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from wonback.losses.mismatches import Mismatch
from wonback.losses.models import Wording
from wonback.losses.shapes import Slug
from wonback.losses.truth import Differing
from wonback.team.answers import PLAIN, Seen, Sentence, Told


class VoicesOut(Schema):
    """One loss about which our rep and the client tell different stories."""

    loss: int
    client: str
    lost_on: date
    rep: str
    client_says: str
    confirmed: bool

    @staticmethod
    def resolve_loss(row: Differing) -> int:
        return row.loss.pk

    @staticmethod
    def resolve_client(row: Differing) -> str:
        return row.loss.client.name

    @staticmethod
    def resolve_lost_on(row: Differing) -> date:
        return row.loss.lost_on

    @staticmethod
    def resolve_rep(row: Differing) -> str:
        return row.ours.name

    @staticmethod
    def resolve_client_says(row: Differing) -> str:
        return row.theirs.name


class VoicesPage(Schema):
    rows: list[VoicesOut]
    next: str


class WhyOut(Schema):
    depth: int
    because: str


class WhyIn(Told):
    because: Sentence


class StrikeIn(Told):
    depth: Annotated[int, Field(ge=1, le=7)]


class WordingOut(Schema):
    """How a file called a reason. `means` is null while nobody has said; `settled`: a person did."""

    id: int
    seen_as: str
    means: str | None
    settled: bool
    losses: int

    @staticmethod
    def resolve_means(wording: Wording) -> str | None:
        return wording.reason.counts_as.key if wording.reason else None

    @staticmethod
    def resolve_settled(wording: Wording) -> bool:
        return wording.settled_at is not None


class SettleIn(Told):
    reason: Slug
    seen: Seen = ""


class MismatchOut(Schema):
    text: str
    reason: str
    suggested: str
    times: int
    loss: int

    @staticmethod
    def resolve_reason(row: Mismatch) -> str:
        return row.reason.key

    @staticmethod
    def resolve_suggested(row: Mismatch) -> str:
        return row.suggested.key


class TheirLossOut(Schema):
    id: int
    what: str
    how_we_help: str
    heard_on: date
    helped_at: datetime | None


class TheirLossIn(Told):
    what: Annotated[str, Field(max_length=300, pattern=PLAIN)]
    how_we_help: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""


class RivalOut(Schema):
    """A competitor: how many losses went there, are about to go and came back; near how many clients it was seen, how many we defended."""

    id: int
    name: str
    lost: int
    leaving: int
    back: int
    seen: int
    defended: int
