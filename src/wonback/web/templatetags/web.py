"""What every page may show: icons, rings, money, days, badges and form fields."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wonback.core.money import Money
from wonback.web.numerals import chance_in_words, grouped, percent, shortened
from wonback.web.places import places_for, url_of
from wonback.web.toast import undo_of

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One drawing of the sprite. Without a label it is decoration, and screen readers pass over it."""
    return drawn(name, str(label))


@lru_cache(maxsize=512)
def drawn(name: str, label: str) -> SafeString:
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


def unknown(text: str = "") -> SafeString:
    return format_html('<span class="unknown">{}</span>', text or _("unknown"))


@register.simple_tag
def money(
    amount: Money | Decimal | float | None, currency: str = "", form: str = "whole", *, estimated: bool = False
) -> SafeString:
    """An amount with its currency: whole (84 320), short (84k) or exact (84 320.50). Nothing known is said so."""
    if amount is None:
        return unknown()
    value, unit = (amount.amount, amount.currency) if isinstance(amount, Money) else (Decimal(amount), currency)
    shown = shortened(value) if form == "short" else grouped(value, places=2 if form == "exact" else 0)
    kind = "money estimated" if estimated else "money"
    unit_part = format_html(' <span class="unit">{}</span>', unit) if unit else ""
    return format_html('<data class="{}" value="{}">{}{}</data>', kind, value, shown, unit_part)


@register.simple_tag
def count(number: int | None) -> SafeString:
    """A number of things, in groups of three."""
    if number is None:
        return unknown()
    return format_html('<span class="amount">{}</span>', grouped(Decimal(number)))


@register.simple_tag
def share(part: float | Decimal | None, places: int = 0) -> SafeString:
    """A share from 0 to 1, as percent."""
    return (
        unknown()
        if part is None
        else format_html('<span class="amount">{}</span>', percent(Decimal(str(part)), places=places))
    )


@register.simple_tag
def quantity(value: Decimal | float | None) -> SafeString:
    """A number of a chart: whole above a hundred, else with up to two places."""
    if value is None:
        return unknown()
    exact = Decimal(str(value))
    shown = grouped(exact) if abs(exact) >= 100 or exact == exact.to_integral_value() else grouped(exact, places=2)
    return format_html('<span class="amount">{}</span>', shown)


@register.simple_tag(takes_context=True)
def step(context: Context, value: date | float | str) -> str | SafeString:
    """A step of a chart: a day, a number or a name."""
    return day(context, value, "full") if isinstance(value, date) else str(value)


@register.filter
def in_words(chance: float | None) -> str:
    """A chance as people count it: about 2 in 10."""
    return _("unknown") if chance is None else chance_in_words(chance)


@register.simple_tag
def days(number: int | None) -> str | SafeString:
    """A span in days, as words."""
    return (
        unknown()
        if number is None
        else ngettext("%(count)s day", "%(count)s days", number) % {"count": grouped(Decimal(number))}
    )


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None, form: str = "short") -> SafeString:
    """A day: short (22 Nov, with the year when it is another one), long (with its weekday) or full."""
    if value is None:
        return unknown()
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    today = getattr(context.get("request"), "today", None)
    short = "j M" if today and today.year == on.year else "j M Y"
    return written_day(on, {"short": short, "long": "l, j F", "full": "j F Y"}[form], get_language())


@lru_cache(maxsize=4096)
def written_day(on: date, form: str, _language: str | None) -> SafeString:
    """A day in the language that is spoken now: a list says the same few days again and again."""
    shown = formats.date_format(on, form)
    return format_html(
        '<time class="day" datetime="{}" title="{}">{}</time>',
        on.isoformat(),
        formats.date_format(on, "l, j F Y"),
        shown,
    )


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """A day with its time of day."""
    if value is None:
        return unknown()
    local = timezone.localtime(value)
    return format_html(
        '<time class="day" datetime="{}">{}</time>', local.isoformat(), formats.date_format(local, "j M Y, H:i")
    )


@register.simple_tag
def ring(days: int | None, ideal: int, maximum: int) -> SafeString:
    """How long we have been silent, against how often we want to speak. Readable without colour."""
    return drawn_ring(days, ideal, maximum, get_language())


@lru_cache(maxsize=4096)
def drawn_ring(days: int | None, ideal: int, maximum: int, _language: str | None) -> SafeString:
    """A ring in the language that is spoken now: lists draw the same few again and again."""
    return render_to_string("components/ring.html", silence_of(days, ideal, maximum))


def silence_of(days: int | None, ideal: int, maximum: int) -> dict[str, Any]:
    """What a ring shows: its state, its text, how much of it is filled, and what it says to those who do not see it."""
    if days is None:
        return {"state": "unknown", "text": "?", "label": _("We have never spoken.")}
    state = "late" if days > maximum else "due" if days > ideal else "fine"
    filled = min(100, round(100 * days / max(maximum, 1)))
    label = _("Last spoken %(days)s days ago. Every %(ideal)s is ideal, %(maximum)s the most.")
    text = str(days) if days < 1000 else "999+"
    return {
        "state": state,
        "text": text,
        "filled": filled,
        "label": label % {"days": days, "ideal": ideal, "maximum": maximum},
    }


@register.simple_tag
def badge(text: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A state in one word. Tones: amber (ours to do), clay (late), slate (theirs), green (back), plain."""
    drawing = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, drawing, text)


@register.simple_tag
def initials(person: Any) -> SafeString:
    """The initials of a person, with the name for those who point or listen."""
    if person is None:
        return format_html(
            '<span class="initials" data-nobody title="{0}"><span class="visually-hidden">{0}</span></span>',
            _("Nobody yet"),
        )
    return format_html(
        '<span class="initials" role="img" aria-label="{0}" title="{0}">{1}</span>', person.name, person.initials
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """A form field with its label, hint and what is expected of it."""
    widget = bound.field.widget
    if isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    drawn = bound.as_widget(attrs=attributes(bound))
    return {
        "field": bound,
        "kind": kind_of(widget),
        "drawn": drawn,
        "hint": hint or bound.help_text,
        "label": label or bound.label,
    }


def kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "choices" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "input"


def attributes(bound: BoundField) -> dict[str, str | bool]:
    """The class of the design, beside any class the form asked for."""
    given = bound.field.widget.attrs.get("class", "")
    return {"class": f"input {given}".strip()} if kind_of(bound.field.widget) == "input" else {}


@register.filter
def undo_url(message: Message) -> str:
    """Where to take back what this message tells, or nothing."""
    return undo_of(message)


@register.simple_tag
def options(choices: Iterable[tuple[Any, str]]) -> SafeString:
    """Each as an option of a select, by its number and its name; hundreds of people come this way ten times as fast as by a loop."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


@register.simple_tag(takes_context=True)
def back_url(context: Context) -> str:
    """The page the person came from, if it is one of ours."""
    request = context["request"]
    came_from = request.headers.get("referer", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"


@register.simple_tag
def url_or_nothing(route: str, *args: Any) -> str:
    """The address of a page, or nothing while that page is not installed."""
    if not args:
        return url_of(route)
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def rail_places(context: Context) -> list[dict[str, Any]]:
    """The places of the rail for the person who is signed in."""
    request, person = context.get("request"), context.get("user")
    if person is None or not person.is_authenticated:
        return []
    path = request.path if request else ""
    places = places_for(person)
    # The calendar stands below the doors: where two hold a page, the nearer one does.
    nearest = max((place.nearness(path) for place in places), default=0)
    return [{"place": place, "current": 0 < nearest == place.nearness(path)} for place in places]
