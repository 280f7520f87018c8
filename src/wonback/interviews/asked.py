"""Who was asked at the lost clients, and who has not answered: for one interviewer, or for a lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import cached_property

from wonback.core.errors import Refusal
from wonback.interviews.models import Form, Invitation
from wonback.team.models import User

SHOWN = 100
OPEN = {Form.Standing.SENT, Form.Standing.OPENED, Form.Standing.BEGUN}
Standing = Form.Standing


@dataclass(frozen=True)
class Asked:
    """One person who has the five questions."""

    form: Form
    standing: str
    is_mine: bool

    @property
    def label(self) -> str:
        return str(Form.Standing(self.standing).label)

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN


@dataclass(frozen=True)
class WhoWasAsked:
    """As one person sees it on one day."""

    user: User
    today: date

    @cached_property
    def forms(self) -> list[Asked]:
        """The five questions in writing, the newest first."""
        seen = Form.objects.visible_to(self.user).exclude(sent_at=None).for_letters().order_by("-sent_at", "-pk")
        return [self._asked(form) for form in seen[:SHOWN]]

    def _asked(self, form: Form) -> Asked:
        return Asked(form, form.standing(as_of=self.today), form.interview.interviewer_id == self.user.pk)

    @property
    def unanswered(self) -> list[Asked]:
        return [one for one in self.forms if one.is_open]

    @property
    def ended(self) -> list[Asked]:
        return [one for one in self.forms if not one.is_open]

    @cached_property
    def invitations(self) -> list[Invitation]:
        """Those invited to a talk who have not answered; Wonback reminds them by itself."""
        running = Invitation.objects.visible_to(self.user).running().filter(interview__stage="invited")
        unwritten = running.exclude(contact__in=[one.form.contact_id for one in self.forms])
        return list(unwritten.for_letters().order_by("-sent_at", "-pk")[:SHOWN])


@dataclass(frozen=True)
class Reminded:
    """What became of a bulk reminder: who gets a letter, and who is left alone and why."""

    reminded: list[Form]
    left_alone: list[tuple[Form, Refusal]]


def remind(forms: Iterable[Form], *, by: User, at: datetime) -> Reminded:
    """Ask each of them once more, where that is allowed. Nobody is reminded because somebody else may be."""
    reminded, left_alone = [], []
    for form in forms:
        if why := form.stands_against_reminder(at=at):
            left_alone.append((form, why))
        else:
            form.remind(by=by, at=at)
            reminded.append(form)
    return Reminded(reminded, left_alone)
