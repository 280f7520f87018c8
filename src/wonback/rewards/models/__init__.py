from wonback.rewards.models.praise import Cheer, Deed, Praise

__all__ = ["Cheer", "Deed", "Praise"]
