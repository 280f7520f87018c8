"""What we expect of one loss where nobody told us a day."""

from datetime import date

from wonback.losses.models import Loss
from wonback.winback.models import Window
from wonback.winback.windows import Estimate, estimate

DAYS_A_YEAR = 365


def expected_window(loss: Loss, windows: list[Window], *, as_of: date) -> Estimate | None:
    """When they will probably choose anew; None where a day is on file, or nothing is known."""
    if any(window.on > as_of for window in windows):
        return None
    told = {"reason": loss.reason.key, "elsewhere": loss.competitor_id is not None}
    term = usual_term(loss) if loss.competitor_id else None
    return estimate(loss.lost_on, term_years=term, as_of=as_of, **told)  # type: ignore[arg-type]  # as they are named


def usual_term(loss: Loss) -> int | None:
    """How many years their contracts with us ran, by the last of them."""
    whole = loss.client.contracts.filter(starts_on__isnull=False, until__isnull=False)
    last = whole.order_by("-until").first()
    if last is None or last.starts_on is None or last.until is None:
        return None
    return max(1, round((last.until - last.starts_on).days / DAYS_A_YEAR))
