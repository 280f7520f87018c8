"""What the pages of clients who came back show: the checks, the ledger with their verdicts, and signs that they may leave again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.care.models import Concern, Promise, Sighting
from wonback.clients.models import Contact
from wonback.team.models import User
from wonback.winback.models import Aftercare, Check, Verdict
from wonback.winback.relapse import Sign, Watch, watch

SHOWN = 100
# Who matters enough that their leaving is a sign.
WEIGHTY = ("decider", "champion")


@dataclass(frozen=True, kw_only=True)
class Close:
    """One client who came back, on one line."""

    aftercare: Aftercare
    watch: Watch
    verdicts: list[Verdict]
    late: bool

    @property
    def next_label(self) -> str:
        kind = vars(self.aftercare).get("next_kind")
        return str(Check.Kind(kind).label) if kind else ""

    def counted(self) -> list[tuple[str, str, int]]:
        """Their verdicts by colour: the colour, its word, and how many."""
        counts = [(colour, sum(one.colour == colour for one in self.verdicts)) for colour in Verdict.Colour]
        return [(str(colour), str(colour.label), n) for colour, n in counts if n]


def all_close(user: User, *, as_of: date) -> list[Close]:
    """All this person may see, what is due first; the number of queries does not grow with them."""
    found = list(Aftercare.objects.visible_to(user).running().for_cards().with_next()[:SHOWN])
    signs, verdicts = signs_of(found, as_of=as_of), newest_verdicts(found)
    return [close(one, signs[one.pk], verdicts[one.pk], as_of=as_of) for one in found]


def close(one: Aftercare, signs: Iterable[Sign], verdicts: list[Verdict], *, as_of: date) -> Close:
    due = vars(one).get("next_by")
    return Close(
        aftercare=one,
        watch=watch(signs, reason=one.plan.loss.reason.key),
        verdicts=verdicts,
        late=due is not None and due < as_of,
    )


def newest_verdicts(many: Iterable[Aftercare]) -> dict[int, list[Verdict]]:
    """Of each promise what the client said last."""
    newest: dict[tuple[int, int], Verdict] = {}
    said = Verdict.objects.filter(aftercare__in=[one.pk for one in many]).select_related("promise__owner")
    for verdict in said.order_by("at", "pk"):
        newest[verdict.aftercare_id, verdict.promise_id] = verdict
    found: dict[int, list[Verdict]] = defaultdict(list)
    for (aftercare, _promise), verdict in newest.items():
        found[aftercare].append(verdict)
    return found


def signs_of(many: Sequence[Aftercare], *, as_of: date) -> dict[int, list[Sign]]:
    """What was seen at each of them since they came back, in six queries for all."""
    by_client = {one.plan.loss.client_id: one for one in many}
    found: dict[int, list[Sign]] = defaultdict(list)
    for client, sign in seen(list(by_client), as_of=as_of):
        if sign.on >= by_client[client].begun_on:
            found[by_client[client].pk].append(sign)
    missed = Check.objects.due(as_of=as_of).filter(aftercare__in=[one.pk for one in many], due_by__lt=as_of)
    for check in missed:
        words = _("We missed a check: %(what)s") % {"what": check.get_kind_display()}
        found[check.aftercare_id].append(Sign("missed", words, check.due_by))
    for aftercare, verdicts in newest_verdicts(many).items():
        bad = (one for one in verdicts if one.colour != Verdict.Colour.GREEN)
        found[aftercare].extend(Sign("verdict", judged(one), timezone.localdate(one.at)) for one in bad)
    return found


def judged(verdict: Verdict) -> str:
    words = {"what": verdict.promise.what, "verdict": verdict.get_colour_display()}
    return _("They say of “%(what)s”: %(verdict)s") % words


def seen(clients: list[int], *, as_of: date) -> Iterable[tuple[int, Sign]]:
    """Open gripes, promises broken, rivals, and people who left."""
    theirs: dict[str, Any] = {"client__in": clients}
    for concern in Concern.objects.open().filter(**theirs):
        yield concern.client_id, Sign("gripe", concern.what, concern.raised_on)
    for promise in Promise.objects.open().filter(**theirs, due_by__lt=as_of):
        yield promise.client_id, Sign("broken", promise.what, promise.due_by)
    for sighting in Sighting.objects.filter(**theirs).select_related("competitor"):
        rival = str(sighting.competitor or _("A competitor"))
        yield sighting.client_id, Sign("rival", rival, timezone.localdate(sighting.seen_at))
    for contact in gone(clients):
        if contact.left_on:
            yield contact.client_id, Sign("left", contact.name, contact.left_on)


def gone(clients: list[int]) -> "QuerySet[Contact]":
    return Contact.objects.filter(client__in=clients, left_on__isnull=False, role__in=WEIGHTY)
