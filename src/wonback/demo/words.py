"""The sentences and names of the demo company, read from the tables beside this file."""

import functools
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("words")


@functools.cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def talk(*keys: str) -> list[str]:
    """The sentences under these keys of `talk.toml`."""
    found: Any = table("talk")
    for key in keys:
        found = found[key]
    return list(found)


def told(reason: str, voice: str) -> list[str]:
    """How a reason is told: by our rep, by the client, or by us owning it."""
    return list(table("reasons").get(reason, {}).get(voice, []))
