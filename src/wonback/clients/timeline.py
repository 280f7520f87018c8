"""What can happen to a client, and the sentence that tells it."""

from wonback.core.verbs import VERBS, Verb

__all__ = ["VERBS", "Verb"]
