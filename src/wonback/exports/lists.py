"""The lists one can take along, as one table: of which records, with which columns, and how a page narrows them.

Whose rows a list holds is what its records' own `visible_to` says. No list has a column of what a client said in confidence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.advocacy.page import Asked, Sent
from wonback.advocacy.page import Listing as Advocates
from wonback.care.models import Concern, Expansion, Sighting, Touch
from wonback.care.models import Promise as Promised
from wonback.clients.models import Client, Contact, Contract, Deal, Permission, Purchase
from wonback.clients.queries import of_visible_client
from wonback.desk.clients import FILTERS, filtered
from wonback.desk.lost import Wanted as WantedLosses
from wonback.exports.cells import Column
from wonback.exports.tables import column_of
from wonback.interviews.models import Interview
from wonback.losses.models import Loss
from wonback.renewals.models import Renewal
from wonback.renewals.page import Listing
from wonback.rewards.models import Credit
from wonback.team.models import User
from wonback.winback.board import Board
from wonback.winback.board import Wanted as WantedPlans
from wonback.winback.models import Change, Plan
from wonback.winback.stages import Stage

AT_ONCE = 2_000
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-01")
Found = models.QuerySet[Any]


@dataclass(frozen=True)
class Seen:
    """Who takes a list along, on which day, and how the page narrowed it."""

    user: User
    as_of: date
    asked: QueryDict

    def __getitem__(self, name: str) -> str:
        return self.asked.get(name, "")


@dataclass(frozen=True)
class Listed:
    """One list. `columns` gives the name of each column and the path to its value."""

    name: str
    label: "str | Promise"
    model: type[models.Model]
    among: Callable[[Seen], Found]
    paths: Mapping[str, str]

    @cached_property
    def columns(self) -> list[Column]:
        return [self._column(header, path) for header, path in self.paths.items()]

    def _column(self, header: str, path: str) -> Column:
        *links, last = path.split("__")
        meta = self.model._meta
        for link in links:
            meta = meta.get_field(link).related_model._meta  # type: ignore[union-attr]  # a link leads to a model
        held = column_of(meta.pk if last == "pk" else meta.get_field(last))
        # A list is for people: where there is no text, the cell is empty, whatever the database tells apart.
        return Column(header, held.kind, digits=held.digits, places=held.places)

    def rows(self, seen: Seen) -> Iterator[tuple[Any, ...]]:
        """One by one, whatever their number."""
        return self.among(seen).values_list(*self.paths.values()).iterator(chunk_size=AT_ONCE)

    def count(self, seen: Seen) -> int:
        return int(self.among(seen).order_by().count())


def visible(model: type[models.Model], *order: str) -> Callable[[Seen], Found]:
    """Every record this person may open."""
    return lambda seen: model._default_manager.all().visible_to(seen.user).order_by(*order or ("pk",))  # type: ignore[attr-defined]  # every queryset of ours has it


def of_visible_clients(model: type[models.Model]) -> Callable[[Seen], Found]:
    """Every record of a client this person may open."""
    return lambda seen: model._default_manager.filter(of_visible_client(seen.user)).order_by("pk")


def clients(seen: Seen) -> Found:
    chosen = {name: seen[name] for name in FILTERS if seen[name]}
    return filtered(Client.objects.in_book_of(seen.user), seen.user, chosen, as_of=seen.as_of).order_by("name", "pk")


def lost(seen: Seen) -> Found:
    wanted = WantedLosses.in_query(seen.asked)
    return wanted.among(Loss.objects.visible_to(seen.user), user=seen.user, as_of=seen.as_of).ranked()


def plans(seen: Seen) -> Found:
    found = Board(seen.user, WantedPlans.of({name: seen[name] for name in seen.asked}), seen.as_of).chosen
    return (found.filter(stage=seen["stage"]) if seen["stage"] in Stage.values else found).order_by("pk")


def renewals(seen: Seen) -> Found:
    return Listing(seen.user, seen.as_of, seen["only"]).found.order_by("contract__until", "pk")


def references(seen: Seen) -> Found:
    return Advocates(seen.user, seen.as_of, seen["only"]).found.order_by("client__name", "pk")


def vouchings(seen: Seen) -> Found:
    return Asked(seen.user, seen["only"]).found.order_by("-asked_at", "-pk")


def referrals(seen: Seen) -> Found:
    return Sent(seen.user, seen["only"]).found.order_by("-noted_at", "-pk")


def changes(seen: Seen) -> Found:
    """One register for the whole company."""
    return (Change.objects.made() if seen["made"] else Change.objects.all()).order_by("pk")


def credits_of_a_month(seen: Seen) -> Found:
    """Of closed months alone; what may still change is nobody's to take along."""
    chosen = {"closing__month": seen["month"]} if DAY.fullmatch(seen["month"]) else {}
    whose = {"person": seen["of"]} if seen["of"].isdecimal() else {}
    return Credit.objects.visible_to(seen.user).filter(**chosen, **whose).order_by("closing__month", "person", "pk")


