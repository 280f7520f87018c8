"""Questions about many plans, changes and hand-outs."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import batched
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext

from wonback.care.models import Touch
from wonback.clients.models import Client, Permission
from wonback.clients.queries import owned_within_reach
from wonback.losses.models import Loss
from wonback.losses.queries import allowing
from wonback.team.models import Team, User
from wonback.team.policy import Right
from wonback.winback.arms import Drawn
from wonback.winback.stages import GOING, PREPARING, TALKING, Stage

if TYPE_CHECKING:
    from wonback.losses.queries import LossQuerySet
    from wonback.winback.models import Campaign, CampaignArm, Change, HandOut, Nudge, Override, Plan  # noqa: F401  # the querysets’ subjects

# So many plans are held in memory, with all that decides where they stand.
AT_ONCE = 500


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        """The plans this person may open: their own; a lead's team's; an admin everybody's."""
        return self.filter(owned_within_reach(user))

    def signable_by(self, user: User) -> Self:
        """The plans this person may be asked to sign: any that is not over, and those they may open anyway."""
        asked = Q(stage__in=GOING)
        return self.filter(asked | owned_within_reach(user)) if owned_within_reach(user) else self.all()

    def due(self, *, as_of: date) -> Self:
        """Plans still in preparation on the day we meant to call, the longest overdue first."""
        waiting = self.filter(stage__in=PREPARING, reach_out_by__lte=as_of)
        return waiting.order_by("reach_out_by", "pk")

    def at(self, stage: str) -> Self:
        """The plans of one stage; “preparing” stands for all four before we may ask."""
        return self.filter(stage__in=PREPARING) if stage == "preparing" else self.filter(stage=stage)

    def to_settle(self) -> Self:
        """Plans that facts may have moved: those in preparation, and those let go or taken up since."""
        let_go = Q(loss__let_go_at__isnull=False)
        gone, back = let_go & ~Q(stage__in=(Stage.LET_GO, Stage.RECOVERED)), ~let_go & Q(stage=Stage.LET_GO)
        return self.filter(Q(stage__in=PREPARING) | gone | back)

    def to_wake(self, *, as_of: date) -> Self:
        """Resting plans whose day to look again has come."""
        return self.filter(stage=Stage.RESTING, next_look_on__lte=as_of)

    def with_nothing_ahead(self) -> Self:
        """Plans that are under way, and of which no milestone, step or check will remind anybody."""
        from wonback.winback.models import Check, Milestone, Step  # noqa: PLC0415  # models import their querysets from here

        milestones = Milestone.objects.filter(plan=OuterRef("pk"), reached_at=None)
        steps = Step.objects.ahead().filter(sequence__plan=OuterRef("pk"))
        checks = Check.objects.ahead().filter(aftercare__plan=OuterRef("pk"))
        return self.filter(~Exists(milestones), ~Exists(steps), ~Exists(checks), stage__in=GOING)

    def to_lock(self, *, as_of: date) -> Self:
        """Plans in which we ask although they refused since, or although what they allowed has run out."""
        answers = Permission.objects.speaking(as_of=as_of).filter(client=OuterRef("loss__client"))
        shut = Exists(answers.filter(answer="refused")) | (Exists(answers) & ~Exists(allowing(answers, as_of=as_of)))
        return self.filter(shut, stage__in=TALKING)

    def lock_again(self, *, at: datetime) -> int:
        """Stop asking those who asked us not to, or who allowed it until today; return how many."""
        why = gettext("they asked us not to contact them, or allowed it for a time that is over")
        return self.to_lock(as_of=timezone.localdate(at)).close_again(why, by=None, at=at)

    def close_again(self, why: str, *, by: User | None, at: datetime) -> int:
        """Lock those again in which we may not ask any more, and stop what was going out; return how many."""
        from wonback.winback.models import locking  # noqa: PLC0415  # models import their querysets from here

        keys = batched(self.order_by("pk").values_list("pk", flat=True), AT_ONCE, strict=False)
        return sum(len(locking.close_again(some, why, by=by, at=at)) for some in keys)

    def of_clients_called(self, text: str) -> Self:
        """Plans for clients whose name has these words."""
        return self.filter(loss__client__in=Client.objects.search(text).values("pk")) if text.strip() else self

    def for_cards(self) -> Self:
        """All that a plan card shows, in two queries."""
        related = self.select_related("owner", "loss__client", "loss__reason", "loss__deal", "loss__holder")
        return related.prefetch_related(next_milestone()).fetch_mode(models.FETCH_PEERS)

    def see_progress(self, *, at: datetime) -> int:
        """Let each stand where the facts put it; return how many usual milestones came true."""
        from wonback.winback.models import progress  # noqa: PLC0415  # models import their querysets from here

        day, plans = timezone.localdate(at), self.for_night().iterator(chunk_size=AT_ONCE)
        behind = (plan.pk for plan in plans if progress.is_behind(plan, as_of=day))
        return sum(progress.see(some, at=at)[1] for some in batched(behind, AT_ONCE, strict=False))

    def for_night(self) -> Self:
        """Plans with all that decides where they stand and what has come true, in a handful of queries for any number."""
        return self.for_standing().prefetch_related("milestones")

    def for_standing(self) -> Self:
        """Plans with all that the gate looks at."""
        return self.for_gate().prefetch_related("loss__client__permissions", "changes", "signatures", "overrides")

    def for_page(self) -> Self:
        """A plan with all that its page shows: each list in one query, read once for the gate and for people."""
        from wonback.winback.models import Change, Nudge, Override, Readiness  # noqa: PLC0415  # models import their querysets from here

        letters = Prefetch("nudges", Nudge.objects.newest(), to_attr="letters")
        changes = Change.objects.select_related("owner", "made_by").prefetch_related(letters)
        lists = {
            "changes": changes.order_by("made_at", "pk"),
            "signatures": Readiness.objects.select_related("by").order_by("at", "pk"),
            "overrides": Override.objects.select_related("by"),
        }
        named = [Prefetch(name, found) for name, found in lists.items()]
        whole = self.for_gate().select_related("loss__reason__parent", "loss__competitor")
        return whole.prefetch_related(*named, "milestones", "loss__client__permissions")

    def for_gate(self) -> Self:
        """A plan with all that its page shows of the loss, in one query."""
        return self.select_related(
            "owner",
            "pitch",
            "loss__client__owner",
            "loss__reason",
            "loss__deal",
            "loss__interview__interviewer",
            "loss__owned_by",
            "loss__campaign_arm__campaign",
        )


