"""“Is it me?” Would a different person have made a difference? For the lead alone, and never a verdict."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.interviews import handing_over
from wonback.interviews.queries import IsItMeQuerySet
from wonback.losses.models import WordsMissing
from wonback.post.models import Letter
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.clients.models import Contact
    from wonback.losses.models import Loss

# Both of them see their letter in the outbox before it goes.
TIME_TO_TAKE_IT_BACK = timedelta(minutes=30)


class SomebodyMissing(Refusal):
    """A hand-over, or a pair, has two people."""

    code = "somebody_missing"


class IsItMe(models.Model):
    class Answer(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, another person would have helped")
        NO = "no", gettext_lazy("No, it was not the person")
        PERHAPS = "perhaps", gettext_lazy("Perhaps")

    class Deed(models.TextChoices):
        """What the lead did about it."""

        HAND_OVER = "hand over", gettext_lazy("Hand this client over")
        PAIR = "pair", gettext_lazy("Pair them with a colleague")
        COACH = "coach", gettext_lazy("Coach")
        NOTHING = "nothing", gettext_lazy("Nothing needs doing")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="is_it_me")
    # Whom it is about; the client's owner then.
    about = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Raised by the rep themselves, which is good conduct; otherwise the client said it to the interviewer.
    raised_by_rep = models.BooleanField(default=False)
    answer = models.CharField(max_length=7, choices=Answer)
    words = models.TextField(blank=True, default="")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    deed = models.CharField(max_length=9, choices=Deed, blank=True, default="")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # To whom the client goes, or with whom they work now.
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    # The warm hand-over: what has been done of its list.
    done = models.JSONField(default=list, blank=True)

    objects = IsItMeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "is it me"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "raised_by_rep"], name="one_is_it_me_a_loss_and_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_answer_display()}"

    @classmethod
    def hear(cls, loss: "Loss", answer: str, words: str, *, by: User, at: datetime) -> None:
        """What the client said of the person; nothing as long as they were not asked. Told to no timeline."""
        about = loss.owner_then or loss.client.owner
        undecided = cls.objects.filter(loss=loss, raised_by_rep=False, deed="")
        if not answer or about is None:
            undecided.delete()
            return
        told = {"answer": answer, "words": words.strip()}
        if not undecided.update(**told) and not cls.objects.filter(loss=loss, raised_by_rep=False).exists():
            cls.objects.create(loss=loss, about=about, noted_by=by, noted_at=at, **told)

    @classmethod
    def raise_(cls, loss: "Loss", words: str, *, by: User, at: datetime) -> "IsItMe":
        """Say oneself: perhaps it is me. It costs nothing, and counts as good conduct. Told to no timeline."""
        if by.pk not in {loss.owner_then_id, loss.client.owner_id}:
            raise NotAllowed(_("Leave it to whoever looked after them: only they can ask “is it me?” of themselves."))
        if not words.strip():
            raise WordsMissing(_("Write in one line what makes you think so."))
        facts = {"about": by, "answer": cls.Answer.PERHAPS, "words": words.strip(), "noted_by": by, "noted_at": at}
        raised, is_new = cls.objects.get_or_create(loss=loss, raised_by_rep=True, defaults=facts)
        if not is_new:
            raise AlreadyDone(_("Talk with your lead: it has been raised already."))
        return raised

    def decide(self, deed: str, *, by: User, at: datetime, to: User | None = None) -> None:
        """The lead decides what follows. None of it is a verdict."""
        by.must(Right.LEAD)
        if deed in {self.Deed.HAND_OVER, self.Deed.PAIR}:
            if to is None or to.pk == self.about_id:
                raise SomebodyMissing(_("Choose a colleague of theirs: to whom it goes, or with whom they work."))
        else:
            to = None
        undecided = IsItMe.objects.filter(pk=self.pk, deed="")
        if not undecided.update(deed=deed, to=to, decided_by=by, decided_at=at):
            raise AlreadyDone(_("Look again: this has been decided."))
        self.refresh_from_db()

    def tick(self, step: str, *, by: User) -> None:
        """One step of the warm hand-over is done; once more, and it is not."""
        self._must_be_handed_over(by)
        kept = [one for one in self.done if one != step]
        self.done = kept if step in self.done else [*self.done, step]
        self.save(update_fields=["done"])

    def hand_over(self, *, by: User, at: datetime) -> None:
        """The client gets their new owner."""
        to = self._must_be_handed_over(by)
        with transaction.atomic():
            if not IsItMe.objects.filter(pk=self.pk, handed_at=None).update(handed_at=at):
                raise AlreadyDone(_("Look again: they have been handed over."))
            self.refresh_from_db(fields=["handed_at"])
            self.loss.client.hand_over(to, by=by, at=at)

    def draft(self, whose: str, contact: "Contact") -> str:
        """The letter of the old person, or of the new one."""
        people = handing_over.People(
            old=self.about.name,
            new=self.to.name if self.to else "",
            contact=contact.name,
            client=self.loss.client.name,
            company=settings.COMPANY,
        )
        return handing_over.old_letter(people) if whose == "old" else handing_over.new_letter(people)

    def send(self, whose: str, contact: "Contact", *, subject: str, text: str, by: User, at: datetime) -> Letter:
        """Put a letter into the outbox in the name of whoever writes it; half an hour remains to take it back."""
        to = self._must_be_handed_over(by)
        if not text.strip():
            raise WordsMissing(_("Write the letter."))
        return Letter.write(
            key=f"handover:{self.pk}:{whose}",
            at=at,
            client=self.loss.client,
            contact=contact,
            sender=self.about if whose == "old" else to,
            subject=subject,
            text=text,
            not_before=at + TIME_TO_TAKE_IT_BACK,
            scope="news",
        )

    def _must_be_handed_over(self, by: User) -> User:
        """To whom; refused where something else was decided."""
        by.must(Right.LEAD)
        if self.deed != self.Deed.HAND_OVER or self.to is None:
            raise AlreadyDone(_("Decide to hand this client over first."))
        return self.to
