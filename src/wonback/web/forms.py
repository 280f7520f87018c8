"""Small forms that belong to one verb: what is missing is a refusal, as everywhere else."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wonback.core.errors import Refusal

# Digits; no row has a number of so many, and no database could look for it.
LONGER_THAN_ANY = 18


class FillIn(Refusal):
    """Something that was typed cannot be read, or is missing."""

    code = "fill_in"


def filled(form: forms.Form) -> dict[str, Any]:
    """What was typed, or a refusal that says what is expected."""
    if form.is_valid():
        return form.cleaned_data
    raise FillIn(*(f"{label_of(form, name)}{error}" for name, errors in form.errors.items() for error in errors))


def words(posted: Mapping[str, Any], name: str, *, most: int = 20_000) -> str:
    """One text that was typed; empty if it was not."""
    form = forms.Form(posted)
    form.fields[name] = forms.CharField(required=False, max_length=most, label="")
    return str(filled(form)[name])


def row_number(text: str) -> int:
    """The number of a row as an address or a page says it; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGER_THAN_ANY else 0


def label_of(form: forms.Form, name: str) -> str:
    label = form[name].label if name in form.fields else ""
    return f"{label}: " if label else ""


class SeenInput(forms.HiddenInput):
    """Marks come in one piece from a page, and in several from the page that shows two texts of one part."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return " ".join(data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""])


class SeenField(forms.CharField):
    """What the person saw when they began to write (`core.writing.mark`), so that nobody overwrites another."""

    widget = SeenInput

    def __init__(self, initial: str = "") -> None:
        super().__init__(required=False, max_length=4_000, label="", initial=initial)


class LongSelect(forms.Select):
    """A choice among hundreds, such as all colleagues: drawn in one go, without a template for each."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any | None = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        options = ((str(key), " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        drawn = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        words = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", words, drawn)
