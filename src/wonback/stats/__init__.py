"""The mathematics of keeping and winning back clients; numpy and scipy only, usable without the rest."""

from wonback.stats.errors import CannotTell

__all__ = ["CannotTell"]
