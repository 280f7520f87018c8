"""The pairs that were found, and the merges that were made."""

from wonback.duplicates.models.merge import Merge
from wonback.duplicates.models.moved import Moved
from wonback.duplicates.models.pair import Pair
from wonback.duplicates.models.person_pair import PersonPair

__all__ = ["Merge", "Moved", "Pair", "PersonPair"]
