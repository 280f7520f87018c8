"""Questions about many clients and what belongs to them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wonback.clients import beginning, names
from wonback.clients.alike import Alike, those_alike
from wonback.clients.domains import company_domain
from wonback.clients.likeness import Known
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.clients.models import Client, Contact, Contract, Deal, Permission  # noqa: F401  # the querysets' subjects


# Importing it teaches `__begins` to every text field.
BEGINS = beginning.Begins.lookup_name


def owned_within_reach(user: User, *, owner: str = "owner") -> Q:
    """Whose work a person sees: an admin everybody's, a lead their team's and nobody's, anyone else their own."""
    if user.may(Right.ADMINISTER):
        return Q()
    if user.may(Right.LEAD):
        team = User.objects.filter(Q(team=user.team_id, team__isnull=False) | Q(pk=user.pk))
        return Q(**{f"{owner}__in": team.values("pk")}) | Q(**{f"{owner}__isnull": True})
    return Q(**{owner: user.pk})


def of_visible_client(user: User, *, path: str = "client_id") -> Exists:
    """Whether the client of a record is one this person may open."""
    clients = apps.get_model("clients.Client").objects
    return Exists(clients.visible_to(user).filter(pk=OuterRef(path)))


def begun(as_of: date) -> Q:
    """An answer that holds from a day on, and the day has come."""
    return Q(not_before=None) | Q(not_before__lte=as_of)


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: User) -> Self:
        """The clients this person may open: those in their book, and the lost ones they work on or may interview."""
        within_reach = owned_within_reach(user)
        if not within_reach:
            return self.all()
        losses = Q(losses__isnull=False)
        # As the losses themselves: a neutral interviewer sees every one, a lead those of their team, of nobody, and those
        # they are asked to talk about.
        if not user.may(Right.INTERVIEW) or user.may(Right.LEAD):
            losses &= owned_within_reach(user, owner="losses__holder")
        if user.may(Right.INTERVIEW) and user.may(Right.LEAD):
            talks = apps.get_model("interviews.Interview").objects.filter(interviewer=user)
            losses |= Q(losses__in=talks.values("loss"))
        # Asked of each row that is looked at; a list of all lost clients would be made anew for every single one.
        return self.filter(within_reach | Exists(self.model.objects.filter(losses, pk=OuterRef("pk"))))

    def in_book_of(self, user: User) -> Self:
        """The clients this person answers for; a lead's and an admin's book also holds those of nobody."""
        return self.filter(owned_within_reach(user))

    def search(self, text: str) -> Self:
        """Clients whose name has, for each word of `text`, a word that begins with it."""
        found = self
        for word in names.words(text)[:5]:
            hits = apps.get_model("clients.Word").objects.filter(**{f"word__{BEGINS}": word})
            found = found.filter(pk__in=hits.values("client"))
        return found

    def known_as(self, pk: int) -> Self:
        """The client of that number, or the one that client is part of by now."""
        stays = apps.get_model("clients.Alias").objects.filter(was=pk, client__isnull=False).values("client")[:1]
        return self.filter(pk=Coalesce(Subquery(stays), pk))

    def alike(  # each is a field of the form
        self, *, name: str, domain: str = "", phone: str = "", town: str = "", country: str = ""
    ) -> list[Alike]:
        """Those of them who may be the client that somebody is about to write down, the most likely first, each with why."""
        return those_alike(self, Known(0, name, company_domain(domain), phone, country, town))

    def active(self) -> Self:
        """Clients we serve now."""
        return self.filter(standing="active")

    def may_be_called(self, *, as_of: date) -> Self:
        """Clients that did not ask us, as a company, to leave them alone, or not to call them."""
        answers = apps.get_model("clients.Permission").objects.filter(client=OuterRef("pk"), contact=None)
        return self.exclude(Exists(answers.refusing(channel="call", scope="call", as_of=as_of)))

    def with_refusals(self, *, as_of: date) -> Self:
        """With whether they asked, as a company, not to be called, and to be left alone altogether."""
        answers = apps.get_model("clients.Permission").objects.filter(client=OuterRef("pk"), contact=None)
        calls = answers.refusing(channel="call", scope="call", as_of=as_of)
        everything = answers.refusing(as_of=as_of).filter(channel="")
        return self.annotate(refuses_calls=Exists(calls), refuses_all=Exists(everything))

    def due(self, *, as_of: date) -> Self:
        """Clients whose next touch is due on that day or was before, the longest overdue first."""
        return self.active().filter(touch_by__lte=as_of).order_by("touch_by", "pk")

    def beyond_their_maximum(self, *, as_of: date) -> Self:
        """Clients who have waited longer than the most, whatever is planned."""
        return self.active().filter(touch_latest_by__lt=as_of)

    def never_touched(self) -> Self:
        """Clients whose rhythm has not begun, because nobody has spoken to them; the large ones first."""
        return self.active().filter(touch_by=None).order_by("tier", "pk")

    def with_spell(self) -> Self:
        """With the day on which the life they are in, or the last one, began and ended."""
        spells = apps.get_model("clients.Spell").objects.filter(client=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            began_on=Subquery(spells.values("started_on")[:1]), ended_on=Subquery(spells.values("ended_on")[:1])
        )


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """The people at clients this person may open."""
        return self.filter(of_visible_client(user))

    def by_weight(self) -> Self:
        """Those still there first, and among them those who decide."""
        weight = models.Case(
            models.When(role="decider", then=0),
            models.When(role="blocker", then=1),
            models.When(role="champion", then=2),
            default=3,
        )
        return self.order_by(models.F("left_on").asc(nulls_first=True), weight, "name", "pk")


