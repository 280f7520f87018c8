"""Words that make excuses. Whoever cannot take the blame for a loss will have difficulty recovering the client."""

from django.utils.translation import gettext as _

from wonback.core.hints import quoted_back

# Longer ones first: of two that overlap, the first speaks.
SIGNS = (
    (r"\b(?:everybody|everyone) else\b", "them"),
    (r"\b(?:we|i) (?:only|just) (?:did|wanted|tried|followed)\b", "but"),
    (r"\b(?:nobody|no one) could have\b", "luck"),
    (r"\b(?:it was|that is|that’s) not (?:my|our) job\b", "fault"),
    (r"\b(?:the market|the economy|the weather|the supplier|the carrier) (?:was|is|had|made|let)\b", "luck"),
    (r"\bif only\b", "luck"),
    (r"\bnot (?:really |entirely )?our fault\b", "fault"),
    (r"\b(?:they|the client) (?:should|could) have\b", "them"),
    (r"\b(?:they|the client) (?:never|did not|didn[’']t|failed to|refused to)\b", "them"),
    (r"\bmistakes were made\b", "nobody"),
    (r"\b(?:unfortunately|regrettably)\b", "luck"),
    (r"\b(?:bad luck|bad timing|beyond our control)\b", "luck"),
    (r"\b(?:misunderstanding|miscommunication)\b", "nobody"),
    (r"\b(?:to be fair|in our defen[cs]e|having said that)\b", "but"),
    (r"\b(?:but|however|although|though)\b", "but"),
)


def hints(words: str) -> list[str]:
    """What in these words sounds like an excuse, gently; nothing if nothing does.

    >>> hints("We missed three deliveries and did not call.")
    []
    """
    sentences = {
        "fault": _("“%(said)s”: say what was ours, however small."),
        "them": _("“%(said)s” speaks of them. What did we do, or fail to do?"),
        "nobody": _("“%(said)s” names nobody. Say who: we."),
        "luck": _("“%(said)s” blames fortune. What could we have done earlier?"),
        "but": _("“%(said)s” often begins an excuse. Is the sentence truer if it ends before it?"),
    }
    return quoted_back(words, SIGNS, sentences)
