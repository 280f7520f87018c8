"""What the night believed of the whole base of clients, and how right it would have been: the fit behind many numbers."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class Fit(models.Model):
    """The fit of one day: who won the back-test, with which parameters, and what every rival scored.

    `refused` says in a sentence why there is none.
    """

    as_of = models.DateField(unique=True)
    clients = models.PositiveIntegerField(default=0)
    horizon_days = models.PositiveSmallIntegerField()
    discount_per_year = models.FloatField()
    champion = models.CharField(max_length=40, blank=True, default="")
    # r, alpha, a, b and k as in the literature; empty where the silence rule speaks.
    parameters = models.JSONField(default=dict)
    log_likelihood = models.FloatField(null=True)
    # One object a rival: log-loss, Brier score, AUC, calibration error, deciles.
    scores = models.JSONField(default=dict)
    # What a purchase is worth, by currency: the family and the check that chose it.
    spending = models.JSONField(default=dict)
    refused = models.TextField(blank=True, default="")
    # Why the purchases could not be fitted, in a sentence; then the silence rule speaks.
    silenced = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        if self.refused:
            return self.refused
        return _("%(champion)s, fitted on %(clients)d clients for %(day)s") % {
            "champion": self.champion,
            "clients": self.clients,
            "day": self.as_of,
        }

    @property
    def how_chosen(self) -> str:
        """Why this model speaks: the rivals it beat on earlier days, or that there was none."""
        if self.silenced:
            return _("The purchase model was refused. %(why)s") % {"why": self.silenced}
        if len(self.scores) > 1:
            return _("It was tried on earlier days against its rivals, and had the least surprise.")
        return _("There is no earlier day yet on which it could be tried.")

    def facts(self) -> dict[str, Any]:
        """Everything but the day, to compare or to copy."""
        return {
            field.name: getattr(self, field.name) for field in self._meta.fields if field.name not in {"id", "as_of"}
        }
