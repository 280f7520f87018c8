"""A person at a client."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.timeline import Verb
from wonback.team.models import User

MET = Verb("contact.met", gettext_lazy("{actor} wrote down {contact} at {client}."))
LEFT = Verb("contact.left", gettext_lazy("{contact} left {client}, noted by {actor}."))


class Contact(BroughtIn):
    class Role(models.TextChoices):
        DECIDER = "decider", gettext_lazy("Decides")
        CHAMPION = "champion", gettext_lazy("Speaks for us")
        USER = "user", gettext_lazy("Uses what we sell")
        BLOCKER = "blocker", gettext_lazy("Blocks us")

    class Stance(models.IntegerChoices):
        AGAINST = -2, gettext_lazy("Against us")
        COOL = -1, gettext_lazy("Cool")
        NEUTRAL = 0, gettext_lazy("Neutral")
        WARM = 1, gettext_lazy("Warm")
        FRIEND = 2, gettext_lazy("A friend")

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="", db_index=True)
    phone = models.CharField(max_length=60, blank=True, default="")
    role = models.CharField(max_length=8, choices=Role, blank=True, default="")
    stance = models.SmallIntegerField(choices=Stance, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def meet(cls, *, by: User, at: datetime, **facts: object) -> "Contact":
        """Write down a person at a client."""
        with transaction.atomic():
            contact = cls.objects.create(**facts)
            contact.client.tell(MET, by=by, at=at, contact=contact.name)
        return contact

    def leave(self, *, on: date, by: User, at: datetime) -> None:
        """Note that this person has gone."""
        with transaction.atomic():
            self.left_on = on
            self.save(update_fields=["left_on"])
            self.client.tell(LEFT, by=by, at=at, contact=self.name)
