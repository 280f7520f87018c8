"""A key with which somebody's program acts for them."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.core.verbs import Verb
from wonback.team.models.user import User

MADE = Verb("token.made", gettext_lazy("{about} made the token “{token}”: {scope}."))
REVOKED = Verb("token.revoked", gettext_lazy("{about} revoked the token “{token}”."))


class TokenQuerySet(models.QuerySet["Token"]):
    def living(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)


class Token(models.Model):
    """A key with which one person's program acts for them. Only its digest is kept."""

    class Scope(models.TextChoices):
        READ = "read", gettext_lazy("Read")
        WRITE = "write", gettext_lazy("Read and write")

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @staticmethod
    def digest_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def issue(cls, user: User, *, name: str, scope: str, at: datetime) -> tuple["Token", str]:
        """Make a token; return it with its key, which is shown once and never stored."""
        key = f"wb_{secrets.token_urlsafe(32)}"
        with transaction.atomic():
            token = cls.objects.create(user=user, name=name, scope=scope, digest=cls.digest_of(key), created_at=at)
            user.tell(MADE, by=user, at=at, token=name, scope=str(token.get_scope_display()))
        return token, key

    def used(self, *, on: date) -> None:
        """Note the day of use, at most one write a day."""
        if self.last_used_on != on:
            self.last_used_on = on
            self.save(update_fields=["last_used_on"])

    def revoke(self, *, at: datetime) -> None:
        with transaction.atomic():
            self.revoked_at = at
            self.save(update_fields=["revoked_at"])
            self.user.tell(REVOKED, by=self.user, at=at, token=self.name)
