"""How somebody at a client stood to us from a day on: their role and their stance, as somebody of us noted it."""

from datetime import date

from django.db import models

from wonback.clients.models.contact import Contact
from wonback.team.models import User


class Bearing(models.Model):
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="bearings")
    role = models.CharField(max_length=8, choices=Contact.Role, blank=True, default="")
    stance = models.SmallIntegerField(choices=Contact.Stance, null=True, blank=True)
    # From when it is so, if anybody knows.
    since = models.DateField(null=True, blank=True)
    # When we learned it; nobody knows of what stood there before bearings were kept.
    noted_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["contact", "id"], name="bearings_by_contact")]

    def __str__(self) -> str:
        stance = self.get_stance_display() if self.stance is not None else "?"
        return f"{self.get_role_display() or '?'}, {stance}"

    @property
    def held_from(self) -> date | None:
        """The day from which it is shown: since when it is so, else when we learned it."""
        return self.since or self.noted_on
