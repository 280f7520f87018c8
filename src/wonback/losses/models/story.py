"""What the person who records a loss tells of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from wonback.care.models import Competitor
from wonback.clients.models import Client, Deal
from wonback.clients.models.deal import Known
from wonback.core.errors import Refusal


class WordsMissing(Refusal):
    """This step is made of words."""

    code = "words_missing"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One loss as told. `reason` is a reason's key; `worth` None means unknown; `lost_on` may lie ahead."""

    reason: str
    lost_on: date
    kind: str = "client"
    noticed_on: date | None = None
    worth: Decimal | None = None
    worth_known: str = ""
    currency: str = ""
    competitor: Competitor | None = None
    words: str = ""
    deal: Deal | None = None

    @property
    def known(self) -> str:
        """How we know the worth. Nobody can know a number that was not given."""
        if self.worth is None:
            return Known.UNKNOWN
        return Known.ESTIMATED if self.worth_known == Known.ESTIMATED else Known.KNOWN

    def columns(self, client: Client) -> dict[str, object]:
        """The columns of a new loss, from what was told and what we know."""
        owner = self.deal.owner if self.deal else client.owner
        told = ("kind", "lost_on", "noticed_on", "worth", "competitor", "deal")
        return {name: getattr(self, name) for name in told} | {
            "worth_known": self.known,
            "currency": self.currency or settings.CURRENCY,
            "owner_then": owner,
            "holder": owner,
        }
