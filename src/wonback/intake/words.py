"""What other programs' words mean here: stages, states, reasons. Pure."""

import re

WON = re.compile(r"\b(won|win|gewonnen|signed|closedwon|closed_won)\b|closed\W*won", re.IGNORECASE)
LOST = re.compile(r"\b(lost|loss|verloren|dead|abandoned|rejected|declined|closedlost)\b|closed\W*lost", re.IGNORECASE)
DELETED = re.compile(r"\bdeleted\b", re.IGNORECASE)
# A payment or invoice in one of these states never happened.
VOID = re.compile(
    r"\b(failed|canceled|cancelled|void|voided|draft|deleted|blocked|incomplete|requires_\w+|requires \w+|pending|uncaptured|estimate|quote)\b",
    re.IGNORECASE,
)
CREDIT = re.compile(r"credit|refund|gutschrift", re.IGNORECASE)
BILL = re.compile(r"\bbill\b|accpay|purchases? (invoice|order)|expense", re.IGNORECASE)
ACTIVE = re.compile(r"customer|client|active|evangelist|kunde|won", re.IGNORECASE)
FORMER = re.compile(r"former|past|inactive|churn|lost|cancel|ex-|ehemalig", re.IGNORECASE)
PROSPECT = re.compile(
    r"lead|prospect|subscriber|opportunity|other|partner|competitor|investor|press|analyst|interessent", re.IGNORECASE
)
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


def outcome(*, stage: str, status: str, is_won: bool | None, is_lost: bool | None) -> str:
    """Open, won or lost; what says so most plainly counts first.

    >>> outcome(stage="Closed Lost - price", status="", is_won=None, is_lost=None)
    'lost'
    """
    if is_lost or is_won:
        return "lost" if is_lost else "won"
    for text in (status, stage):
        if LOST.search(text):
            return "lost"
        if WON.search(text):
            return "won"
    return "open"


def standing(status: str) -> str:
    """Whether they are a client, by what another program calls them; nothing if it does not tell.

    >>> standing("Former customer"), standing("marketingqualifiedlead"), standing("Customer - Direct")
    ('lost', 'prospect', 'active')
    """
    for word, pattern in (("lost", FORMER), ("prospect", PROSPECT), ("active", ACTIVE)):
        if pattern.search(status):
            return word
    return ""


def reason(words: str) -> str:
    """The key of the reason these words speak of.

    >>> reason("Too expensive"), reason("went with a competitor"), reason(""), reason("Mercury in retrograde")
    ('price', 'competitor', 'not-asked', 'other')
    """
    if not words.strip():
        return "not-asked"
    return next((key for key, pattern in REASONS if re.search(pattern, words, re.IGNORECASE)), "other")