WHOSE = {"Client id": "client_id", "Client": "client__name"}
OF_A_LOSS = {
    "Id": "pk", **WHOSE, "Kind": "kind", "Sale": "deal__name", "Lost on": "lost_on", "Noticed on": "noticed_on", "Worth": "worth",
    "Worth is": "worth_known", "Currency": "currency", "Reason": "reason__name", "Voice": "voice", "Competitor": "competitor__name",
    "Owner then": "owner_then__name", "With": "holder__name", "Plan": "plan__stage", "Let go on": "let_go_at", "Came back on": "recovered_on",
}  # fmt: skip
LISTS = {
    one.name: one
    for one in (
        Listed(
            "clients", gettext_lazy("Clients"), Client, clients,
            {
                "Id": "pk", "Name": "name", "Status": "standing", "Tier": "tier", "Owner": "owner__name", "Industry": "industry",
                "Employees": "employees", "Country": "country", "Town": "town", "Domain": "domain", "Phone": "phone", "Parent": "parent__name",
                "Last touch": "last_touch_on", "Touch by": "touch_by", "Source": "source", "Id there": "external_id",
            },
        ),
        Listed("lost", gettext_lazy("Lost, by rank"), Loss, lost, OF_A_LOSS),
        Listed("losses", gettext_lazy("Losses, also those let go or won back"), Loss, visible(Loss), OF_A_LOSS),
        Listed(
            "plans", gettext_lazy("Plans"), Plan, plans,
            {
                "Id": "pk", "Client": "loss__client__name", "Sale": "loss__deal__name", "Stage": "stage", "In it since": "stage_since", "Owner": "owner__name",
                "Goal": "goal", "Was worth": "loss__worth", "Currency": "loss__currency", "Started at": "started_at", "Reach out by": "reach_out_by",
                "Launched at": "launched_at", "Next look": "next_look_on", "Finished on": "finished_on",
            },
        ),
        Listed(
            "contacts", gettext_lazy("Contacts"), Contact, visible(Contact),
            {
                "Id": "pk", **WHOSE, "Name": "name", "Title": "title", "Email": "email", "Phone": "phone", "Language": "language", "Role": "role",
                "Stance": "stance", "Since": "since", "Verified on": "verified_on", "Left on": "left_on",
            },
        ),
        Listed(
            "permissions", gettext_lazy("Permissions"), Permission, of_visible_clients(Permission),
            {
                "Id": "pk", **WHOSE, "Contact": "contact__name", "Answer": "answer", "Scope": "scope", "Channel": "channel",
                "Not before": "not_before", "Until": "until", "Words": "words", "Proof": "proof", "Given at": "given_at",
            },
        ),
        Listed(
            "contracts", gettext_lazy("Contracts"), Contract, of_visible_clients(Contract),
            {
                "Id": "pk", **WHOSE, "Name": "name", "Starts on": "starts_on", "Until": "until", "Notice by": "notice_by",
                "Amount per year": "amount_per_year", "Currency": "currency",
            },
        ),
        Listed(
            "renewals", gettext_lazy("Renewals"), Renewal, renewals,
            {
                "Id": "pk", "Client": "contract__client__name", "Contract": "contract__name", "Until": "contract__until",
                "Amount per year": "contract__amount_per_year", "Currency": "contract__currency", "Notice by": "notice_by",
                "By the numbers": "automated", "By the rep": "rep_view", "We count on": "final_view", "Outcome": "outcome",
            },
        ),
        Listed(
            "credits", gettext_lazy("Pay, line by line"), Credit, credits_of_a_month,
            {
                "Id": "pk", "Month": "closing__month", "Person": "person__name", "Kind": "kind", "Part": "part", "Client": "client_name",
                "Earned on": "earned_on", "Counts": "base", "Rate": "rate", "Days": "days", "Of days": "of_days", "Said before": "was",
                "Amount": "amount", "Currency": "currency",
            },
        ),
        Listed(
            "deals", gettext_lazy("Deals"), Deal, visible(Deal),
            {
                "Id": "pk", **WHOSE, "Name": "name", "Stage": "stage", "Outcome": "outcome", "Amount": "amount", "Currency": "currency",
                "Product": "product__name", "Owner": "owner__name", "Opened": "opened_on", "Closed": "closed_on",
            },
        ),
        Listed(
            "purchases", gettext_lazy("Purchases"), Purchase, of_visible_clients(Purchase),
            {
                "Id": "pk", **WHOSE, "Date": "bought_on", "Amount": "amount", "Currency": "currency", "Invoice": "reference", "Product": "product",
            },
        ),
        Listed(
            "touches", gettext_lazy("Touches"), Touch, visible(Touch),
            {
                "Id": "pk", **WHOSE, "Contact": "contact__name", "By": "by__name", "At": "at", "Channel": "channel", "Reached": "reached",
                "Works": "works", "Gripe": "gripe", "Competitor": "competitor", "Wants more": "more", "Line": "line",
                "Taken back at": "taken_back_at",
            },
        ),
        Listed(
            "promises", gettext_lazy("Promises"), Promised, visible(Promised),
            {
                "Id": "pk", **WHOSE, "What": "what", "Owner": "owner__name", "Made on": "made_on", "Due by": "due_by", "Kept at": "kept_at",
                "Broken on": "broken_on",
            },
        ),
        Listed(
            "concerns", gettext_lazy("Concerns"), Concern, visible(Concern),
            {
                "Id": "pk", **WHOSE, "What": "what", "Owner": "owner__name", "Raised on": "raised_on", "Due by": "due_by",
                "Settled at": "settled_at",
            },
        ),
        Listed(
            "sightings", gettext_lazy("Competitors seen"), Sighting, of_visible_clients(Sighting),
            {
                "Id": "pk", **WHOSE, "Competitor": "competitor__name", "Seen at": "seen_at", "By": "by__name", "Source": "source",
                "How known": "how_known",
            },
        ),
        Listed(
            "expansions", gettext_lazy("Room to sell more"), Expansion, visible(Expansion),
            {
                "Id": "pk", **WHOSE, "What": "what", "Worth": "worth", "Currency": "currency", "Owner": "owner__name", "Opened on": "opened_on",
                "Next step": "next_step", "Due by": "due_by", "Outcome": "outcome",
            },
        ),
        Listed(
            "references", gettext_lazy("Clients who vouch for us"), Reference, references,
            {
                "Id": "pk", **WHOSE, "Contact": "contact__name", "A call": "call", "A visit": "visit", "A quote": "quote",
                "Name and logo": "logo", "Words": "words", "Agreed on": "agreed_on", "Until": "until",
            },
        ),
        Listed(
            "vouchings", gettext_lazy("What they were asked"), Vouching, vouchings,
            {
                "Id": "pk", "Client": "reference__client__name", "Contact": "reference__contact__name", "Way": "way", "For": "prospect__name",
                "Sale": "deal__name", "Stage": "stage", "Asked by": "asked_by__name", "Asked at": "asked_at", "On": "on", "Outcome": "outcome",
                "Line": "line", "Why not": "why", "Helped to close on": "credited_on", "Amount": "deal__amount", "Currency": "deal__currency",
            },
        ),
        Listed(
            "referrals", gettext_lazy("Referrals"), Referral, referrals,
            {
                "Id": "pk", **WHOSE, "Contact": "contact__name", "By": "by__name", "Stage": "stage", "Asked at": "asked_at",
                "Given at": "given_at", "Company": "name", "Person": "person", "Words": "words", "Became": "became__name", "Sale": "deal__name",
                "Won on": "won_on", "Amount": "deal__amount", "Currency": "deal__currency", "Why nothing": "why",
            },
        ),
        Listed(
            "interviews", gettext_lazy("Interviews, how far they are"), Interview, visible(Interview),
            {
                "Id": "pk", "Client": "loss__client__name", "Stage": "stage", "Who asks": "interviewer__name", "Starts at": "starts_at",
                "Asked at": "asked_at", "Declined": "declined",
            },
        ),
        Listed(
            "changes", gettext_lazy("Changes"), Change, changes,
            {
                "Id": "pk", "What": "what", "Owner": "owner__name", "Outside": "outsider", "Due by": "due_by", "Made at": "made_at",
                "Evidence": "evidence",
            },
        ),
    )
}  # fmt: skip
