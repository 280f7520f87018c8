"""One sentence of the audit: who may sign in and as what they work here, with which keys, and who changed it when."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from wonback.core.verbs import VERBS
from wonback.team.policy import Right


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> Self:
        """All of it for an admin."""
        return self if user.may(Right.ADMINISTER) else self.none()

    def told(self) -> Self:
        """With all that its sentences name."""
        return self.select_related("about", "by")


class AuditEntry(models.Model):
    """It is written once: nothing changes it, and no page takes it away."""

    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="audit")
    # Nobody: it was done on the server.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["about", "-at", "-id"], name="audit_of_one_newest"),
        ]

    def __str__(self) -> str:
        actor = self.by or _("Somebody on the server")
        return str(VERBS[self.verb].sentence).format(actor=actor, about=self.about, **self.facts)
