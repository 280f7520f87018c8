"""Two that seem to be one, and what a person said of it."""

from datetime import datetime

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wonback.clients import why_alike
from wonback.core.errors import AlreadyDone
from wonback.team.models import User
from wonback.team.policy import Right


class Twice(models.Model):
    # The chance that they are one, and what speaks for it and against: [["domain", "acme.com"], …]
    score = models.FloatField(null=True)
    signs = models.JSONField(default=list)
    found_on = models.DateField()
    # Somebody knows that they are two: never proposed again.
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @cached_property
    def why(self) -> str:
        """What speaks for it and against, in words."""
        return why_alike.why(self.signs)

    def keep_apart(self, *, by: User, at: datetime) -> None:
        """They are two. It is remembered, and they are not proposed again."""
        by.must(Right.WORK)
        if not type(self)._default_manager.filter(pk=self.pk, apart_at=None).update(apart_at=at, apart_by=by):
            raise AlreadyDone(_("Look again: somebody has already said that they are two."))
        self.apart_at, self.apart_by = at, by

    def reconsider(self, *, by: User) -> None:
        """Perhaps they are one after all."""
        by.must(Right.WORK)
        type(self)._default_manager.filter(pk=self.pk).update(apart_at=None, apart_by=None)
        self.refresh_from_db()
