"""Refusal: the domain's polite no."""

from django.utils.functional import Promise


class Refusal(Exception):
    """The domain says no. Not a bug: it is shown to the person, never logged as an error.

    Each reason is a whole sentence that begins with the thing to do: "Ask the client why they left."
    """

    code = "refused"

    def __init__(self, *reasons: "str | Promise") -> None:
        super().__init__(*reasons)

    @property
    def reasons(self) -> list[str]:
        return [str(reason) for reason in self.args]

    def __str__(self) -> str:
        return " ".join(self.reasons)


class AlreadyDone(Refusal):
    """Somebody else was faster."""

    code = "already_done"
