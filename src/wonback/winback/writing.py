"""Two people who write one text at the same moment: neither text is lost, and both are shown."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal


class WrittenMeanwhile(Refusal):
    """Somebody else wrote here since you looked. Both texts are shown; nothing of theirs is overwritten."""

    code = "written_meanwhile"


def must_be_newest(
    seen: int | None,
    now: int,
    *,
    theirs: Mapping[str, str],
    yours: Mapping[str, str],
    names: Mapping[str, str | Promise],
) -> None:
    """Refuse to overwrite what was written since version `seen`, with both texts. Without a version the last one wins."""
    differ = [part for part, text in yours.items() if text.strip() != theirs.get(part, "").strip()]
    if seen is None or seen == now or not differ:
        return
    head = _("Put the two texts together: somebody else wrote meanwhile.")
    both = _("%(what)s. They wrote: “%(theirs)s” You wrote: “%(yours)s”")
    texts = ({"what": names[part], "theirs": theirs.get(part, ""), "yours": yours[part]} for part in differ)
    raise WrittenMeanwhile(head, *(both % text for text in texts))
