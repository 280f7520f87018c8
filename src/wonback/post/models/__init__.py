from wonback.post.models.approach import Approach, TooOften
from wonback.post.models.letter import DoNotContact, Letter, NoAddress

__all__ = ["Approach", "DoNotContact", "Letter", "NoAddress", "TooOften"]
