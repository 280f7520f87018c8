"""A letter on paper: what it says, set by Typst as PDF. The same letter gives the same file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of what we say, under its small heading."""

    head: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """All that stands on the page. `logo` is the path of a picture, or empty: then the name stands there."""

    company: str
    address: Sequence[str]
    logo: str
    language: str
    to: Sequence[str]
    day: str
    subject: str
    greeting: str
    parts: Sequence[Section]
    closing: str
    regards: str
    sender: str
    reach: str = ""


def as_pdf(paper: Paper) -> bytes:
    """The letter, to print and sign."""
    return typst.compile(str(TEMPLATE), root="/", sys_inputs={"letter": json.dumps(asdict(paper))})


def as_png(paper: Paper, *, page: int = 0, dots_per_inch: int = 96) -> bytes:
    """One page of it, to look at."""
    pages = typst.compile(
        str(TEMPLATE), root="/", format="png", ppi=dots_per_inch, sys_inputs={"letter": json.dumps(asdict(paper))}
    )
    return pages if isinstance(pages, bytes) else pages[page]
