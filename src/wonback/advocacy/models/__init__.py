from wonback.advocacy.models.reference import Reference
from wonback.advocacy.models.vouching import Vouching

__all__ = ["Reference", "Vouching"]
