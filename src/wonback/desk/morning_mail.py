"""What the morning mail says, as text and as HTML."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.care.call_list import Kind
from wonback.care.models import Reminder
from wonback.clients.models import Client
from wonback.post import links
from wonback.post.clothes import dressed
from wonback.rewards.models import Praise
from wonback.team.models import User

# One link opens nothing of another.
DONE, TOMORROW, SKIP = "reminder-done", "reminder-tomorrow", "reminder-skip"


class Written(TypedDict):
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Mailed:
    """One line: whom it is about, why now, and what can be done about it from the mail."""

    client: Client
    kind: Kind
    why_now: str
    overdue_days: int
    url: str = ""
    reminder: Reminder | None = None

    @property
    def page(self) -> str:
        """Where one reads more; it asks to sign in."""
        return settings.WONBACK_URL + (self.url or f"/today/{self.client.pk}/")

    @property
    def done(self) -> str:
        return self.link("mornings:done", DONE)

    @property
    def tomorrow(self) -> str:
        return self.link("mornings:tomorrow", TOMORROW)

    @property
    def skip(self) -> str:
        return self.link("mornings:skip", SKIP)

    def link(self, route: str, kind: str) -> str:
        return links.address(route, kind, self.reminder.pk, self.reminder.nonce) if self.reminder else ""


def written(user: User, day: date, lines: Sequence[Mailed], *, praised: Sequence[Praise] = ()) -> Written:
    """The whole letter; what was said well of them since the last one comes first."""
    said = [as_said(praise) for praise in praised]
    told = {"lines": lines, "day": day, "head": counted(lines), "home": settings.WONBACK_URL, "praised": said}
    return {
        "subject": _("Today: %(what)s") % {"what": counted(lines)},
        "text": text(user, day, lines, said),
        "html": dressed(render_to_string("desk/mail/morning.html", told)),
    }


def counted(lines: Sequence[Mailed]) -> str:
    """How many there are of each sort, in a few words: 6 touches, 2 plan steps, 1 door opened."""
    n = Counter(sort_of(line.kind) for line in lines)
    said = {
        "touch": ngettext("%(n)d touch", "%(n)d touches", n["touch"]),
        "step": ngettext("%(n)d plan step", "%(n)d plan steps", n["step"]),
        "asked": ngettext("%(n)d client to bring back", "%(n)d clients to bring back", n["asked"]),
        "door": ngettext("%(n)d door opened", "%(n)d doors opened", n["door"]),
    }
    return ", ".join(words % {"n": n[sort]} for sort, words in said.items() if n[sort])


def sort_of(kind: Kind) -> str:
    steps = {Kind.PLAN: "step", Kind.STEP: "step", Kind.CHECK: "step", Kind.HAND_OUT: "asked", Kind.DOOR: "door"}
    return steps.get(kind, "touch")


def as_said(praise: Praise) -> str:
    told = {"name": praise.given_by, "line": praise.line}
    return _("%(name)s praised you before everybody: “%(line)s”") % told


def text(user: User, day: date, lines: Sequence[Mailed], praised: Sequence[str] = ()) -> str:
    """Plain text, short enough to be read on a phone."""
    parts = [
        _("Good morning %(name)s,") % {"name": user.name.split()[0]},
        *praised,
        f"{formats.date_format(day, 'l, j F')}: {counted(lines)}.",
        *map(about, lines),
        foot(),
        _("Another hour, or no mail: %(page)s") % {"page": f"{settings.WONBACK_URL}/my-morning/"},
    ]
    return "\n\n".join(parts) + "\n"


def foot() -> str:
    return _("The links need no sign-in, work once and for three days, and ask you before anything happens.")


def about(line: Mailed) -> str:
    lines = [str(line.client), f"  {line.why_now}"]
    if line.reminder:
        lines += [
            f"  {_('Done:')} {line.done}",
            f"  {_('Tomorrow:')} {line.tomorrow}",
            f"  {_('Skip:')} {line.skip}",
        ]
    else:
        lines += [f"  {_('Open:')} {line.page}"]
    return "\n".join(lines)
