"""The app itself; it writes down what allauth's own pages do about one of us."""

from django.apps import AppConfig


class Team(AppConfig):
    name = "wonback.team"

    def ready(self) -> None:
        from wonback.team import watching  # noqa: F401, PLC0415  # models are not loaded yet when this module is
