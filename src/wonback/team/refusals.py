"""Why something about one of us is refused."""

from wonback.core.errors import Refusal


class NotAllowed(Refusal):
    """This is not part of your role."""

    code = "not_allowed"


class TooMuchWork(Refusal):
    """Nobody works on that many lost clients at once."""

    code = "too_much_work"


class NoMorning(Refusal):
    """A morning mail comes in the morning, where its reader is."""

    code = "no_morning"


class GoesRound(Refusal):
    """Nobody reports to themselves, on whatever way round."""

    code = "goes_round"


class NobodysName(Refusal):
    """A person has a name."""

    code = "nobodys_name"


class BadAddress(Refusal):
    """An e-mail address reaches one person."""

    code = "bad_address"


class LastAdmin(Refusal):
    """Somebody has to be able to add people."""

    code = "last_admin"