class PermissionQuerySet(models.QuerySet["Permission"]):
    def objection(self, contact: "Contact", *, channel: str, scope: str = "", as_of: date) -> "Permission | None":
        """What was said against reaching this person, if anything was. Whoever writes or calls asks here.

        An answer to them has no scope, and only a refusal stops it. News, a call or an offer need more where they told us
        about that: an answer by that way, which has begun and is not over. Where nobody asked about it, nothing objects.
        """
        said = self.filter(Q(contact=contact) | Q(contact=None, client=contact.client_id)).order_by("-given_at", "-pk")
        for answers in (said, self.of_address(contact.email)):
            if refused := answers.refusing(channel=channel, scope=scope, as_of=as_of).first():
                return refused
        allowed = said.filter(answer="allowed", scope__in=["", scope])
        if not scope or allowed.covering(channel=channel, scope=scope, as_of=as_of).exists():
            return None
        # The one that comes nearest tells what is missing: the day, or the way.
        nearest = allowed.filter(channel__in=["", channel])
        return nearest.exclude(begun(as_of)).first() or nearest.first() or allowed.first()

    def refusers(self, people: Collection["Contact"], *, channel: str, as_of: date) -> set[int]:
        """Whom of many `objection` keeps even an answer from: they, their company, or somebody with their address refused."""
        refused = self.refusing(channel=channel, as_of=as_of)
        companies = Q(contact=None, client__in={one.client_id for one in people})
        said = set(refused.filter(Q(contact__in=people) | companies).values_list("contact", "client"))
        spellings = {one.email for one in people} | {one.email.lower() for one in people}
        addresses = set(refused.filter(contact__email__in=spellings - {""}).values_list("contact__email", flat=True))
        return {
            one.pk
            for one in people
            if {(one.pk, one.client_id), (None, one.client_id)} & said or {one.email, one.email.lower()} & addresses
        }

    def of_address(self, email: str) -> Self:
        """What anybody with this address said: a person written down twice, or brought in again, has said no once."""
        spellings = {email, email.lower()} - {""}
        return self.filter(contact__email__in=spellings).order_by("-given_at", "-pk")

    def covering(self, *, channel: str, scope: str, as_of: date) -> Self:
        """Answers that let us do just that on that day. One without a channel or a scope is meant for all of them."""
        in_force = self.filter(begun(as_of), Q(until=None) | Q(until__gt=as_of), answer="allowed")
        return in_force.filter(scope__in=["", scope], channel__in=["", channel])

    def running_out(self, *, as_of: date, days: int) -> Self:
        """What was allowed until a day close ahead, by people who have said nothing since, and were not asked about it."""
        newer = self.model._default_manager.filter(
            Q(contact=OuterRef("contact")) | Q(contact=None) | Q(answer="refused"),
            client=OuterRef("client"),
            given_at__gt=OuterRef("given_at"),
        )
        ending = self.filter(answer="allowed", until__gt=as_of, until__lte=as_of + timedelta(days=days))
        return ending.filter(extension=None, contact__left_on=None).exclude(Exists(newer))

    def refusing(self, *, channel: str = "", scope: str = "", as_of: date) -> Self:
        """Refusals in force on that day. One without a channel or a scope is meant for all of them."""
        refused = self.filter(begun(as_of), Q(until=None) | Q(until__gt=as_of), answer="refused")
        if channel:
            refused = refused.filter(channel__in=["", channel])
        return refused.filter(scope__in=["", scope]) if scope else refused.filter(scope="")

    def speaking(self, *, as_of: date) -> Self:
        """All answers but refusals that begin later, or are over: on that day those bind nobody."""
        return self.exclude(Q(not_before__gt=as_of) | Q(until__lte=as_of), answer="refused")

    def standing(self) -> Self:
        """The newest answer of each client. A refusal by anybody there counts before any older or newer yes."""
        return self.order_by("client", models.Case(models.When(answer="refused", then=0), default=1), "-given_at")


class ContractQuerySet(models.QuerySet["Contract"]):
    def running(self, *, as_of: date) -> Self:
        """Contracts in force on that day. `until` is exclusive; an unknown start or end does not stop one."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=as_of), Q(until=None) | Q(until__gt=as_of))


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, user: User) -> Self:
        """The deals of people whose work this person sees."""
        return self.filter(owned_within_reach(user))
