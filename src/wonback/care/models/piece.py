"""The shelf: articles, notes and references worth giving to a client, and to whom each was given."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.promise import WordsWanted
from wonback.care.queries import PieceQuerySet
from wonback.care.shelf import tags_of
from wonback.clients.models import Client, Contact
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.core.writing import mark, parts_of, reconciled
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.care.models.touch import Touch

SHARED = Verb("piece.shared", gettext_lazy("{actor} gave {whom} at {client} something useful: {what}."))


class GivenBefore(Refusal):
    """Nobody gets the same thing twice."""

    code = "given_before"


class Worth(NamedTuple):
    """What somebody puts on the shelf."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    tags: str = ""


PARTS = {
    "kind": gettext_lazy("What it is"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("The text"),
    "url": gettext_lazy("Where it can be read"),
    "tags": gettext_lazy("Tags"),
}


class Piece(models.Model):
    class Kind(models.TextChoices):
        ARTICLE = "article", gettext_lazy("Article")
        NOTE = "note", gettext_lazy("Note")
        REFERENCE = "reference", gettext_lazy("Reference")

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    # In small letters, by commas; none: it is for everybody.
    tags = models.CharField(max_length=300, blank=True, default="")
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-put_at"], condition=models.Q(retired_at=None), name="shelf_newest_first")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tag_list(self) -> list[str]:
        return tags_of(self.tags)

    @classmethod
    def put(cls, worth: Worth, *, by: User, at: datetime) -> "Piece":
        """Put something on the shelf, for everybody here to give."""
        by.must(Right.WORK)
        return cls.objects.create(**cls._facts(worth), put_by=by, put_at=at)

    @staticmethod
    def _facts(worth: Worth) -> dict[str, str]:
        if not worth.title.strip():
            raise WordsWanted(_("Give it a title by which you know it again."))
        if not (worth.text.strip() or worth.url.strip()):
            raise WordsWanted(_("Write it down, or say where it can be read."))
        tags = ", ".join(tags_of(worth.tags))
        return {**worth._asdict(), "title": worth.title.strip(), "text": worth.text.strip(), "tags": tags}

    @property
    def seen(self) -> str:
        """The mark of what stands there, for whoever looks at it and may change it."""
        return mark(parts_of(self, PARTS))

    def edit(self, worth: Worth, *, by: User, seen: str = "") -> None:
        """Put it right. `seen`: the mark of what was changed, so that nobody overwrites another."""
        self._must_be_theirs(by)
        facts, kinds = self._facts(worth), {"kind": dict(self.Kind.choices)}
        with transaction.atomic():
            now = Piece.objects.select_for_update(of=("self",)).get(pk=self.pk)
            told = reconciled(facts, theirs=parts_of(now, PARTS), names=PARTS, seen=seen, choices=kinds)
            Piece.objects.filter(pk=self.pk).update(**told) if told else None
        self.refresh_from_db(fields=list(facts))

    def retire(self, *, by: User, at: datetime) -> None:
        """Nobody gives it any more. To whom it was given stays on file."""
        self._must_be_theirs(by)
        if not Piece.objects.filter(pk=self.pk, retired_at=None).update(retired_at=at):
            raise AlreadyDone(_("Look again: it is not on the shelf any more."))
        self.retired_at = at

    def _must_be_theirs(self, by: User) -> None:
        if self.put_by_id != by.pk and not by.may(Right.LEAD):
            raise NotAllowed(_("Ask %(name)s or a lead: whoever put it here changes it.") % {"name": self.put_by})

    def give(self, touch: "Touch", *, by: User, at: datetime) -> "Share":
        """Note that somebody got it with this touch; never twice."""
        before = Share.objects.filter(piece=self, client=touch.client, contact=touch.contact).first()
        if before:
            told = {
                "who": touch.contact or touch.client,
                "day": formats.date_format(timezone.localdate(before.at), "j F Y"),
            }
            raise GivenBefore(_("Choose something else: %(who)s got this on %(day)s.") % told)
        with transaction.atomic():
            share = Share.objects.create(piece=self, client=touch.client, contact=touch.contact, touch=touch, at=at)
            whom = touch.contact.name if touch.contact else _("somebody")
            touch.client.tell(SHARED, by=by, at=at, whom=whom, what=self.title.rstrip("."))
        return share


class Share(models.Model):
    """That one person at a client got one thing from the shelf. No person: somebody there."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="shares")
    client = models.ForeignKey(Client, models.CASCADE, related_name="shares")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    touch = models.ForeignKey("care.Touch", models.CASCADE, related_name="shares")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["piece", "contact"], condition=models.Q(contact__isnull=False), name="nobody_gets_it_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.piece} for {self.contact or self.client}"
