"""What can happen to a client, and the sentence that tells it."""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Verb:
    """One thing that can happen. Define it beside the method that does it; two may not share a name."""

    name: str
    sentence: StrOrPromise

    def __post_init__(self) -> None:
        if VERBS.setdefault(self.name, self) is not self:
            raise ValueError(f"Two verbs are called {self.name!r}")


VERBS: dict[str, Verb] = {}
