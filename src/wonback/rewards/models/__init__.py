from wonback.rewards.models.closing import Closing
from wonback.rewards.models.credit import Credit
from wonback.rewards.models.praise import Cheer, Deed, Praise
from wonback.rewards.models.scheme import Scheme

__all__ = ["Cheer", "Closing", "Credit", "Deed", "Praise", "Scheme"]
