from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class WebConfig(AppConfig):
    name = "wonback.web"

    def ready(self) -> None:
        """Say what is expected, not what is wrong."""
        forms.Field.default_error_messages = {"required": gettext_lazy("Fill this in.")}
