"""What can happen, and the sentence that tells it: in the timeline of a client, or among what was done about one of us."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verb:
    """One thing that can happen. Define it beside the method that does it; two may not share a name."""

    name: str
    sentence: str | Promise

    def __post_init__(self) -> None:
        if VERBS.setdefault(self.name, self) is not self:
            raise ValueError(f"Two verbs are called {self.name!r}")


VERBS: dict[str, Verb] = {}
