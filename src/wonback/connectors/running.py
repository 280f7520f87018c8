"""When programs are looked at: at once, every night, and again when one wanted to be left alone for a while."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.connectors.errors import NotNow
from wonback.connectors.models import Connector, Sync
from wonback.connectors.tasks import work_on
from wonback.connectors.writing_back import write_back
from wonback.core.errors import Refusal
from wonback.team.models import User

Clock = Callable[[], datetime]


def look_now(connector: Connector, *, by: User, at: datetime) -> Sync:
    """Have the worker look at a program."""
    sync = Sync.begin(connector, by=by, at=at)
    work_on.enqueue(sync_id=sync.pk)
    sync.refresh_from_db()
    return sync


def look_at_all(*, clock: Clock, name: str = "") -> Iterator[tuple[Connector, str]]:
    """Look at every program, and write back where that is switched on; for each one sentence."""
    for connector in Connector.objects.joined().order_by("name"):
        if name in {"", connector.name}:
            yield connector, look_at(connector, clock=clock)
            tell(connector, clock=clock)


def look_at(connector: Connector, *, clock: Clock) -> str:
    try:
        sync = Sync.begin(connector, by=None, at=clock())
    except NotNow as refusal:
        return str(refusal)
    sync.work(now=clock())
    return spoken(sync)


def go_on(*, clock: Clock) -> int:
    """Take up what waited for its hour; return how many."""
    waiting = list(Sync.objects.to_go_on(now=clock()))
    for sync in waiting:
        sync.work(now=clock())
    return len(waiting)


def tell(connector: Connector, *, clock: Clock) -> int:
    """Write back what is due. Why it ended early is kept for the page."""
    now, problem, written = clock(), "", 0
    try:
        written = write_back(connector, as_of=timezone.localdate(now), at=now)
    except Refusal as refusal:
        problem = str(refusal)
    Connector.objects.filter(pk=connector.pk).update(problem=problem)
    return written


def spoken(sync: Sync) -> str:
    """What came of one look."""
    if sync.problem:
        return sync.problem
    return " ".join(filter(None, (what_came(sync), what_went(sync))))


def what_went(sync: Sync) -> str:
    """How many records were found to be gone there."""
    gone = sync.connector.gone.filter(noticed_at=sync.at).count()
    told = ngettext("One record that is here is gone there.", "%(n)d records that are here are gone there.", gone)
    return told % {"n": gone} if gone else ""


def what_came(sync: Sync) -> str:
    if sync.batch is None:
        return _("Nothing is new.")
    told = {"batch": sync.batch.pk, "state": str(sync.batch.get_state_display()).lower(), "rows": sync.rows}
    sentence = ngettext(
        "One record came, as import %(batch)d: %(state)s.",
        "%(rows)d records came, as import %(batch)d: %(state)s.",
        sync.rows,
    )
    return sentence % told


def recover() -> list[str]:
    """When the server starts: have the worker go on with every look that was cut off; one sentence about each."""
    found = list(Sync.objects.unfinished().select_related("connector"))
    for sync in found:
        work_on.enqueue(sync_id=sync.pk)
    return [_("Going on with %(source)s where it was cut off.") % {"source": sync.connector} for sync in found]
