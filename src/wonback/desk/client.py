"""The page of one client: all that a person wants open during a call, on one screen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.http import Http404

from wonback.advocacy.forms import AgreeForm
from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.advocacy.page import Card, cards_of, lately_of, sent_by, sent_to_us
from wonback.advocacy.referral_forms import ReferralForm
from wonback.care import guess
from wonback.care.forms import CadenceForm, ConcernForm, ExpansionForm, PromiseForm, SeasonForm, SightingForm, TouchForm
from wonback.care.models import (
    Cadence,
    Concern,
    Defence,
    DefenceStep,
    Expansion,
    Health,
    Promise,
    QuietSeason,
    Risk,
    Touch,
)
from wonback.care.reasons import Reason, address_of
from wonback.care.risk_page import risk_forms
from wonback.clients.forms import ContactForm, PermissionForm
from wonback.clients.models import Client, Contact, Contract, Entry, Permission
from wonback.clients.queries import ClientQuerySet
from wonback.core.prepared import prepared
from wonback.desk.bought import Life, Year, lives_of, years_of
from wonback.desk.owed import owed_to
from wonback.desk.people import thinly_held, threads_of
from wonback.desk.story import Told
from wonback.figures.models import Figure, FigureQuerySet
from wonback.losses.models import Loss, TheirLoss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.paging import Page, page
from wonback.winback.models import Milestone, Plan

ENTRIES, YEARS_SHOWN, LOSSES_SHOWN, CONTRACTS_EXPLAINED = 15, 6, 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Everything the page shows."""

    client: Client
    as_of: date
    lives: list[Life]
    cadence: Cadence
    contacts: list[Contact]
    told: Page[Entry]
    contracts: list[Contract]
    years: list[Year]
    losses: list[Loss]
    their_losses: list[TheirLoss]
    promises: list[Promise]
    concerns: list[Concern]
    defences: list[Defence]
    expansions: list[Expansion]
    permissions: list[Permission]
    seasons: list[QuietSeason]
    vouchers: list[Card]
    vouched: list[Vouching]
    referrals: list[Referral]
    came_through: Referral | None
    risk: Risk | None
    may_hand_over: bool
    may_work: bool

    @property
    def silent_days(self) -> int | None:
        last = self.client.last_touch_on
        return max(0, (self.as_of - last).days) if last else None

    @property
    def is_late(self) -> bool:
        return self.client.touch_by is not None and self.client.touch_by < self.as_of

    @property
    def people(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.left_on is None]

    @property
    def gone(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.left_on]

    @property
    def entries(self) -> list[Told]:
        return [Told.of(entry) for entry in self.told]

    @property
    def running(self) -> list[Contract]:
        """The contracts in force, the next to end first."""
        return [one for one in self.contracts if one.until is None or one.until > self.as_of]

    @property
    def explained(self) -> list[Contract]:
        """Those of which a file says more than we have room for: in force first, then the last to end."""
        ended = [one for one in reversed(self.contracts) if one not in self.running]
        return [one for one in (*self.running, *ended) if one.more][:CONTRACTS_EXPLAINED]

    @property
    def refusal(self) -> Permission | None:
        """What stands when the company as a whole asked to be left alone."""
        refused = (one for one in self.permissions if one.answer == Permission.Answer.REFUSED and one.contact is None)
        return next(refused, None)

    @property
    def touch_form(self) -> TouchForm:
        """Filled in as the touch will probably be."""
        last = vars(self.client)
        before = [guess.Before(last["last_channel"], last["last_contact"])] if last["last_channel"] else []
        return TouchForm.fresh(self.client, self.people, before=before)

    @property
    def promise_form(self) -> PromiseForm:
        return PromiseForm(auto_id="promise_%s")

    @property
    def concern_form(self) -> ConcernForm:
        return ConcernForm(auto_id="concern_%s")

    @property
    def sighting_form(self) -> SightingForm:
        return SightingForm(auto_id="sighting_%s")

    @property
    def expansion_form(self) -> ExpansionForm:
        return ExpansionForm(auto_id="expansion_%s")

    @property
    def agree_form(self) -> AgreeForm:
        return AgreeForm(client=self.client, people=self.people, auto_id="agree_%s")

    @property
    def referral_form(self) -> ReferralForm:
        return ReferralForm(client=self.client, people=self.people, auto_id="referral_%s")

    @property
    def contact_form(self) -> ContactForm:
        return ContactForm(auto_id="contact_%s")

    @property
    def permission_form(self) -> PermissionForm:
        return PermissionForm(client=self.client, people=self.people, auto_id="permission_%s")

    @property
    def thinly_held(self) -> str:
        """A warning where they hang on one person, or on nobody."""
        return thinly_held(vars(self.client)["threads"])

    @property
    def health(self) -> Health | None:
        """How they were last night; nobody has looked at whom we do not serve."""
        return getattr(self.client, "health", None)

    @property
    def score(self) -> int | None:
        return None if self.health is None or self.health.value is None else round(self.health.value)

    @property
    def reasons(self) -> list[tuple[Reason, str]]:
        """What takes most away, with where to look."""
        kept = [Reason.of(one) for one in self.health.reasons] if self.health else []
        return [(one, address_of(one, self.client.pk)) for one in kept]

    @property
    def forms(self) -> dict[str, Any]:
        return risk_forms(as_of=self.as_of)

    @property
    def stretched(self) -> tuple[int, int]:
        """Ideal and maximum days as they are for them now."""
        return self.cadence.stretched(self.client)

    @property
    def is_beyond(self) -> bool:
        """Whether they have waited longer than the most."""
        return self.client.touch_latest_by is not None and self.client.touch_latest_by < self.as_of

    @property
    def season_form(self) -> SeasonForm:
        return SeasonForm(auto_id="season_%s")

    @property
    def cadence_form(self) -> CadenceForm:
        return CadenceForm.about(self.cadence)


