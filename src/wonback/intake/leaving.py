"""Why clients left, in the words of other programs: each loss with its causes, ours and theirs apart."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from wonback.clients.models.deal import Known
from wonback.intake import comparing
from wonback.intake.stage import Body, Staged
from wonback.losses import reading
from wonback.losses.models import Loss, Wording
from wonback.losses.models.wording import LONGEST

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver


@dataclass
class Wordings:
    """What the words of other programs mean: as people said, else as they read. What is met for the first time is kept."""

    known: dict[str, str]
    # How each was first seen, and the reason it seems to mean.
    met: dict[str, tuple[str, str]] = field(default_factory=dict)

    def means(self, text: str) -> str:
        """The key of a reason."""
        said = Wording.plain(text)
        if not said:
            return "not-asked"
        if said not in self.met:
            self.met[said] = (text.strip()[:LONGEST], reading.guess(text))
        return self.known.get(said) or self.met[said][1] or "other"


def why(plan: "Resolver", said: Body) -> Body:
    """The causes of a loss, the client's own first, and which one counts."""
    ours, theirs, feedback = (said.get(name) or "" for name in ("reason", "client_reason", "feedback"))
    causes: list[Body] = []
    if theirs:
        told = {"reason": plan.wordings.means(theirs), "words": feedback or theirs, "said": theirs}
        causes.append({"voice": "client"} | told)
    elif feedback:
        # Free text is no wording of a program: it is read, and asked about nobody.
        causes.append({"voice": "client", "reason": reading.reason(feedback), "words": feedback, "said": ""})
    if ours or not causes:
        causes.append({"voice": "rep", "reason": plan.wordings.means(ours), "words": ours, "said": ours})
    return {"reason": causes[0]["reason"], "voice": causes[0]["voice"], "causes": causes}


def leave(plan: "Resolver") -> None:
    """Every time a client left is a loss. Whoever left again later had come back before: the earlier loss is over."""
    times: dict[int, list[tuple[str, Staged]]] = defaultdict(list)
    for source, chunk in comparing.in_chunks(plan.stage.staged("leaving")):
        there = comparing.by_external_id(Loss, source, [one.key for one in chunk])
        for one in chunk:
            if one.key in there:
                plan.count(one.sheet, "loss", "unchanged")
                continue
            times[plan.client(one, one.body)].append((one.body["lost_on"], one))
    for client, losses in times.items():
        leave_each(plan, client, [one for _day, one in sorted(losses, key=lambda found: found[0])])


def leave_each(plan: "Resolver", client: int, losses: list[Staged]) -> None:
    for one, later in zip(losses, [*losses[1:], None], strict=True):
        day = one.body["lost_on"]
        back_by = later.body["lost_on"] if later else None
        plan.tally[one.sheet]["left again"] += bool(back_by)
        facts = {"kind": "client", "client_id": client, "deal_id": None, "owner_id": None, "lost_on": day}
        facts |= {"worth": None, "worth_known": str(Known.UNKNOWN), "currency": settings.CURRENCY}
        facts |= {"recovered_on": back_by, "source": one.source, "external_id": one.key}
        plan.add("loss", one.sheet, facts | why(plan, one.body))
    plan.left_on[client] = losses[-1].body["lost_on"]
    if client < 0:
        plan.standings[client] = "lost"
