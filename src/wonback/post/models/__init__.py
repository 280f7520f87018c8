from wonback.post.models.approach import Approach, TooOften
from wonback.post.models.extension import Extension
from wonback.post.models.feed import Feed
from wonback.post.models.letter import DoNotContact, Letter, NoAddress

__all__ = ["Approach", "DoNotContact", "Extension", "Feed", "Letter", "NoAddress", "TooOften"]
