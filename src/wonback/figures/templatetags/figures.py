"""The only way a number about a client, a book or the company gets onto a page."""

from typing import Any

from django import template

from wonback.figures.models import Figure, explanation
from wonback.figures.subjects import Subject

register = template.Library()


@register.inclusion_tag("figures/figure.html")
def figure(thing: Any, metric: str, form: str = "") -> dict[str, Any]:
    """One metric of one subject: value, unit, sample and band, leading to its explanation; or why there is none.

    `form` is blank, "bare" (no sample and band, for narrow lists) or "large".
    """
    subject = Subject.of(thing)
    return {"figures": figures_of(thing, subject, metric), "href": explanation(metric, subject), "form": form}


def figures_of(thing: Any, subject: Subject, metric: str) -> list[Figure]:
    """What `figures_for` laid beside the record; else one query fetches all there is about it."""
    if subject is thing:
        return list(Figure.objects.of(subject).filter(metric=metric).order_by("currency"))
    laid: dict[str, list[Figure]] | None = getattr(thing, "figures", None)
    if laid is None:
        laid = thing.figures = {}
        for each in Figure.objects.of(subject).order_by("currency"):
            laid.setdefault(each.metric, []).append(each)
    return laid.get(metric, [])


@register.simple_tag
def figure_url(thing: Any, metric: str) -> str:
    """Where one metric of one subject is explained, for words that say the number in another way."""
    return explanation(metric, Subject.of(thing))
