from wonback.post.models.approach import Approach, TooOften
from wonback.post.models.draft import DoNotContact, NoAddress
from wonback.post.models.extension import Extension
from wonback.post.models.feed import Feed
from wonback.post.models.letter import Letter
from wonback.post.models.mailbox import Incoming, Mailbox

__all__ = [
    "Approach",
    "DoNotContact",
    "Extension",
    "Feed",
    "Incoming",
    "Letter",
    "Mailbox",
    "NoAddress",
    "TooOften",
]
