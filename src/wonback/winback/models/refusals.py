"""Why a plan cannot go on, or not like this."""

from wonback.core.errors import AlreadyDone, Refusal


class NotReady(Refusal):
    """Something we owe this client is still undone."""

    code = "plan_not_ready"


class AlreadyMoved(AlreadyDone):
    """Somebody else moved this plan first."""

    code = "plan_already_moved"


class DayBehindUs(Refusal):
    """A plan rests until a day that is still to come."""

    code = "day_behind_us"


class LetGo(Refusal):
    """A loss that was let go has to be taken up again first."""

    code = "loss_let_go"
