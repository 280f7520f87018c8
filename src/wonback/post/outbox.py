"""The outbox as people see it: what needs somebody first, then what waits, then what is done."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wonback.post.models import Letter
from wonback.team.models import User

MOST = 100
State = Letter.State

# Headings, top to bottom.
GROUPS = (
    (State.UNCERTAIN, State.FAILED),
    (State.WAITING, State.SENDING),
    (State.SENT, State.STOPPED),
)


class Outbox:
    """The letters one person may see."""

    def __init__(self, user: User) -> None:
        self.letters = Letter.objects.visible_to(user).for_sending()

    @property
    def groups(self) -> list[tuple[str, str, list[Letter]]]:
        """Name, heading and letters of each group."""
        names = ("troubled", "waiting", "done")
        headings = (_("Look at these"), _("Waiting and on their way"), _("Sent and stopped"))
        return [(name, head, self.of(states)) for name, head, states in zip(names, headings, GROUPS, strict=True)]

    def of(self, states: Iterable[str]) -> list[Letter]:
        """The newest of them; a hundred are enough to look at."""
        return list(self.letters.filter(state__in=states).order_by("-written_at", "-pk")[:MOST])