def next_milestone(path: str = "milestones") -> "Prefetch[Any]":
    """The milestones of many plans that are still ahead, the next one first, as `ahead`."""
    from wonback.winback.models import Milestone  # noqa: PLC0415  # models import their querysets from here

    return Prefetch(path, Milestone.objects.filter(reached_at=None).order_by("due_by", "pk"), to_attr="ahead")


class ChangeQuerySet(models.QuerySet["Change"]):
    def open(self) -> Self:
        """Changes still to be made."""
        return self.filter(made_at=None)

    def made(self) -> Self:
        return self.filter(made_at__isnull=False)

    def with_blocked_money(self) -> Self:
        """Each change with the former revenue it holds up (in the company's currency) and how many plans wait for it."""
        preparing = Q(plans__stage__in=PREPARING)
        ours = preparing & Q(plans__loss__currency=settings.CURRENCY)
        counted = self.annotate(
            blocked=Sum("plans__loss__worth", filter=ours), waiting=Count("plans", filter=preparing)
        )
        return counted.select_related("owner", "made_by").fetch_mode(models.FETCH_PEERS)

    def by_blocked_money(self) -> Self:
        """Changes still to be made, those that hold up most former revenue first."""
        return self.open().with_blocked_money().order_by(F("blocked").desc(nulls_last=True), "-waiting", "pk")

    def blocked_by_currency(self) -> list[Mapping[str, Any]]:
        """How much former revenue each change holds up, by currency: money of two currencies is never added."""
        preparing = self.filter(plans__stage__in=PREPARING, plans__loss__worth__isnull=False)
        rows = preparing.values("pk", currency=F("plans__loss__currency")).annotate(amount=Sum("plans__loss__worth"))
        return list(rows.order_by("pk", "-amount"))


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """For leads: those about plans within their reach."""
        return self.filter(owned_within_reach(user, owner="plan__owner")) if user.may(Right.LEAD) else self.none()

    def for_cards(self) -> Self:
        related = self.select_related("by", "plan__owner", "plan__loss__client", "plan__loss__deal")
        return related.order_by("-at", "-pk").fetch_mode(models.FETCH_PEERS)


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def newest(self) -> Self:
        """The last letter about each change, the newest first."""
        return self.select_related("to", "change").order_by("-sent_at", "-pk")


