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


# Later than any day of a file.
FOR_EVER = "9999-99-99"


def why(plan: "Resolver", one: Staged) -> Body:
    """The causes of a loss, the client's own first, which one counts, and to whom they went."""
    said = one.body
    ours, theirs, feedback = (said.get(name) or "" for name in ("reason", "client_reason", "feedback"))
    told = ": ".join(filter(None, (ours, said.get("reason_note"))))
    causes: list[Body] = []
    if theirs:
        heard = {"reason": plan.wordings.means(theirs), "words": feedback or theirs, "said": theirs}
        causes.append({"voice": "client"} | heard)
    elif feedback:
        # Free text is no wording of a program: it is read, and asked about nobody.
        causes.append({"voice": "client", "reason": reading.reason(feedback), "words": feedback, "said": ""})
    if ours or not causes:
        causes.append({"voice": "rep", "reason": plan.wordings.means(ours), "words": told, "said": ours})
    counts = {"reason": causes[0]["reason"], "voice": causes[0]["voice"], "causes": causes}
    return counts | {"competitor_id": plan.rivals.named(said.get("competitor"), one.sheet)}


def leave(plan: "Resolver") -> None:
    """Every time a client left is a loss. Whoever left again later had come back before: the earlier loss is over."""
    times: dict[int, list[tuple[str, Staged]]] = defaultdict(list)
    for source, chunk in comparing.in_chunks(plan.stage.staged("leaving")):
        there = comparing.by_external_id(Loss, source, [one.key for one in chunk])
        for one in chunk:
            if one.key in there:
                know_more(plan, one, there[one.key])
                continue
            times[plan.client(one, one.body)].append((one.body["lost_on"], one))
    for client, losses in times.items():
        leave_each(plan, client, [one for _day, one in sorted(losses, key=lambda found: found[0])])


def know_more(plan: "Resolver", one: Staged, there: Body) -> None:
    """A loss on file stays as people left it; what its file says besides is added."""
    if plan.change("loss", one.sheet, there, {"more": one.body.get("more", {})}):
        plan.tell_news(there["client_id"], one.sheet)


def leave_each(plan: "Resolver", client: int, losses: list[Staged]) -> None:
    for one, later in zip(losses, [*losses[1:], None], strict=True):
        day = one.body["lost_on"]
        kind, back_by = what_is_lost(plan, client, one)
        if not kind:
            plan.tally[one.sheet]["replaced"] += 1
            continue
        back_by = back_by or (later.body["lost_on"] if later and kind == "client" else None)
        plan.tally[one.sheet]["left again"] += bool(back_by)
        facts = {"kind": kind, "client_id": client, "deal_id": None, "owner_id": None, "lost_on": day}
        facts |= {"recovered_on": back_by, "source": one.source, "external_id": one.key} | a_year_of(one.body)
        facts["more"] = one.body.get("more", {})
        plan.tell_news(client, one.sheet)
        plan.add("loss", one.sheet, facts | why(plan, one))
        if kind == "client" and not back_by:
            plan.left_on[client] = day
            if client < 0:
                plan.standings[client] = "lost"


def what_is_lost(plan: "Resolver", client: int, one: Staged) -> tuple[str, str | None]:
    """The client, or a part if another contract of theirs went on; nothing if that one took its place. And when they came back."""
    ended = one.body.get("contract")
    if ended is None:
        return "client", None
    day, others = one.body["lost_on"], [other for other in plan.bound[client] if other[2] != ended]
    if any(starts <= day < until for starts, until, _key in others):
        return ("part" if one.body.keys() & {"reason", "client_reason", "feedback"} else ""), None
    return "client", min((starts for starts, _until, _key in others if starts > day), default=None)


def a_year_of(said: Body) -> Body:
    """What a year of it brought, if its contract or its row told."""
    known = Known.KNOWN if said.get("amount") else Known.UNKNOWN
    return {
        "worth": said.get("amount"),
        "worth_known": str(known),
        "currency": said.get("currency") or settings.CURRENCY,
    }
