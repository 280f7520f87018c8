"""Small forms that belong to one verb: what is missing is a refusal, as everywhere else."""

from collections.abc import Mapping
from typing import Any

from django import forms

from wonback.core.errors import Refusal


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


def label_of(form: forms.Form, name: str) -> str:
    label = form[name].label if name in form.fields else ""
    return f"{label}: " if label else ""
