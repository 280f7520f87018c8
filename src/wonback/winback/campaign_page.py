"""What the pages of campaigns show: what could be shown before the start, the two arms, and what may be said of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.charts import Chart, Point, Series
from wonback.winback.arms import Arms, Kind, Prospect, Verdict, counted, course
from wonback.winback.models import Campaign, Plan

# More than so much a call hardly ever brings.
MUCH = 0.15
TONES = {Kind.LOPSIDED: "clay", Kind.END: "green"}


def of_100(share: float | None) -> str:
    """A difference of shares as people count it, with its sign.

    >>> of_100(0.083), of_100(-0.03), of_100(0.004)
    ('+8', '−3', '+0.4')
    """
    if share is None:
        return ""
    size = abs(100 * share)
    return ("−" if share < 0 else "+") + (f"{size:.0f}" if size >= 1 or size == 0 else f"{size:.1f}")


def ahead_in_words(ahead: Prospect) -> list[str]:
    """What a campaign could show, in sentences for whoever is about to start it."""
    called, waiting = ahead.contacted, ahead.waiting
    words = {"all": called + waiting, "called": called, "waiting": waiting, "rate": of_100(ahead.rate)[1:]}
    first = _("Lot would draw from %(all)d losses: %(called)d are called, %(waiting)d are left alone.") % words
    second = _("About %(rate)s of 100 come back by themselves until then.") % words
    return [first, second, noticed_in_words(ahead.smallest)]


def noticed_in_words(smallest: float | None) -> str:
    if smallest is None:
        return _("So few cannot show any change, however large. Wait for more losses.")
    words = {"smallest": of_100(smallest)[1:]}
    told = _("Four times in five you would notice it if calling brought back %(smallest)s more of 100, or still more.")
    if smallest <= MUCH:
        return told % words
    return f"{told % words} {_('That is much to ask of a call: a smaller change would go unnoticed.')}"


@dataclass(frozen=True)
class CampaignPage:
    """A campaign, who looks at it, and when."""

    campaign: Campaign
    user: User
    today: date

    @cached_property
    def last_day(self) -> date:
        return self.campaign.last_day(as_of=self.today)

    @cached_property
    def weeks(self) -> list[tuple[date, Arms]]:
        drawn = self.campaign.drawn(as_of=self.today)
        return course(drawn, begins_on=self.campaign.begins_on, until=self.last_day)

    @property
    def arms(self) -> Arms:
        return self.weeks[-1][1]

    @cached_property
    def verdict(self) -> Verdict:
        return self.campaign.verdict(self.arms, as_of=self.today)

    def context(self) -> dict[str, Any]:
        rights = Right.LEAD if self.campaign.team_id else Right.ADMINISTER
        return {
            "campaign": self.campaign,
            "arms": self.arms,
            "verdict": self.verdict,
            "says": self.says(),
            "tone": TONES.get(self.verdict.kind, "slate"),
            "difference": of_100(self.verdict.value),
            "band": self.band(),
            "caused": self.caused(),
            "chart": self.chart(),
            "noticed": noticed_in_words(self.campaign.smallest),
            "running": self.campaign.is_running(as_of=self.today),
            "taken_out": self.campaign.lots.filter(taken_out_at__isnull=False).count(),
            "may_close": self.campaign.closed_at is None and self.user.may(rights),
        }

    def band(self) -> str:
        if self.verdict.low is None:
            return ""
        return _("%(low)s to %(high)s") % {"low": of_100(self.verdict.low), "high": of_100(self.verdict.high)}

    def says(self) -> str:
        """What may be said today, in one or two sentences."""
        told, arms = self.verdict, self.arms
        words = {"low": of_100(told.low), "high": of_100(told.high), "value": of_100(told.value)[1:], "n": arms.clients}
        words["end"] = date_format(self.campaign.ends_on, "j F")
        if told.kind == Kind.NOBODY:
            return _("Wait for losses in both arms: nothing can be compared yet.")
        if told.kind == Kind.LOPSIDED:
            counts = {"called": arms.contacted, "waiting": arms.waiting}
            return (
                _("Do not trust it: %(called)d to %(waiting)d is no split that lot makes. Find out who moved.") % counts
            )
        if told.kind == Kind.TOO_FEW:
            words |= {"value": of_100(told.value), "sure": round(100 * (told.above_zero or 0))}
            text = _(
                "Too few for a verdict: %(n)d losses. Somebody who expected nothing now believes that calling adds %(value)s of 100 "
                "(between %(low)s and %(high)s), and that it helps at all with %(sure)d chances in 100."
            )
            return text % words
        return (self.verdict_in_words() if told.kind == Kind.END else self.so_far_in_words()) % words

    def verdict_in_words(self) -> str:
        if self.verdict.helped:
            return _(
                "Calling brought back %(value)s of 100 who would not have come alone: between %(low)s and %(high)s."
            )
        if self.verdict.did_harm:
            return _(
                "Calling did harm: %(value)s of 100 fewer came back, between %(low)s and %(high)s. Leave them alone."
            )
        return _("Nobody can tell whether calling helps: it adds between %(low)s and %(high)s of 100.")

    def so_far_in_words(self) -> str:
        if self.campaign.is_cut_short:
            return _("Closed before its day, so there is no verdict: calling adds between %(low)s and %(high)s of 100.")
        if self.verdict.helped or self.verdict.did_harm:
            return _("Chance no longer explains it, even before the end: calling adds %(low)s to %(high)s of 100.")
        return _("No verdict before %(end)s. So far calling may add anything from %(low)s to %(high)s of 100.")

    def caused(self) -> str:
        """The honest number: returns that reps report, beside those that calling caused."""
        if self.verdict.kind != Kind.END or self.verdict.value is None:
            return ""
        claimed = Plan.objects.filter(
            loss__campaign_arm__campaign=self.campaign, loss__campaign_arm__arm="contact", stage="recovered"
        ).count()
        n = round(self.verdict.value * self.arms.contacted)
        words = {"claimed": claimed, "n": n}
        return (
            ngettext(
                "%(claimed)d of those called are won back; %(n)d of them because of it.",
                "%(claimed)d of those called are won back; %(n)d of them because of it.",
                claimed,
            )
            % words
        )

    def chart(self) -> Chart:
        """Both arms week by week, and about those called the band that chance allows to those left alone."""
        called = [self.called_on(day, arms) for day, arms in self.weeks]
        alone = [
            Point(day, arms.rate_alone, note=_("%(n)d of %(of)d") % {"n": arms.back_alone, "of": arms.waiting})
            for day, arms in self.weeks
        ]
        says = _("While those left alone stay within the band about those called, chance explains the difference.")
        series = [Series(_("Called"), called), Series(_("Left alone"), alone, "grey")]
        # The name of the first stands above its end, that of the other below.
        series.sort(key=lambda one: one.points[-1].value or 0, reverse=True)
        return Chart(_("Who came back"), says, "", series, steps=_("Day"), form="share")

    def called_on(self, day: date, arms: Arms) -> Point:
        note = _("%(n)d of %(of)d") % {"n": arms.back, "of": arms.contacted}
        if arms.rate is None or not arms.are_both_filled:
            return Point(day, arms.rate, note=note)
        low, high = arms.any_day(planned=self.campaign.planned)
        return Point(day, arms.rate, max(0.0, arms.rate - high), min(1.0, arms.rate - low), note=note)


def line_of(campaign: Campaign, *, today: date) -> dict[str, Any]:
    """One campaign in the list: its arms, and how it stands."""
    arms = counted(campaign.drawn(as_of=today), on=campaign.last_day(as_of=today))
    return {"campaign": campaign, "arms": arms, "running": campaign.is_running(as_of=today)}
