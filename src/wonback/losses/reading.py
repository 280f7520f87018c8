"""Which reason the words of a program or of a client speak of. Pure."""

import re

# The first pattern that is found in the words decides; the keys are those of our reason tree.
REASONS = (
    ("not-asked", r"^(unknown|not asked|n\.?a\.?|none|don.?t know|no reason( given)?)$"),
    ("contact-left", r"contact left|champion left|left the company"),
    ("decision-maker", r"decision.?maker|new (ceo|cto|management)|reorgani"),
    ("people", r"attitude|rude|unfriendly|expertise of"),
    ("competitor", r"compet"),
    ("product-gap", r"range of|product dissatisf"),
    ("price", r"pric|expens|cost|teuer|preis|discount|charges|afford"),
    ("budget", r"budget|funding|money"),
    ("competitor", r"compet|chose another|other vendor|other supplier|went with|switched|wettbewerb"),
    ("product-gap", r"feature|functional|missing|capabilit|product gap"),
    ("quality", r"quality|bug|defect|reliab"),
    ("delivery", r"deliver|\blate\b|shipping|lead time"),
    ("service", r"service|support"),
    ("timing", r"timing|not now|later|next (year|quarter)|postpone|too early"),
    (
        "no-decision",
        r"no decision|unresponsive|no response|ghost|stall|went (dark|silent)|not interested|lost interest",
    ),
    (
        "merged-or-closed",
        r"deceased|passed away|bankrupt|insolv|closed down|out of business|merged|merger|acquired|acquisition",
    ),
    ("territory", r"territory|moved( away)?$|relocat"),
    ("not-a-fit", r"\bfit\b|disqualif|unqualified|not qualified"),
)


def reason(words: str) -> str:
    """The key of the reason these words speak of.

    >>> reason("Too expensive"), reason("went with a competitor"), reason(""), reason("Mercury in retrograde")
    ('price', 'competitor', 'not-asked', 'other')
    """
    return guess(words) or "other"


def guess(words: str) -> str:
    """The same, but nothing where the words mean nothing we know.

    >>> guess("Mercury in retrograde")
    ''
    """
    if not words.strip():
        return "not-asked"
    return next((key for key, pattern in REASONS if re.search(pattern, words, re.IGNORECASE)), "")
