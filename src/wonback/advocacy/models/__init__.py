from wonback.advocacy.models.reference import Reference
from wonback.advocacy.models.referral import Referral
from wonback.advocacy.models.vouching import Vouching

__all__ = ["Reference", "Referral", "Vouching"]
