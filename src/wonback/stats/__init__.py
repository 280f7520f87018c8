"""The mathematics of keeping and winning back clients; numpy and scipy only, usable without the rest."""

from importlib import import_module
from types import ModuleType

from wonback.stats.errors import CannotTell

__all__ = ["CannotTell"]

ROOMS = frozenset(
    {"backtest", "choice", "contracts", "control", "effect", "health", "occasions", "offers", "purchases"}
    | {"renewals", "reorder", "returns", "rhythm", "shrunk", "spend", "survival", "texts", "value"}
)


def __getattr__(name: str) -> ModuleType:
    """`wonback.stats.purchases` after a plain `import wonback.stats`: each room is opened when somebody enters."""
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
