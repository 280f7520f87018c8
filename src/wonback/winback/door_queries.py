"""Questions about doors: which facts hold, which windows open, and which triggers that makes, for all losses in one statement each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import connections, models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from wonback.clients.models import Contact, Permission
from wonback.clients.queries import begun, owned_within_reach
from wonback.losses.models import Cause, Loss
from wonback.team.models import User
from wonback.winback.windows import LEAD_DAYS

if TYPE_CHECKING:
    from wonback.winback.models import Fact, Trigger, Window  # noqa: F401  # the querysets’ subjects

COLUMNS = ("client_id", "loss_id", "kind", "mark", "opens_on", "noticed_at", "fact_id", "contact_id")
# Whoever spoke for us and left longer ago has a successor who knows others by now.
DAYS_TO_INTRODUCE = 90
PURSUED = Q(loss__let_go_at=None, loss__recovered_on=None)
TEXT = models.CharField()


class FactQuerySet(models.QuerySet["Fact"]):
    def hold(self, *, as_of: date) -> Self:
        """Facts that are true on that day."""
        return self.filter(holds_from__lte=as_of)

    def newest(self) -> Self:
        return self.select_related("change", "said_by").order_by(F("holds_from").desc(nulls_last=True), "-pk")


class WindowQuerySet(models.QuerySet["Window"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(loss__in=Loss.objects.visible_to(user).values("pk"))

    def pursued(self) -> Self:
        return self.filter(PURSUED)

    def for_cards(self) -> Self:
        return self.select_related("loss__client", "loss__deal", "loss__holder").fetch_mode(models.FETCH_PEERS)


class TriggerQuerySet(models.QuerySet["Trigger"]):
    def open(self) -> Self:
        """Doors nobody has gone through or put aside."""
        return self.filter(taken_at=None, put_aside_at=None)

    def to_wake(self) -> Self:
        """Open doors to those whose plan rests; one a plan, as it wakes once."""
        resting = self.open().filter(loss__plan__stage="resting")
        earlier = self.open().filter(loss=OuterRef("loss"), pk__lt=OuterRef("pk"))
        return resting.filter(~Exists(earlier))

    def visible_to(self, user: User) -> Self:
        """Those of losses a person works on or hands out, and of clients in their book."""
        of_loss = owned_within_reach(user, owner="loss__holder")
        of_client = owned_within_reach(user, owner="client__owner")
        if not of_loss:
            return self.all()
        return self.filter(Q(of_loss, loss__isnull=False) | Q(of_client, loss=None))

    def for_cards(self) -> Self:
        related = ("client", "loss__deal", "loss__holder", "loss__plan", "loss__reason", "contact", "fact")
        return self.select_related(*related).prefetch_related("client__permissions").fetch_mode(models.FETCH_PEERS)

    def grouped(self) -> list[Mapping[str, Any]]:
        """How many doors each cause opened, the latest cause first."""
        rows = self.values("kind", "fact").annotate(n=models.Count("pk"), newest=models.Max("opens_on"))
        return list(rows.order_by("-newest", "kind", "-fact"))

    def worth_by_cause(self) -> list[Mapping[str, Any]]:
        """What went with the losses behind each cause, by currency: money of two currencies is never added."""
        rows = self.filter(loss__worth__isnull=False).values("kind", "fact", currency=F("loss__currency"))
        return list(rows.annotate(amount=Sum("loss__worth")).order_by("-amount"))

    def notice_all(self, *, at: datetime) -> int:
        """Look for everything that may have opened by that day; return how many doors are new. Twice finds nothing twice."""
        noticing = (
            self.notice_void, self.notice_contracts, self.notice_not_before, self.notice_windows,
            self.notice_permissions, self.notice_people,
        )  # fmt: skip
        return sum(notice(at=at) for notice in noticing)

    def notice_void(self, *, at: datetime, condition: str = "") -> int:
        """Confirmed reasons that a fact of ours has made void: see `matching.void_by`, which says it for one."""
        day, facts = timezone.localdate(at), apps.get_model("winback.Fact").objects
        newest = facts.filter(condition=OuterRef("condition"), key=OuterRef("key"), holds_from__lte=day)
        newest = newest.order_by("-holds_from", "-pk")
        causes = Cause.objects.filter(PURSUED, condition=condition) if condition else Cause.objects.filter(PURSUED)
        keyed = causes.filter(condition__in=apps.get_model("winback.Fact").About.values).annotate(key=key_of_cause())
        found = keyed.exclude(key="").annotate(
            fact=Subquery(newest.values("pk")[:1]),
            price=Subquery(newest.values("price")[:1]),
            opens_on=Subquery(newest.values("holds_from")[:1]),
        )
        void = found.filter(~Q(condition="price") | Q(price__lte=F("above")), fact__isnull=False)
        return self._write(void, kind="cause_void", at=at, opens_on=F("opens_on"), fact=F("fact"))

    def notice_contracts(self, *, at: datetime) -> int:
        """The rival’s contract ends soon."""
        last = timezone.localdate(at) + timedelta(days=LEAD_DAYS["contract"])
        bound = Cause.objects.filter(PURSUED, condition="contract", until__lte=last)
        return self._write(bound, kind="rival_contract", at=at)

    def notice_not_before(self, *, at: datetime) -> int:
        """The day before which they did not want to talk comes near."""
        last = timezone.localdate(at) + timedelta(days=LEAD_DAYS["next_year"])
        later = Cause.objects.filter(PURSUED, condition="not before", until__lte=last)
        return self._write(later, kind="next_year", at=at)

    def notice_windows(self, *, at: datetime) -> int:
        """They choose anew soon."""
        windows = apps.get_model("winback.Window").objects.filter(PURSUED, opens_on__lte=timezone.localdate(at))
        kinds = {"contract": "rival_contract", "next_year": "next_year"}
        return sum(
            self._write(windows.filter(kind=kind), kind=kinds.get(kind, "window"), at=at, opens_on=F("opens_on"))
            for kind in LEAD_DAYS
        )

    def notice_permissions(self, *, at: datetime) -> int:
        """The day from which they allowed us to follow up has come."""
        day = timezone.localdate(at)
        refused = Permission.objects.speaking(as_of=day).filter(client=OuterRef("client"), answer="refused")
        losses = Loss.objects.pursued().filter(client=OuterRef("client")).order_by("-rank", "pk").values("pk")[:1]
        allowed = Permission.objects.filter(begun(day), answer="allowed", not_before__isnull=False)
        fresh = allowed.filter(Q(until=None) | Q(until__gt=day)).exclude(Exists(refused))
        found = fresh.annotate(loss_of=Subquery(losses)).filter(loss_of__isnull=False)
        where = {"loss": F("loss_of"), "client": F("client_id"), "opens_on": F("not_before")}
        return self._write(found, kind="permission", at=at, **where)

    def notice_people(self, *, at: datetime) -> int:
        """Who decided against us, or blocked us, has gone since; and who spoke for us has, of late."""
        day = timezone.localdate(at)
        lost = Loss.objects.pursued().filter(client=OuterRef("client")).order_by("-rank", "pk")
        gone = Contact.objects.filter(left_on__lte=day).annotate(
            loss_of=Subquery(lost.values("pk")[:1]), lost_on=Subquery(lost.values("lost_on")[:1])
        )
        where = {"client": F("client_id"), "loss": F("loss_of"), "contact": F("pk"), "opens_on": F("left_on")}
        advocates = Q(role="champion") | Q(stance__gte=1)
        # Whoever was gone before we lost them has not decided it.
        against = gone.filter(left_on__gte=F("lost_on")).exclude(advocates)
        of_late = gone.filter(advocates, left_on__gt=day - timedelta(days=DAYS_TO_INTRODUCE))
        blockers = Q(role="blocker") | Q(stance__lt=0)
        return (
            self._write_moved(day, at=at)
            + self._write(against.filter(role="decider"), kind="decider_gone", at=at, **where)
            + self._write(against.filter(blockers).exclude(role="decider"), kind="blocker_gone", at=at, **where)
            + self._write(of_late, kind="advocate_gone", at=at, **where)
            + self._write(deciders_gone(at=at), kind="decider_gone", at=at, opens_on=F("decider__left_on"), contact=F("decider_id"))
        )  # fmt: skip

    def _write_moved(self, day: date, *, at: datetime) -> int:
        """Who spoke for us works at somebody we know now: say hello there."""
        moves = apps.get_model("winback.Move").objects.filter(to__isnull=False, contact__left_on__lte=day)
        of_late = moves.filter(contact__left_on__gt=day - timedelta(days=DAYS_TO_INTRODUCE))
        advocates = of_late.filter(Q(contact__role="champion") | Q(contact__stance__gte=1))
        lost = Loss.objects.pursued().filter(client=OuterRef("to")).order_by("-rank", "pk").values("pk")[:1]
        where = {"client": F("to_id"), "loss": F("loss_of"), "contact": F("contact_id")}
        found = advocates.annotate(loss_of=Subquery(lost))
        return self._write(found, kind="advocate_moved", at=at, opens_on=F("contact__left_on"), **where)

    def _write(self, found: "models.QuerySet[Any]", *, kind: str, at: datetime, **where: F) -> int:
        """Write one door for each row found, in one statement, passing over those that are there."""
        columns = {"client": F("loss__client_id"), "loss": F("loss_id"), "opens_on": F("until")} | where
        source = Value(found.model._meta.model_name + ":")
        told = {
            "d_client": columns["client"],
            "d_loss": columns["loss"],
            "d_kind": Value(kind, output_field=TEXT),
            # Of a person who left, whichever list they were found on, there is one door a client.
            "d_mark": Concat(Value("contact:"), Cast(columns["contact"], TEXT)) if "contact" in columns else Concat(source, Cast(F("pk"), TEXT)),
            "d_opens_on": columns["opens_on"],
            "d_at": Value(at, output_field=models.DateTimeField()),
            "d_fact": columns.get("fact", Value(None, output_field=models.BigIntegerField())),
            "d_contact": columns.get("contact", Value(None, output_field=models.BigIntegerField())),
        }  # fmt: skip
        sql, params = found.order_by().annotate(**told).values_list(*told).query.sql_with_params()
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO winback_trigger ({', '.join(COLUMNS)}) {sql} ON CONFLICT DO NOTHING",  # our own columns and the ORM’s SQL
                params,
            )
            return int(cursor.rowcount)


def deciders_gone(*, at: datetime) -> "models.QuerySet[Cause]":
    """Confirmed reasons that stood on a person of theirs who is there no longer."""
    day = timezone.localdate(at)
    return Cause.objects.filter(PURSUED, condition="decider", decider__left_on__lte=day)


def to_ask_whether_there(user: User, *, as_of: date) -> "models.QuerySet[Contact]":
    """People who matter at lost clients and whom nobody has seen there for 90 days (who decides) or 180; the longest first."""
    old = {"decider": 90, "blocker": 180, "champion": 180}
    due = Q(pk__in=[])
    for role, days in old.items():
        seen = Q(verified_on=None) | Q(verified_on__lte=as_of - timedelta(days=days))
        due |= Q(seen, role=role)
    lost = Loss.objects.pursued().visible_to(user).filter(client=OuterRef("client"))
    found = Contact.objects.filter(due, Exists(lost), left_on=None).select_related("client")
    return found.order_by(F("verified_on").asc(nulls_first=True), "client__name", "pk")


def key_of_cause() -> Case:
    """What a fact must be about to make a reason void; as `matching.Stands.key`."""
    return Case(
        When(Q(condition="price"), then=F("currency")),
        When(Q(condition="capability"), then=F("missing_key")),
        When(Q(condition="colleague"), then=Coalesce(Cast("colleague_id", TEXT), Value(""))),
        When(Q(condition="territory"), then=F("loss__client__country")),
        When(Q(condition="contract"), then=Coalesce(Cast("loss__competitor_id", TEXT), Value(""))),
        default=Value(""),
        output_field=TEXT,
    )
