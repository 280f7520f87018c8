"""What the table of programs says of each: what is asked, how a list goes on, and which of their fields is which column."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, Paging

Since = str  # a moment; empty: from the beginning


@dataclass(frozen=True)
class Lookup:
    """A short list that names ids: people, stages."""

    ask: Ask
    rows: str
    key: str
    names: str
    paging: Paging | None = None


@dataclass(frozen=True)
class Join:
    """What a search leaves out and a second question tells: for the records of one page, to which record of another kind each belongs."""

    path: str
    into: str


@dataclass(frozen=True)
class Kind:
    """One kind of record there. `optional` fields are asked for where that installation has them."""

    name: str
    preset: str
    ask: Callable[[Since, tuple[str, ...]], Ask]
    rows: str
    paging: Paging
    modified: str
    columns: dict[str, Take]
    # Columns the preset does not know, and what they mean.
    meaning: dict[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    described: Lookup | None = None
    join: Join | None = None
    # How many records a search gives before it has to be begun anew.
    window: int = 0
    # Where a record says of itself that it was deleted.
    gone: str = ""


@dataclass(frozen=True)
class Deleted:
    """Where a program tells which records of a kind were deleted, and when."""

    kind: str
    ask: Callable[[Since], Ask]
    rows: str
    paging: Paging
    key: str = "id"
    when: str = ""


@dataclass(frozen=True)
class Back:
    """Where five fields go of one kind of record: the request that writes them, the one that reads them, and what they are called."""

    kind: str
    path: str
    names: dict[str, str]
    # Around the fields: the key they stand below, and whether the body is a form.
    below: str = ""
    is_form: bool = False
    method: str = "PATCH"
    # The fields that are there, to find out whether ours are; `key` where a field is written by another name than people see.
    there: Lookup | None = None


@dataclass(frozen=True)
class Source:
    """One program."""

    name: str
    label: str
    hosts: tuple[str, ...]
    header: str
    scheme: str
    test: Ask
    kinds: tuple[Kind, ...]
    lookups: dict[str, Lookup]
    back: tuple[Back, ...]
    # What to make there, in words; and an example of an address, where it has one of its own.
    advice: str
    example: str = ""
    deleted: tuple[Deleted, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The address of everybody's; empty where each installation has its own."""
        return "" if self.example else f"https://{self.hosts[0]}"


FIELDS = ("reason", "stage", "next_touch", "owner", "link")
TITLES = {"reason": "Wonback reason", "stage": "Wonback stage", "next_touch": "Wonback next touch", "owner": "Wonback owner", "link": "Wonback link"}  # fmt: skip