def client_page(pk: int, user: User, *, as_of: date, after: str = "") -> ClientPage:
    """A few queries, however long the story is; what few clients have is asked for only where it is."""
    client = next(iter(shown_client(pk, user, as_of=as_of)), None)
    if client is None:
        raise Http404
    there = vars(client)
    return ClientPage(
        client=client,
        as_of=as_of,
        lives=lives_of(client) if there["back_on"] else [],
        cadence=Cadence.objects.beside(client),
        contacts=list(client.contacts.by_weight()),
        told=page(client.timeline.select_related("actor"), by=("-at", "-pk"), after=after, size=ENTRIES),
        contracts=list(client.contracts.order_by("until", "pk")),
        years=list(years_of(client))[:YEARS_SHOWN],
        losses=losses_of(client, user) if there["has_losses"] else [],
        their_losses=list(client.their_losses.newest()[:LOSSES_SHOWN]) if there["lost_some"] else [],
        promises=owed_to(client.promises.open()) if there["is_promised"] else [],
        concerns=owed_to(client.concerns.open()) if there["is_unhappy"] else [],
        defences=defences_of(client) if there["is_defended"] else [],
        expansions=owed_to(client.expansions.open()) if there["wants_more"] else [],
        permissions=answers_of(client) if there["has_answered"] else [],
        risk=risk_of(client) if there["is_at_risk"] else None,
        seasons=list(QuietSeason.objects.that_hold_for(client)) if there["has_seasons"] else [],
        vouchers=cards_of(client, as_of=as_of) if there["vouches"] else [],
        vouched=lately_of(client) if there["vouches"] else [],
        referrals=sent_by(client) if there["refers"] else [],
        came_through=sent_to_us(client) if there["was_sent"] else None,
        may_hand_over=user.may(Right.LEAD),
        may_work=user.may(Right.WORK),
    )


