"""The private address under which a calendar reads what somebody has planned. A new address ends the one before."""

from datetime import datetime

from django.db import models

from wonback.post import links
from wonback.team.models import User

KIND = "feed"


class Feed(models.Model):
    user = models.OneToOneField(User, models.CASCADE, related_name="feed")
    nonce = models.CharField(max_length=22)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.user}"

    @classmethod
    def renew(cls, user: User, *, at: datetime) -> "Feed":
        """Make an address, in the place of the one there was."""
        return cls.objects.update_or_create(user=user, defaults={"nonce": links.new_nonce(), "made_at": at})[0]

    @classmethod
    def opened(cls, token: str) -> "Feed":
        """The feed this address belongs to; one that was renewed, made up, or of somebody who left, opens nothing."""
        return links.found(KIND, token, cls.objects.filter(user__is_active=True).select_related("user"))

    @property
    def token(self) -> str:
        return links.link(KIND, self.pk, self.nonce)

    @property
    def address(self) -> str:
        """The whole address, for a calendar to subscribe to."""
        return links.address("desk:feed", KIND, self.pk, self.nonce)
