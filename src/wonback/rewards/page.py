"""What the page of praise shows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.rewards.deeds import Deeds
from wonback.rewards.models import Deed, Praise
from wonback.rewards.models.praise import Kind
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.paging import Page, page

SIZE = 30
ICONS = {Kind.DEFENDED: "shield-check", Kind.WON_BACK: "house", Kind.TRUTH: "message-square"}


@dataclass(frozen=True, slots=True)
class Line:
    """One praise as one person reads it on one day."""

    praise: Praise
    reader: User
    as_of: date

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.praise.kind)]

    @property
    def deed(self) -> str:
        """What was done, in words: the client by name for those who may open them."""
        return told(self.praise, names_client=self.praise.names_client)

    @property
    def joined(self) -> list[str]:
        """Who joined in, in the order in which they did."""
        return [cheer.person.name for cheer in sorted(self.praise.cheers.all(), key=lambda cheer: cheer.pk)]

    @property
    def may_join(self) -> bool:
        part_of_it = {self.praise.person_id, self.praise.given_by_id, *(c.person_id for c in self.praise.cheers.all())}
        return self.reader.pk not in part_of_it

    @property
    def may_take_back(self) -> bool:
        given_today = timezone.localdate(self.praise.given_at) == self.as_of
        return self.reader.pk == self.praise.person_id or (given_today and self.reader.pk == self.praise.given_by_id)


def told(praise: Praise, *, names_client: bool) -> str:
    """What was done, without who did it."""
    client = praise.client if names_client else None
    if praise.kind == Kind.TRUTH:
        return _("told the truth")
    if praise.kind == Kind.WON_BACK:
        return _("won %(client)s back") % {"client": client} if client else _("won a client back")
    if client is None:
        return _("kept a client whom a competitor wanted")
    rival = (praise.defence and praise.defence.competitor) or _("a competitor")
    return _("kept %(client)s, whom %(rival)s wanted") % {"client": client, "rival": rival}


def proposed(deed: Deed) -> str:
    """What was done, for the lead who may praise it and opens the client anyway."""
    truth = (
        _("asked “is it me?” about %(client)s")
        if deed.is_question
        else _("said of %(client)s what was confirmed later")
    )
    words = {
        Kind.DEFENDED: _("kept %(client)s, whom a competitor wanted"),
        Kind.WON_BACK: _("won %(client)s back"),
        Kind.TRUTH: truth,
    }
    return words[Kind(deed.kind)] % {"client": deed.client}


@dataclass(frozen=True)
class Feed:
    user: User
    as_of: date
    after: str = ""

    @cached_property
    def page(self) -> Page[Praise]:
        found = Praise.objects.visible_to(self.user).for_feed()
        return page(found, by=("-given_at", "-pk"), after=self.after, size=SIZE)

    @property
    def lines(self) -> list[Line]:
        return [Line(one, self.user, self.as_of) for one in self.page.rows]

    @cached_property
    def deeds(self) -> Deeds:
        return Deeds(self.user, self.as_of)

    @property
    def may_give(self) -> bool:
        return self.user.may(Right.LEAD)

    @cached_property
    def proposed(self) -> list[tuple[Deed, str]]:
        """What nobody has praised yet, for a lead, with its words."""
        return [] if self.after else [(deed, proposed(deed)) for deed in self.deeds.proposed]
