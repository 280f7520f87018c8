"""Two that seem to be one, and what a person said of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wonback.clients import why_alike
from wonback.clients.likeness import Likeness
from wonback.clients.same_person import Likely
from wonback.core.errors import AlreadyDone
from wonback.team.models import User
from wonback.team.policy import Right

# Which two: each kind of pair has them of its own kind.
TWO = ("one", "other")


class Twice(models.Model):
    # What is kept of a likeness besides what stands here.
    ALSO_FOUND: ClassVar[tuple[str, ...]] = ()

    # The chance that they are one, and what speaks for it and against: [["domain", "acme.com"], …]
    score = models.FloatField(null=True)
    signs = models.JSONField(default=list)
    found_on = models.DateField()
    # Somebody knows that they are two: never proposed again.
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def note_all(cls, found: Iterable[Likeness | Likely], *, as_of: date) -> int:
        """Keep what the night found: new pairs come, those that no longer look alike go, what people said stays. Return how many are open."""
        rows = [cls(found_on=as_of, **cls.found_in(like)) for like in found]
        pairs = cls._default_manager
        with transaction.atomic():
            pairs.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=TWO,
                update_fields=["score", "signs", "found_on", *cls.ALSO_FOUND],
                batch_size=2_000,
            )
            pairs.filter(apart_at=None, found_on__lt=as_of).delete()
        return len(rows)

    @classmethod
    def found_in(cls, like: Likeness | Likely) -> dict[str, Any]:
        """The columns that a likeness fills."""
        signs = [[sign.kind, sign.told] for sign in like.signs]
        also = {name: getattr(like, name) for name in cls.ALSO_FOUND}
        return {"one_id": like.one, "other_id": like.other, "score": like.score, "signs": signs} | also

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
