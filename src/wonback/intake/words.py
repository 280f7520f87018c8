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
