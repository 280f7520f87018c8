"""What pages for strangers may show."""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.template import Context
from django.utils import formats, translation
from django.utils.translation import pgettext

from wonback.post import tongues
from wonback.post.tongues import CHOICE

register = template.Library()


@register.simple_tag
def company() -> str:
    """Who we are, to those who know us under no other name."""
    return str(settings.COMPANY)


@register.simple_tag(takes_context=True)
def tongue_choices(context: Context) -> list[dict[str, str]]:
    """The other languages this page can be read in: each by its own name, with the address that chooses it."""
    request = context["request"]
    others = [(code, name) for code, name in settings.LANGUAGES if code != translation.get_language()]
    asked = request.GET.copy()
    choices = []
    for code, name in others:
        asked[CHOICE] = code
        choices.append({"code": code, "name": str(name), "address": f"?{asked.urlencode()}"})
    return choices


@register.filter
def called(day: date) -> str:
    """A day with its weekday, as one says it there."""
    return tongues.day_called(day)


@register.filter
def in_a_letter(day: date) -> str:
    """A day with its year, as one writes it there."""
    return tongues.day_spoken(day)


@register.filter
def spoken(moment: datetime) -> str:
    """A moment as one says it there; its zone is the one it has."""
    return formats.date_format(moment, pgettext("a moment in a letter", "l, j F, H:i"))