@prepared
def shown_client(pk: int, user: User, *, as_of: date) -> ClientQuerySet:
    """The client with all that decides what else is asked for."""
    reachable = Client.objects.visible_to(user).select_related("owner", "parent", "health").with_spell()
    returned = Loss.objects.filter(client=OuterRef("pk"), recovered_on__isnull=False).order_by("-recovered_on", "-pk")
    back = {
        "back_on": Subquery(returned.values("recovered_on")[:1]),
        "left_for": Subquery(returned.values("reason__name")[:1]),
    }
    reachable = reachable.annotate(**back)
    reachable = reachable.annotate(
        lost_some=Exists(TheirLoss.objects.filter(client=OuterRef("pk"))), **between_us(as_of=as_of)
    )
    return Cadence.objects.laid_beside(reachable.known_as(pk))


def only_at_renewals() -> FigureQuerySet:
    """Of whom the night says that they hear from us only when a contract ends."""
    return Figure.objects.filter(metric="touches_outside_renewals", subject="client", value=0)


def between_us(*, as_of: date) -> dict[str, Any]:
    """What the page needs to know before it asks: the last touch, and whether there is anything of two rare kinds."""
    last = Touch.objects.real().filter(client=OuterRef("pk")).newest()
    own = QuietSeason.objects.standing().filter(client=OuterRef("pk"))
    of_tier = QuietSeason.objects.standing().exclude(tier="").filter(tier=OuterRef("tier"))
    return {
        "last_channel": Subquery(last.values("channel")[:1]),
        "last_contact": Subquery(last.filter(contact__left_on=None, contact__isnull=False).values("contact")[:1]),
        "is_defended": Exists(Defence.objects.open().filter(client=OuterRef("pk"))),
        "only_at_renewals": Exists(only_at_renewals().filter(subject_id=OuterRef("pk"))),
        "threads": threads_of(as_of=as_of),
        "is_at_risk": Exists(Risk.objects.open().filter(client=OuterRef("pk"))),
        "has_seasons": Exists(own) | Exists(of_tier),
        "is_promised": Exists(Promise.objects.open().filter(client=OuterRef("pk"))),
        "is_unhappy": Exists(Concern.objects.open().filter(client=OuterRef("pk"))),
        "has_losses": Exists(Loss.objects.filter(client=OuterRef("pk"))),
        "has_answered": Exists(Permission.objects.filter(client=OuterRef("pk"))),
        "vouches": Exists(Reference.objects.filter(client=OuterRef("pk"))),
        "refers": Exists(Referral.objects.filter(client=OuterRef("pk"))),
        "was_sent": Exists(Referral.objects.filter(became=OuterRef("pk"))),
        "wants_more": Exists(Expansion.objects.open().filter(client=OuterRef("pk"))),
    }


def answers_of(client: Client) -> list[Permission]:
    return list(client.permissions.select_related("contact").order_by("-given_at", "-pk"))


def risk_of(client: Client) -> Risk | None:
    return client.risks.open().with_since().select_related("owner", "seen_by").first()


def defences_of(client: Client) -> list[Defence]:
    """Those under way, each with its steps and their owners. Two queries."""
    steps = Prefetch("steps", DefenceStep.objects.select_related("owner").order_by("place"))
    return list(
        client.defences.open().select_related("competitor").prefetch_related(steps).order_by("mounted_on", "pk")
    )


def losses_of(client: Client, user: User) -> list[Loss]:
    """What went, with its plan and the next step of it. All who work with a client may know it; not all may open its pages."""
    ahead = Milestone.objects.filter(plan__loss=OuterRef("pk"), reached_at=None).order_by("due_by", "pk")
    found = Loss.objects.filter(client=client).select_related("client", "reason", "holder", "deal", "plan")
    found = found.annotate(next_step=Subquery(ahead.values("what")[:1]), next_by=Subquery(ahead.values("due_by")[:1]))
    found = found.annotate(
        may_open=Exists(Loss.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        may_open_plan=Exists(Plan.objects.visible_to(user).filter(loss=OuterRef("pk"))),
    )
    return list(found.order_by("-lost_on", "-pk")[:LOSSES_SHOWN])