class HandOutQuerySet(models.QuerySet["HandOut"]):
    def open(self) -> Self:
        """Hand-outs not given back, whose loss is still being worked on."""
        return self.filter(given_back_at=None, loss__recovered_on=None, loss__let_go_at=None)

    def visible_to(self, user: User) -> Self:
        """Hand-outs to people whose work this person sees."""
        return self.filter(owned_within_reach(user, owner="to"))

    def unanswered(self) -> Self:
        """Hand-outs that wait for “accept” or “give back”."""
        return self.open().filter(accepted_at=None)

    def unanswered_in_time(self, *, now: datetime) -> Self:
        """Hand-outs whose 48 hours have passed without an answer."""
        return self.unanswered().filter(answer_by__lte=now)

    def untouched(self, *, since: datetime) -> Self:
        """Hand-outs as old as that in which nothing has happened: no plan, no touch."""
        touched = Touch.objects.filter(client=OuterRef("loss__client"), by=OuterRef("to"), at__gte=OuterRef("at"))
        return self.open().filter(at__lte=since, loss__plan=None).exclude(Exists(touched))

    def for_cards(self) -> Self:
        related = self.select_related("to", "by", "loss__client", "loss__deal", "loss__reason")
        return related.order_by("answer_by", "pk").fetch_mode(models.FETCH_PEERS)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """The campaigns this person may open: a lead those of their team and of the company, an admin all."""
        if user.may(Right.ADMINISTER):
            return self.all()
        return self.of_team(user.team_id) if user.may(Right.LEAD) else self.none()

    def of_team(self, team: int | None) -> Self:
        """The campaigns that draw from the losses of a team: its own, and those of the whole company."""
        return self.filter(Q(team=team, team__isnull=False) | Q(team=None))

    def running(self, *, as_of: date) -> Self:
        return self.filter(closed_at=None, begins_on__lte=as_of, ends_on__gt=as_of)

    def ended(self, *, as_of: date) -> Self:
        """Campaigns whose day has come, and that nobody has closed."""
        return self.filter(closed_at=None, ends_on__lte=as_of)

    def for_cards(self) -> Self:
        return self.select_related("team", "started_by", "closed_by").order_by("-begins_on", "-pk")


class CampaignArmQuerySet(models.QuerySet["CampaignArm"]):
    def waiting(self, *, as_of: date) -> Self:
        """Losses that lot leaves alone on that day."""
        running = Q(campaign__closed_at=None, campaign__begins_on__lte=as_of, campaign__ends_on__gt=as_of)
        return self.filter(running, arm="wait", taken_out_at=None)

    def drawn(self, *, until: date) -> list[Drawn]:
        """Who was drawn on which day and came back on which, up to a day, alike ones counted together."""
        counts: dict[tuple[str, date, date | None], int] = {}
        for arm, drawn_at, back_on in self.values_list("arm", "drawn_at", "loss__recovered_on"):
            day, back = timezone.localdate(drawn_at), back_on if back_on and back_on <= until else None
            if day <= until:
                counts[arm, day, back] = counts.get((arm, day, back), 0) + 1
        return [Drawn(*key, clients) for key, clients in counts.items()]


def losses_to_draw(team: Team | None, *, as_of: date) -> "LossQuerySet":
    """Lost clients and parts that nobody has called yet and no campaign has drawn: the company's or a team's."""
    free = Q(plan=None) | Q(plan__launched_at=None, plan__stage__in=PREPARING | {Stage.RESTING})
    found = Loss.objects.pursued().filter(free, lost_on__lte=as_of, campaign_arm=None).exclude(kind="deal")
    theirs = Q(holder__team=team) | Q(holder=None, owner_then__team=team)
    return found if team is None else found.filter(theirs)


def losses_for_plans(losses: "LossQuerySet") -> "LossQuerySet":
    """The lost list, with the next step of each loss's plan."""
    return losses.for_cards().prefetch_related(next_milestone("plan__milestones"))
