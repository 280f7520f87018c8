"""The pages of health: one client with all their signs, and how right such scores were before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from wonback.care import back_test
from wonback.care.back_test import Band, Past, Tested
from wonback.care.looking import look
from wonback.care.models import Health, Reading, Risk, RiskStage, Weighing
from wonback.care.reasons import Reason, Words, address_of
from wonback.care.risk_forms import ReadingForm, RiskPlanForm, RiskWordsForm, SeeRiskForm, WeightsForm
from wonback.care.signs import NAMES, SIGNS, Meaning, Sign, weights_of
from wonback.clients.models import Client
from wonback.stats import health as rule
from wonback.stats.effect import Rate
from wonback.team.models import User
from wonback.team.policy import Right

READINGS_SHOWN, TOLD_SHOWN = 24, 10


@dataclass(frozen=True, slots=True)
class SignRow:
    """One sign of one client: known or not, how strong, and how much it takes away."""

    sign: Sign
    meaning: Meaning
    weight: float
    strength: float | None
    reason: Reason | None
    address: str

    @property
    def points(self) -> str:
        return f"−{self.reason.points:.0f}" if self.reason and self.reason.points else "0"


@dataclass(frozen=True)
class HealthPage:
    """One client on one day, looked at now: what is known, what is not, and what it adds up to."""

    client: Client
    user: User
    as_of: date

    @cached_property
    def weighing(self) -> Weighing:
        return Weighing.current()

    @cached_property
    def seen(self) -> Any:
        return look(Client.objects.filter(pk=self.client.pk), as_of=self.as_of, few=True)

    @cached_property
    def found(self) -> rule.Health:
        return rule.health(self.seen.signs, weights_of(self.weighing.weights))

    @property
    def value(self) -> int | None:
        return None if np.isnan(self.found.value[0]) else round(float(self.found.value[0]))

    @property
    def band(self) -> str:
        """What the signs nobody knows could make of it."""
        return _("%(low)d to %(high)d") % {"low": round(self.found.low[0]), "high": round(self.found.high[0])}

    @property
    def known(self) -> int:
        return int(self.found.known[0])

    @property
    def is_alarming(self) -> bool:
        return self.value is not None and self.value < self.weighing.alarm_below

    @cached_property
    def rows(self) -> list[SignRow]:
        """What takes most away first, then what is well, then what nobody knows."""
        weights = weights_of(self.weighing.weights)
        pk, strengths, points = self.client.pk, self.seen.signs[0], self.found.points[0]
        rests = {sign: self.seen.evidence[sign].get(pk) for sign in NAMES}
        words = Words.of({sign: {one.pk} for sign, one in rests.items() if one and one.pk})
        found = []
        for n, sign in enumerate(NAMES):
            known = bool(np.isfinite(strengths[n]))
            rest = rests[sign]
            reason = None
            if known and strengths[n] > 0 and rest:
                reason = Reason(sign, float(points[n]), rest.on, rest.pk, rest.n, words.for_(sign, rest.pk))
            address = address_of(reason, pk) if reason else ""
            strength = float(strengths[n]) if known else None
            found.append(SignRow(sign, SIGNS[sign], weights[n], strength, reason, address))
        return sorted(found, key=lambda row: (row.strength is None, -(row.reason.points if row.reason else 0)))

    @cached_property
    def risk(self) -> Risk | None:
        return Risk.objects.open().filter(client=self.client).with_since().select_related("owner", "seen_by").first()

    @cached_property
    def told(self) -> list[RiskStage]:
        found = RiskStage.objects.filter(risk__client=self.client).select_related("by", "risk")
        return list(found.order_by("-at", "-pk")[:TOLD_SHOWN])

    @property
    def readings(self) -> list[Reading]:
        return list(self.client.readings.newest().select_related("noted_by")[:READINGS_SHOWN])

    @property
    def may_work(self) -> bool:
        return self.user.may(Right.WORK)

    @property
    def reading_form(self) -> ReadingForm:
        return ReadingForm(initial={"on": self.as_of}, auto_id="reading_%s")

    @property
    def forms(self) -> dict[str, Any]:
        return risk_forms(as_of=self.as_of)


def risk_forms(*, as_of: date) -> dict[str, Any]:
    """The forms that move a risk on."""
    return {
        "see": SeeRiskForm(auto_id="see_%s"),
        "plan": RiskPlanForm(initial={"due_by": as_of + timedelta(days=7)}, auto_id="plan_%s"),
        "words": RiskWordsForm(auto_id="words_%s"),
    }


@dataclass(frozen=True)
class BackTestPage:
    """What the signs would have said on days in the past, as they are weighed now and as somebody would weigh them."""

    user: User
    as_of: date
    asked: Mapping[str, str]

    @cached_property
    def past(self) -> Past:
        return back_test.newest(as_of=self.as_of)

    @cached_property
    def weighing(self) -> Weighing:
        return Weighing.current()

    @cached_property
    def form(self) -> WeightsForm:
        """What was asked for, or what holds."""
        if not self.asked:
            return WeightsForm.of(self.weighing)
        given = {name: self.asked.get(name, "") for name in WeightsForm().fields}
        return WeightsForm(given, auto_id="weight_%s")

    @cached_property
    def now(self) -> Tested:
        return self.past.test(self.weighing.weights, below=self.weighing.alarm_below)

    @cached_property
    def what_if(self) -> Tested | None:
        """The same with other weights, if somebody asks and they can be."""
        if not (self.asked and self.form.is_valid() and any(self.form.weights.values())):
            return None
        return self.past.test(self.form.weights, below=self.form.cleaned_data["alarm_below"])

    @property
    def columns(self) -> list[tuple[str, Tested]]:
        """Side by side: as it is, and as it would be."""
        asked = self.what_if
        return [(_("As it is weighed now"), self.now), *([(_("As you ask"), asked)] if asked else [])]

    @property
    def bands(self) -> list[tuple[Band, list[Rate]]]:
        """Score by score, who left: as it is, and beside it as it would be."""
        each = zip(*(tested.bands for _head, tested in self.columns), strict=True)
        return [(row[0], [band.left for band in row]) for row in each]

    @property
    def at_risk_now(self) -> int:
        """How many are below the alarm today."""
        return Health.objects.filter(value__lt=self.weighing.alarm_below).count()

    @property
    def told(self) -> list[Weighing]:
        return list(Weighing.objects.told()[:TOLD_SHOWN])

    @property
    def meanings(self) -> list[tuple[Meaning, Any]]:
        """Each sign, what it says, and its field."""
        return [(meaning, self.form[sign.value]) for sign, meaning in SIGNS.items()]

    @property
    def may_decide(self) -> bool:
        return self.user.may(Right.LEAD)
