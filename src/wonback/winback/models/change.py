"""Something our company changes, so that it cannot happen again. One register for all plans."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.core.writing import parts_of, reconciled
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.queries import ChangeQuerySet

MADE = Verb("change.made", gettext_lazy("{actor} made a change {client} was waiting for: {what}."))
MADE_OUTSIDE = Verb("change.made_outside", gettext_lazy("{who} made a change {client} was waiting for: {what}."))
REOPENED = Verb(
    "change.reopened", gettext_lazy("{actor} says that a change {client} was told of is not made after all: {what}.")
)

PROOF = {"evidence": gettext_lazy("Where anybody can see it")}
MOST_BYTES = 10_000_000


class EvidenceMissing(Refusal):
    """A change counts when somebody can see it."""

    code = "evidence_missing"


class NotYourChange(Refusal):
    """Who answers for a change declares it made, or a lead does."""

    code = "not_your_change"


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """Somebody outside sales who has no sign-in here: a name, and an e-mail under which they answer."""

    name: str = ""
    email: str = ""

    def must_be_reachable(self) -> None:
        if bool(self.name.strip()) != bool(self.email.strip()):
            raise WordsMissing(_("Give both the name and the e-mail of whoever answers for it, or neither."))
        try:
            validate_email(self.email.strip()) if self.email.strip() else None
        except ValidationError as error:
            raise WordsMissing(_("Give an e-mail address under which they can be reached.")) from error

    def columns(self) -> dict[str, str]:
        return {"outsider": self.name.strip(), "outsider_email": self.email.strip().lower()}


class Change(models.Model):
    what = models.CharField(max_length=200)
    # Who answers for it; where that is somebody without a sign-in here, who of us keeps an eye on it.
    owner = models.ForeignKey(User, models.PROTECT, related_name="changes")
    outsider = models.CharField(max_length=120, blank=True, default="")
    outsider_email = models.EmailField(blank=True, default="")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    due_by = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="")
    evidence_file = models.FileField(upload_to="evidence/%Y", blank=True, default="")
    made_at = models.DateTimeField(null=True, blank=True)
    # Nobody, though it is made: the outsider said so under their link.
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(made_at=None) | ~models.Q(evidence=""), name="a_made_change_has_evidence"
            ),
            models.CheckConstraint(
                condition=models.Q(outsider="", outsider_email="")
                | (~models.Q(outsider="") & ~models.Q(outsider_email="")),
                name="an_outsider_has_a_name_and_an_email",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["made_at", "id"], name="changes_newest_made")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("winback:change", args=[self.pk])

    @classmethod
    def name(
        cls,
        what: str,
        *,
        owner: User,
        by: User,
        at: datetime,
        due_by: date | None = None,
        outsider: Outsider | None = None,
    ) -> "Change":
        """Write down what our company will change, and who answers for it. Anybody may own one, also without a sign-in."""
        if not what.strip():
            raise WordsMissing(_("Say what we change, in one line."))
        whose = outsider or Outsider()
        whose.must_be_reachable()
        facts = {"owner": owner, "due_by": due_by, "named_by": by, "named_at": at}
        return cls.objects.create(what=what.strip(), **facts, **whose.columns())

    @property
    def answers(self) -> str:
        """Who answers for it, by name."""
        return self.outsider or self.owner.name

    @property
    def who_made(self) -> str:
        return self.made_by.name if self.made_by else self.outsider

    def is_late(self, *, as_of: date) -> bool:
        return self.made_at is None and self.due_by is not None and self.due_by < as_of

    def is_declared_by(self, user: User) -> bool:
        """Whether it is this person's word that counts: who answers for the change, or a lead."""
        return user.pk == self.owner_id or user.may(Right.LEAD)

    def make(
        self, evidence: str, *, by: User, at: datetime, file: "UploadedFile[Any] | None" = None, seen: str = ""
    ) -> None:
        """Declare the change made, with what proves it, and tell every client who waited for it.

        `seen`: the mark of the evidence somebody saw: two who declare it at once read what the other wrote.
        """
        self._must_be_declared_by(by)
        if not self._prove_together(evidence, seen=seen):
            self._declare(evidence, by=by, at=at, file=file)

    def make_by_outsider(self, evidence: str, *, at: datetime) -> None:
        """Whoever answers for it without a sign-in here says that it is made."""
        self._declare(evidence, by=None, at=at)

    def _prove_together(self, evidence: str, *, seen: str) -> bool:
        """Whether somebody declared it meanwhile. Then this evidence is theirs, put together by whoever has read both."""
        with transaction.atomic():
            now = Change.objects.select_for_update().get(pk=self.pk)
            if now.made_at is None or not seen:
                return False
            texts = reconciled({"evidence": evidence}, theirs=parts_of(now, PROOF), names=PROOF, seen=seen)
            if not texts or not evidence.strip() or evidence.strip() == now.evidence:
                return False
            Change.objects.filter(pk=self.pk).update(evidence=evidence.strip())
        self.refresh_from_db()
        return True

    def _declare(
        self, evidence: str, *, by: User | None, at: datetime, file: "UploadedFile[Any] | None" = None
    ) -> None:
        if not evidence.strip():
            raise EvidenceMissing(_("Say where anybody can see that this has changed."))
        if file and (file.size or 0) > MOST_BYTES:
            raise EvidenceMissing(_("Choose a file of at most 10 MB, or write where it lies."))
        with transaction.atomic():
            unmade = Change.objects.filter(pk=self.pk, made_at=None)
            if not unmade.update(made_at=at, made_by=by, evidence=evidence.strip()):
                raise AlreadyDone(_("Look again: this change has already been made."))
            self.refresh_from_db()
            if file:
                self.evidence_file.save(file.name or "evidence", file)
            if by:
                Client.tell_all(self._waiting(), MADE, by=by, at=at, what=self.what)
            else:
                Client.tell_all(self._waiting(), MADE_OUTSIDE, by=None, at=at, what=self.what, who=self.who_made)
            self.plans.to_settle().see_progress(at=at)
            for fact in self.facts.filter(holds_from=None):
                fact.hold(at=at)

    def reopen(self, why: str, *, by: User, at: datetime) -> "Reopening":
        """It is not made after all. Every plan that rested on it locks again, and what was going out stops."""
        self._must_be_declared_by(by)
        if not why.strip():
            raise WordsMissing(_("Say why it is not made after all."))
        with transaction.atomic():
            before = Change.objects.select_for_update().get(pk=self.pk)
            if before.made_at is None:
                raise AlreadyDone(_("Look again: this change is still to be made."))
            proof = {"made_at": before.made_at, "who_made": before.who_made, "evidence": before.evidence}
            kept = self.reopenings.create(by=by, at=at, why=why.strip(), evidence_file=before.evidence_file, **proof)
            Change.objects.filter(pk=self.pk).update(made_at=None, made_by=None, evidence="", evidence_file="")
            self.refresh_from_db()
            Client.tell_all(self._waiting(), REOPENED, by=by, at=at, what=self.what)
            self.plans.close_again(self.what, by=by, at=at)
            self.plans.to_settle().see_progress(at=at)
            for fact in self.facts.exclude(holds_from=None):
                fact.end()
        return kept

    def _must_be_declared_by(self, by: User) -> None:
        if not self.is_declared_by(by):
            raise NotYourChange(_("Ask %(owner)s to declare it: they answer for it.") % {"owner": self.owner})

    def _waiting(self) -> "models.QuerySet[Client, int]":
        return Client.objects.filter(losses__plan__changes=self).distinct().values_list("pk", flat=True)


class Reopening(models.Model):
    """A change that had been made, and was not: who saw it, why, and what had been said before."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="reopenings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    who_made = models.CharField(max_length=120)
    evidence = models.TextField()
    evidence_file = models.FileField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.change}: {self.why}"
