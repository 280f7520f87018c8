"""The call sheet: what one wants to know in the minute before a call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from wonback.care import guess, why
from wonback.care.call_list import Duty, Kind, Waiting
from wonback.care.forms import REASONS_TO_PUT_OFF, REASONS_TO_SKIP, PutOffForm, TouchForm
from wonback.care.models import Cadence, Competitor, Concern, DefenceStep, Expansion, Promise, Risk, Share, Touch
from wonback.care.queries import TouchQuerySet
from wonback.care.question import Known, another_way, to_ask
from wonback.care.shelf import About
from wonback.care.useful import Useful, useful_to
from wonback.clients.models import Client, Contact
from wonback.clients.queries import ClientQuerySet, ContactQuerySet
from wonback.clients.worth import Worth, worth_of
from wonback.core.prepared import prepared
from wonback.desk.owed import Owed, owed_to
from wonback.desk.people import thinly_held, threads_of
from wonback.desk.today import waiting_for
from wonback.team.models import User

RIVALS_OFFERED = 100


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One client, ready to be called."""

    client: Client
    as_of: date
    waiting: Waiting
    worth: Worth
    people: list[Contact]
    touches: list[Touch]
    promises: list[Promise]
    concerns: list[Concern]
    steps: list[DefenceStep]
    expansions: list[Expansion]
    risk: Risk | None = None

    @property
    def row(self) -> str:
        """The line of the list that this sheet belongs to."""
        return f"#client-{self.client.pk}"

    @property
    def why_now(self) -> str:
        return why.now(self.waiting, as_of=self.as_of)

    @property
    def advice(self) -> str:
        return another_way([touch.channel for touch in self.touches])

    @property
    def question(self) -> str:
        return to_ask(
            Known(
                as_of=self.as_of,
                client=self.client.pk,
                concern=self.concerns[0].what if self.concerns else "",
                competitor_seen=any(touch.competitor for touch in self.touches),
                wants_more=any(touch.more for touch in self.touches[:1]),
                decider=next((person.name for person in self.people if person.role == Contact.Role.DECIDER), None),
                ever_spoken=self.client.last_touch_on is not None,
                contract_until=self.worth.contract_until,
            )
        )

    @cached_property
    def useful(self) -> list[Useful]:
        """What of the shelf fits them, and nobody there has had."""
        concerns, wishes = [one.what for one in self.concerns], [one.what for one in self.expansions]
        about = About(self.client.industry, concerns, wishes)
        people = [person.pk for person in self.people]
        return useful_to(self.client, about=about, people=people, had_some=vars(self.client)["has_had"])

    @cached_property
    def rivals(self) -> list[str]:
        """Competitors we have met, for whoever names one."""
        return list(Competitor.objects.order_by("name").values_list("name", flat=True)[:RIVALS_OFFERED])

    @property
    def write_to(self) -> Contact | None:
        """Whom to write to: the weightiest person with an address, unless they asked to be left alone."""
        if self.waiting.refused == "all":
            return None
        return next((person for person in self.people if person.email), None)

    @property
    def thinly_held(self) -> str:
        """A warning where they hang on one person, or on nobody."""
        return thinly_held(getattr(self.client, "threads", None))

    @property
    def phone(self) -> str:
        """Where to call; nothing where they asked us not to."""
        if self.waiting.refused:
            return ""
        return next((person.phone for person in self.people if person.phone), self.client.phone)

    @property
    def form(self) -> TouchForm:
        """Filled in as the touch will probably be."""
        before = [guess.Before(touch.channel, touch.contact_id, touch.reached) for touch in self.touches]
        return TouchForm.fresh(self.client, self.people, before=before)

    @property
    def later(self) -> PutOffForm:
        return PutOffForm(auto_id="later_%s")

    @property
    def reasons_to_put_off(self) -> tuple[object, ...]:
        return REASONS_TO_PUT_OFF

    @property
    def reasons_to_skip(self) -> tuple[object, ...]:
        return REASONS_TO_SKIP


def sheet_of(pk: int, user: User, *, as_of: date, worth: Worth | None = None) -> Sheet:
    """Everything about one client that fits beside the list; what few clients have is asked for only where it is.

    `worth`: what they bring, where the list knows it already.
    """
    client: Any = next(iter(called_client(pk, user, as_of=as_of)), None)
    if client is None:
        raise Http404
    worth = worth or worth_of([pk], as_of=as_of)[pk]
    promises = owed_to(client.promises.open()) if client.is_promised else []
    concerns = owed_to(client.concerns.open()) if client.is_unhappy else []
    steps = list(open_steps(client)) if client.is_defended else []
    wanted = owed_to(client.expansions.open()) if client.wants_more else []
    risk = client.risks.open().select_related("owner").first() if client.is_at_risk else None
    owed = Owed()
    for kind, found in (
        (Kind.PROMISE, promises),
        (Kind.CONCERN, concerns),
        (Kind.DEFENCE, steps),
        (Kind.EXPANSION, wanted),
        (Kind.RISK, [risk] if risk else []),
    ):
        owed.add(kind, pk, user, due(found, as_of=as_of))
    return Sheet(
        client=client,
        as_of=as_of,
        waiting=waiting_for(client, worth, owed, user=user, as_of=as_of),
        worth=worth,
        people=people_there(pk),
        touches=last_touches(pk),
        promises=promises,
        concerns=concerns,
        steps=steps,
        expansions=wanted,
        risk=risk,
    )


@prepared
def called_client(pk: int, user: User, *, as_of: date) -> ClientQuerySet:
    """The client with what decides what else is asked for."""
    is_defended = Exists(DefenceStep.objects.open().filter(defence__client=OuterRef("pk")))
    wants_more = Exists(Expansion.objects.open().filter(client=OuterRef("pk")))
    reachable = Client.objects.visible_to(user).select_related("owner").with_spell().with_refusals(as_of=as_of)
    reachable = reachable.annotate(
        is_promised=Exists(Promise.objects.open().filter(client=OuterRef("pk"))),
        is_unhappy=Exists(Concern.objects.open().filter(client=OuterRef("pk"))),
        is_defended=is_defended,
        wants_more=wants_more,
        is_at_risk=Exists(Risk.objects.open().filter(client=OuterRef("pk"))),
        has_had=Exists(Share.objects.filter(client=OuterRef("pk"))),
        threads=threads_of(as_of=as_of),
    )
    return Cadence.objects.laid_beside(reachable.filter(pk=pk))


@prepared
def people_there(client: int) -> ContactQuerySet:
    return Contact.objects.filter(client=client, left_on=None).by_weight()


@prepared
def last_touches(client: int) -> TouchQuerySet:
    return Touch.objects.standing().filter(client=client).select_related("by").newest()[:3]


def open_steps(client: Client) -> QuerySet[DefenceStep]:
    """What is still to be done so that they stay."""
    steps = DefenceStep.objects.open().filter(defence__client=client)
    return steps.select_related("owner", "defence__competitor").order_by("due_by", "pk")


def due(owed: Iterable[Any], *, as_of: date) -> list[Duty]:
    """Those whose day has come, in their words."""
    words = {Expansion: "next_step", Risk: "plan"}
    return [Duty(getattr(one, words.get(type(one), "what")), one.due_by) for one in owed if one.due_by <= as_of]
