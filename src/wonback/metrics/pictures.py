"""The pictures beside the numbers: each asks the facts of one night about one subject and draws what they say."""

import hashlib
from collections.abc import Callable
from datetime import date
from itertools import accumulate

import ibis
import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wonback.figures.subjects import COMPANY, Subject
from wonback.metrics.asked import Asked, share_of, short
from wonback.metrics.control import control
from wonback.metrics.definition import FEWEST, Z_80, within
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import is_at_hand, root
from wonback.metrics.history import revenue_by_month
from wonback.metrics.models import Fit
from wonback.stats.survival import Curve, kaplan_meier
from wonback.web.charts import Chart, Point, Series

A_DAY = 24 * 3600
REASONS_SHOWN = 8
# A newer version may know more about a picture than the one that kept it.
SHAPE = hashlib.sha256(repr([each.__slots__ for each in (Chart, Series, Point)]).encode()).hexdigest()[:8]
DAYS_A_MONTH = 30.4375
# Reason, worth, and how many losses.
Reasons = list[tuple[str, float, int]]
# A curve is not drawn where fewer than so many were still watched: it would leap.
FEWEST_WATCHED = 5


def drawn(names: tuple[str, ...], subject: Subject, *, as_of: date, whole: bool = True) -> list[tuple[str, Chart]]:
    """The pictures of these names, kept for a day, each with its name; those about which nothing can be said are left out."""
    if not is_at_hand(as_of):
        return []
    night = (root() / str(as_of)).resolve().name
    kind = f"{SHAPE}-{get_language()}-{settings.MARGIN}"
    keys = {name: f"picture-{kind}-{name}-{night}-{subject}-{whole:d}" for name in names}
    kept: dict[str, Chart | None] = cache.get_many(keys.values())
    missing = [name for name, key in keys.items() if key not in kept]
    if missing:
        with facts_of(as_of) as (con, facts):
            asked = Asked(con, facts.until(as_of), subject, as_of, whole)
            fresh = {keys[name]: PICTURES[name](asked) for name in missing}
        cache.set_many(fresh, A_DAY)
        kept |= fresh
    return [(name, chart) for name in names if (chart := kept[keys[name]])]


def revenue(asked: Asked) -> Chart | None:
    """What was bought month by month."""
    history = revenue_by_month(asked.subject)
    if not history.months:
        return None
    points = [Point(month.first_day, month.amount) for month in history.months]
    last, before = (sum(month.amount for month in part) for part in (history.months[-12:], history.months[:-12]))
    words = {"last": short(last), "before": short(before), "currency": history.currency}
    says = _("%(last)s %(currency)s in the last 12 whole months, %(before)s in the 12 before.") % words
    series = [Series(_("Revenue"), points, mark="area")]
    return Chart(_("What clients bought"), says, history.currency, series, steps=_("Month"))


# How long clients stay


def staying(asked: Asked) -> Chart | None:
    """The survival curve. One client has no curve: theirs is that of everybody."""
    everybody = Asked(asked.con, asked.facts, COMPANY, asked.as_of) if asked.subject.kind == "client" else asked
    lives = list(rows(asked.con, lives_of(everybody)))
    if not lives:
        return None
    months, left, clients = zip(*lives, strict=True)
    curve = kaplan_meier(np.array(months) / 12, left, weights=clients)
    shown = curve.watched >= FEWEST_WATCHED
    points = [
        Point(round(float(at), 2), stay, low, high, note=_("%(n)d watched") % {"n": watched})
        for at, stay, low, high, watched in zip(
            *(column[shown].tolist() for column in (curve.at, curve.stay, curve.low, curve.high, curve.watched)),
            strict=True,
        )
    ]
    series = [Series(_("Still with us"), points, mark="step")]
    title = _("How long clients stay") if everybody is asked else _("How long all our clients stay")
    return Chart(title, stays_in_words(curve), "", series, _("Years with us"), form="share")


def lives_of(asked: Asked) -> ibis.Table:
    """Whole months with us, whether they left, and how many clients: a few hundred rows, however many clients."""
    spells = asked.own(asked.facts.spells)
    spells = spells.filter(spells.started_on.notnull(), spells.started_on <= asked.as_of)
    until = ibis.ifelse(spells.ended_on <= asked.as_of, spells.ended_on, asked.as_of).coalesce(asked.as_of)
    lives = spells.mutate(
        months=(until.delta(spells.started_on, unit="day") / DAYS_A_MONTH).floor().cast("int64"),
        left=(spells.ended_on <= asked.as_of).coalesce(False).cast("int64"),  # a column, not a flag
    )
    lives = lives.filter(lives.months >= 0)
    return lives.group_by("months", "left").agg(clients=lives.count()).order_by("months", "left")


def stays_in_words(curve: Curve) -> str:
    """What a person remembers of the curve."""
    first, third = curve.after(1), curve.after(3)
    if not first >= 0:
        return _("Nobody has been watched for a year yet.")
    if not third >= 0:
        return _("After one year %(first)d of 10 are still with us.") % {"first": round(10 * first)}
    words = {"first": round(10 * first), "third": round(10 * third)}
    return _("After one year %(first)d of 10 are still with us, after three %(third)d.") % words


