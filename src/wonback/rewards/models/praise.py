"""Praise: a lead says in one line, before everybody, what somebody did well."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Defence
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.losses.models import Loss, WordsMissing
from wonback.rewards.queries import PraiseQuerySet
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right
from wonback.winback.models import Plan

KEPT = Verb("praise.for_keeping", gettext_lazy("{actor} praised {person} for keeping {client}."))
BROUGHT_HOME = Verb("praise.for_winning_back", gettext_lazy("{actor} praised {person} for winning {client} back."))
TAKEN_BACK = Verb("praise.taken_back", gettext_lazy("{actor} took the praise for {person} back."))

About = Defence | Plan | Loss


class OwnPraise(Refusal):
    """Praise comes from somebody else."""

    code = "own_praise"


class TooLate(Refusal):
    """What was said before everybody stays said after the day is over."""

    code = "too_late"


class Kind(models.TextChoices):
    DEFENDED = "defended", gettext_lazy("Defended against a competitor")
    WON_BACK = "won_back", gettext_lazy("Won back")
    TRUTH = "truth", gettext_lazy("Told the truth")


# Of which record a deed is; one praise for each.
COLUMNS = {Defence: "defence", Plan: "plan", Loss: "loss"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did, as a lead may praise it. `about` is the record it is on file by; None: the lead alone knows of it."""

    kind: str
    person: User
    about: About | None = None
    on: date | None = None
    # Of the truth: they asked it of themselves.
    is_question: bool = False

    @property
    def key(self) -> str:
        """Names it among all deeds."""
        return key_of(self.kind, self.about.pk if self.about else None, self.person.pk)

    @property
    def client(self) -> Client | None:
        if self.about is None:
            return None
        return self.about.loss.client if isinstance(self.about, Plan) else self.about.client

    @property
    def columns(self) -> dict[str, Any]:
        """What makes it one deed and no other."""
        about = {COLUMNS[type(self.about)]: self.about} if self.about else {}
        return {"kind": self.kind, "person": self.person, **about}


def key_of(kind: str, about: int | None, person: int) -> str:
    return f"{kind}:{about or ''}:{person}"


class Praise(models.Model):
    person = models.ForeignKey(User, models.PROTECT, related_name="praises")
    kind = models.CharField(max_length=8, choices=Kind)
    # What it is for, where that is on file. A client who goes from the file does not take the praise along.
    defence = models.ForeignKey(Defence, models.SET_NULL, null=True, blank=True, related_name="praises")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="praises")
    # Of the truth: about which loss it was told. It stands on no page and in no timeline.
    loss = models.ForeignKey(Loss, models.SET_NULL, null=True, blank=True, related_name="praises")
    line = models.CharField(max_length=300)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    # Whether whoever asked may read which client it was; said by `visible_to`.
    names_client: bool

    objects = PraiseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "praise"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["defence"], condition=models.Q(taken_back_at=None), name="one_praise_a_defence"
            ),
            models.UniqueConstraint(fields=["plan"], condition=models.Q(taken_back_at=None), name="one_praise_a_plan"),
            models.UniqueConstraint(
                fields=["loss", "person"], condition=models.Q(taken_back_at=None), name="one_praise_a_truth_and_person"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-given_at", "-id"], condition=models.Q(taken_back_at=None), name="praise_newest"),
            models.Index(fields=["person", "given_at"], name="praise_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def client(self) -> Client | None:
        """Whom they kept or brought home; of the truth nobody is told where it was."""
        if self.defence:
            return self.defence.client
        return self.plan.loss.client if self.plan else None

    @classmethod
    def give(cls, deed: Deed, line: str, *, by: User, at: datetime) -> "Praise":
        """Say before everybody what somebody did well: once for each deed, and never of oneself."""
        by.must(Right.LEAD)
        if by.pk == deed.person.pk:
            raise OwnPraise(_("Leave it to somebody else: praise comes from another."))
        if not line.strip():
            raise WordsMissing(_("Say in one line what they did well."))
        said = {"line": line.strip()[:300], "given_by": by, "given_at": at}
        with transaction.atomic():
            praise, is_new = cls._once(deed, said)
            if not is_new:
                raise AlreadyDone(_("Join in instead: this has been praised already."))
            User.objects.filter(pk=deed.person.pk).update(praised_at=at)
            praise._tell({Kind.DEFENDED: KEPT, Kind.WON_BACK: BROUGHT_HOME}, by=by, at=at)
        return praise

    @classmethod
    def _once(cls, deed: Deed, said: dict[str, Any]) -> tuple["Praise", bool]:
        """What is in no file happened as often as a lead says so."""
        if deed.about is None:
            return cls.objects.create(**deed.columns, **said), True
        return cls.objects.get_or_create(**deed.columns, taken_back_at=None, defaults=said)

    def take_back(self, *, by: User, at: datetime) -> None:
        """Unsay it: whoever gave it, on the same day; whoever it is about, whenever they would rather not stand there."""
        if by.pk not in {self.given_by_id, self.person_id}:
            raise NotAllowed(_("Leave it to whoever gave it, or to whom it is about."))
        if by.pk != self.person_id and timezone.localdate(at) != timezone.localdate(self.given_at):
            raise TooLate(_("Talk with them instead: praise is taken back on the day it was given."))
        with transaction.atomic():
            if not Praise.objects.standing().filter(pk=self.pk).update(taken_back_at=at):
                raise AlreadyDone(_("Look again: this has been taken back."))
            self.taken_back_at = at
            self._tell(dict.fromkeys((Kind.DEFENDED, Kind.WON_BACK), TAKEN_BACK), by=by, at=at)

    def _tell(self, verbs: dict[Kind, Verb], *, by: User, at: datetime) -> None:
        """A client’s timeline hears of what was done for them. Who told the truth about whom, it never does."""
        if self.client and (verb := verbs.get(Kind(self.kind))):
            self.client.tell(verb, by=by, at=at, person=self.person.name)

    def join_in(self, *, by: User, at: datetime) -> None:
        """Say so too, once."""
        if by.pk in {self.person_id, self.given_by_id}:
            raise OwnPraise(_("Leave it to the others: you are part of this one already."))
        if self.taken_back_at:
            raise AlreadyDone(_("Look again: this has been taken back."))
        _cheer, is_new = self.cheers.get_or_create(person=by, defaults={"at": at})
        if not is_new:
            raise AlreadyDone(_("Look again: you have joined in."))


class Cheer(models.Model):
    """One colleague who joined in."""

    praise = models.ForeignKey(Praise, models.CASCADE, related_name="cheers")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["praise", "person"], name="one_cheer_a_praise_and_person")
        ]

    def __str__(self) -> str:
        return str(self.person)
