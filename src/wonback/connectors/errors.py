"""What can be wrong with a connection. Each is a sentence for the admin who made it."""

from wonback.core.errors import Refusal


class NotConnectable(Refusal):
    """A connection that cannot be made like that."""

    code = "not_connectable"


class Answered(Refusal):
    """The other program says no."""

    code = "other_program_says_no"


class TokenRefused(Answered):
    """The other program does not know the token, or it may not read that."""

    code = "token_refused"


class NotThere(Answered):
    """The other program has no such record any more."""

    code = "not_there"


class CursorGone(Answered):
    """The place at which a list was left is not known any more; it is read from its beginning."""

    code = "cursor_gone"


class NotReachable(Refusal):
    """The other program does not answer."""

    code = "not_reachable"


class Later(Refusal):
    """The other program wants to be left alone for a while; the work goes on by itself after that."""

    code = "later"

    def __init__(self, sentence: str, *, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class NotNow(Refusal):
    """One thing at a time."""

    code = "not_now"