# Why they left


def reasons(asked: Asked) -> Chart | None:
    """Reasons by the margin lost with them (revenue, while nobody has said what is earned), the largest first.

    Beside each stands the share that it and those before it make up together.
    """
    losses = asked.own(asked.facts.losses)
    recent = losses.filter(
        losses.kind != "deal",
        within(losses.lost_on, days=365, ending=asked.as_of),
        losses.currency == settings.CURRENCY,
        losses.worth.notnull(),
    )
    sums = recent.group_by("reason").agg(worth=recent.worth.sum().cast("float64"), n=recent.count())
    lost = list(rows(asked.con, sums.order_by(ibis.desc("worth"), "reason")))
    lost = lost if asked.whole else together_if_few(lost)
    earned = float(1 if settings.MARGIN is None else settings.MARGIN)
    found = [(reason, worth * earned) for reason, worth, _n in lost]
    whole = sum(worth for _reason, worth in found)
    if not whole:
        return None
    together = list(accumulate(worth for _reason, worth in found))
    points = [
        Point(reason, worth, note=share_of(so_far, whole))
        for (reason, worth), so_far in zip(found[:REASONS_SHOWN], together, strict=False)
    ]
    lost_a_year = _("Revenue lost a year · together") if settings.MARGIN is None else _("Margin lost a year · together")
    series = [Series(lost_a_year, points, mark="bar")]
    return Chart(_("Why they left"), most_in_words(together, whole), settings.CURRENCY, series, steps=_("Reason"))


def together_if_few(found: Reasons) -> Reasons:
    """Reasons of a handful of clients in one bar, for those who may not open them all: one bar would be one client."""
    many = [one for one in found if one[2] >= FEWEST]
    few = [one for one in found if one[2] < FEWEST]
    if not few:
        return many
    other = (_("Other reasons, each of fewer than five"), sum(one[1] for one in few), sum(one[2] for one in few))
    return [*many, other]


def most_in_words(together: list[float], whole: float) -> str:
    """How few reasons make up most of what was lost."""
    few = next(number for number, so_far in enumerate(together, start=1) if so_far >= 0.7 * whole)
    words = {"few": few, "all": len(together), "share": share_of(together[few - 1], whole), "sum": short(whole)}
    words["currency"] = settings.CURRENCY
    words["what"] = _("revenue") if settings.MARGIN is None else _("margin")
    text = ngettext(
        "One reason of %(all)d makes up %(share)s of the %(sum)s %(currency)s of yearly %(what)s lost in 12 months.",
        "%(few)d reasons of %(all)d make up %(share)s of the %(sum)s %(currency)s of yearly %(what)s lost in 12 months.",
        few,
    )
    return text % words


# Were the chances right?


def calibration(asked: Asked) -> Chart | None:
    """What was said on earlier days, and what happened: the whole base, in tenths."""
    fit = Fit.objects.filter(as_of=asked.as_of, refused="").first()
    score = fit.scores.get(fit.champion) if fit else None
    if not score or not score.get("deciles"):
        return None
    tenths = score["deciles"]
    points = [
        Point(round(one["shown"], 4), one["happened"], *band(one), note=f"n {one['clients']:.0f}") for one in tenths
    ]
    ends = [Point(0.0, 0.0), Point(1.0, 1.0)]
    series = [
        Series(_("What happened"), points, mark="point"),
        Series(_("As we said"), ends, "grey", "line", dashed=True, begins=True),
    ]
    words = {"off": round(100 * score["calibration_error"], 1), "n": round(sum(one["clients"] for one in tenths))}
    says = _("Tried on earlier days: the chances we showed were off by %(off)s points on average, %(n)d cases.") % words
    return Chart(_("Were the chances right?"), says, "", series, _("Chance we showed"), form="share", across="share")


def band(tenth: dict[str, float]) -> tuple[float, float]:
    """Between which shares chance alone would put what happened, eight times in ten."""
    p, n, z2 = tenth["happened"], max(tenth["clients"], 1.0), Z_80**2
    middle, half = p + z2 / (2 * n), Z_80 * (p * (1 - p) / n + z2 / (4 * n * n)) ** 0.5
    return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))


PICTURES: dict[str, Callable[[Asked], Chart | None]] = {
    "revenue": revenue,
    "staying": staying,
    "reasons": reasons,
    "control": control,
    "calibration": calibration,
}
# Beside which number each stands.
BESIDE = {
    "revenue_12_months": ("revenue",),
    "lifetime_revenue": ("staying",),
    "years_of_staying": ("staying",),
    "client_retention": ("staying", "control"),
    "losses_12_months": ("control", "reasons"),
    "lost_last_month": ("control", "reasons"),
    "worth_of_losses": ("reasons",),
    "reason_known_rate": ("reasons",),
    "chance_of_purchase": ("calibration",),
    "value_ahead": ("calibration",),
    "margin_ahead": ("calibration",),
    "cost_of_a_loss": ("staying", "calibration"),
}
