"""Why something cannot go out, or move in. Each is a sentence for the person who asked."""

from wonback.core.errors import Refusal


class NotMovable(Refusal):
    """This is not a whole export that this house can move in from."""

    code = "not_movable"


class NotEmpty(Refusal):
    """Only an empty house is moved into."""

    code = "house_not_empty"


class TooMuch(Refusal):
    """So much of a list is not made while somebody waits."""

    code = "too_much_at_once"


class NotMade(Refusal):
    """An export is fetched when it is made."""

    code = "export_not_made"
