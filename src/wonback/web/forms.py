"""Small forms that belong to one verb: what is missing is a refusal, as everywhere else."""

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


def label_of(form: forms.Form, name: str) -> str:
    return f"{form[name].label}: " if name in form.fields else ""
