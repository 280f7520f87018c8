"""Whom of us a person may hand work to."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from wonback.team.policy import WORKERS, Right

if TYPE_CHECKING:
    from wonback.team.models import User


class People(BaseUserManager["User"]):
    def create_user(self, email: str | None, name: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person. Without a password they cannot sign in; without an e-mail nobody can invite them yet."""
        person = self.model(email=self.normalize_email(email).lower() if email else None, name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def colleagues_of(self, person: "User") -> models.QuerySet["User"]:
        """The people this person may hand work to: everybody active for an admin, their own team for anyone else."""
        active = self.filter(is_active=True)
        if person.may(Right.ADMINISTER):
            return active
        # Two people who are in no team do not share one.
        return active.filter(Q(team=person.team_id, team__isnull=False) | Q(pk=person.pk))

    def hands_of(self, lead: "User") -> models.QuerySet["User"]:
        """Those to whom this person may hand out lost clients, by name; nobody for whoever leads nobody."""
        if not lead.may(Right.LEAD):
            return self.none()
        return self.colleagues_of(lead).filter(role__in=WORKERS).order_by("name", "pk")
