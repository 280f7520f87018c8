"""One program we are joined with."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from wonback.connectors.errors import NotConnectable
from wonback.connectors.queries import ConnectorQuerySet
from wonback.connectors.sources import SOURCES, Source
from wonback.connectors.talking import Line, own_address
from wonback.core.sealing import Seal
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.connectors.models.sync import Sync


class Connector(models.Model):
    name = models.CharField(max_length=20, unique=True)
    # The address of an installation of one's own; empty where everybody has the same.
    base = models.CharField(max_length=200, blank=True, default="")
    # Sealed; empty once disconnected. Shown nowhere, taken along nowhere.
    secret = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="connectors")
    at = models.DateTimeField()
    writes_back = models.BooleanField(default=False)
    writes_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    writes_since = models.DateTimeField(null=True, blank=True)
    # Why the last writing back ended early.
    problem = models.TextField(blank=True, default="")

    objects = ConnectorQuerySet.as_manager()

    def __str__(self) -> str:
        return self.source.label

    def get_absolute_url(self) -> str:
        return reverse("connectors:connector", args=[self.pk])

    @property
    def source(self) -> Source:
        return SOURCES[self.name]

    @classmethod
    def connect(cls, name: str, secret: str, *, base: str = "", by: User, at: datetime) -> "Connector":
        """Join a program: its token is tried once, and kept sealed. A refusal says what to do, and nothing is kept."""
        by.must(Right.ADMINISTER)
        if name not in SOURCES:
            raise NotConnectable(_("Choose HubSpot, Salesforce, Pipedrive or Stripe."))
        source, token = SOURCES[name], secret.strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise NotConnectable(_("Paste the token as %(source)s shows it, in one piece.") % {"source": source.label})
        address = own_address(source, base)
        with Line(source, token, address) as line:
            line.ask(source.test)
        facts = {"secret": Seal.of_home().close(token), "by": by, "at": at, "base": address if source.example else ""}
        found, _is_new = cls.objects.update_or_create(name=name, defaults=facts)
        return found

    def line(self) -> Line:
        """The line to it; a refusal if it was disconnected."""
        if not self.secret:
            raise NotConnectable(_("Put in a token first: %(source)s is not connected.") % {"source": self})
        return Line(self.source, Seal.of_home().open(self.secret), self.base)

    def try_token(self) -> None:
        """Ask once whether it still lets us in."""
        with self.line() as line:
            line.ask(self.source.test)

    def disconnect(self, *, by: User) -> None:
        """Forget the token. What came from there stays, and can still be taken back."""
        by.must(Right.ADMINISTER)
        Connector.objects.filter(pk=self.pk).update(secret="", writes_back=False)
        self.refresh_from_db()

    @property
    def is_joined(self) -> bool:
        return bool(self.secret)

    @property
    def newest(self) -> "Sync | None":
        return self.syncs.newest().first()

    @property
    def is_known(self) -> bool:
        """Whether a person has looked at something that came from there, and let it in."""
        return self.syncs.filter(batch__state="done").exists()
