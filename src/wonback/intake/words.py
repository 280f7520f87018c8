"""What other programs' words mean here: stages, states, reasons. Pure."""

import re
from functools import lru_cache

WON = re.compile(
    r"\b(won|win|gewonnen|signed|closedwon|closed_won|gagnée?s?|ganad[oa]|vint[oa]|vunnen|wygran[aey])\b|closed\W*won",
    re.IGNORECASE,
)
LOST = re.compile(
    r"\b(lost|loss|verloren|dead|abandoned|rejected|declined|closedlost|perdue?s?|perdid[oa]|pers[oa]|förlorad|przegran[aey]|abgelehnt)\b"
    r"|closed\W*lost",
    re.IGNORECASE,
)
OPEN = re.compile(r"^\s*(open|pending|in progress)\s*$", re.IGNORECASE)
DELETED = re.compile(r"\bdeleted\b", re.IGNORECASE)
# A payment or invoice in one of these states never happened.
VOID = re.compile(
    r"\b(failed|canceled|cancelled|void|voided|draft|deleted|blocked|incomplete|requires_\w+|requires \w+|pending|uncaptured|estimate|quote)\b",
    re.IGNORECASE,
)
CREDIT = re.compile(r"credit|refund|gutschrift", re.IGNORECASE)
# Lines of a report of sales that are none: offers, and the money for what was sold before.
NO_SALE = re.compile(
    r"estimate|quote|\bpayment\b|deposit|(purchase|sales) order|delayed|statement|time (charge|activity)|journal|angebot|proforma",
    re.IGNORECASE,
)
NEVER_BEGAN = re.compile(r"incomplete|never started|void|draft", re.IGNORECASE)
ENDED = re.compile(r"cancel|ended|churn|expired|terminated|gekündigt|beendet|résilié", re.IGNORECASE)
CHANNELS = (
    ("call", r"\bcall|phone|anruf|telefon|appel|llamada|chiamata|belaf"),
    (
        "visit",
        r"meeting|visit|lunch|dinner|\bdemo|\bevent|besuch|termin|rendez|réunion|reunión|on-?site|conference|workshop",
    ),
    ("mail", r"e-?mail|\bmail|correo"),
    ("letter", r"\bletter|\bbrief|postcard|\bfax"),
)
SUBJECT = re.compile(r"^\s*(call|phone call|e-?mail|meeting|visit)\b\s*(:|$|with|-)", re.IGNORECASE)
INCOMING = re.compile(r"incoming|inbound|received|eingehend|entrant", re.IGNORECASE)
PLANNED = re.compile(
    r"not.?started|in.?progress|waiting|deferred|planned|scheduled|\bopen\b|to.?do|pending|cancel|\bno\b$|^false$|^0$",
    re.IGNORECASE,
)
MISSED = re.compile(
    r"no.?answer|voice.?mail|busy|no.?show|wrong.?number|no.?connection|bounced|not.?reached|left.*message",
    re.IGNORECASE,
)
BILL = re.compile(r"\bbill\b|accpay|purchases? (invoice|order)|expense", re.IGNORECASE)
# Between several competitors; a comma before a legal form belongs to the name.
RIVALS = re.compile(
    r"\s*[;|\n]\s*|,\s*+(?!(inc|incorporated|llc|l\.l\.c|ltd|limited|lp|llp|corp|co|plc|gmbh|ag|kg|se|sa|s\.a|srl|bv|b\.v|ab|oy|pty)\b)",
    re.IGNORECASE,
)
NO_RIVAL = re.compile(
    r"|no(ne|body| one|t applicable)?\.?|yes|true|false|[01x]|no (competitors?|competition|decision)|unknown|unspecified|undisclosed|other|others|various|keiner?"
    r"|unbekannt|niemand|aucun|inconnu|ninguno|do(es)?n.?t know|\?+|tbd|n/?a",
    re.IGNORECASE,
)
ACTIVE = re.compile(r"customer|client|active|evangelist|kunde|won", re.IGNORECASE)
FORMER = re.compile(r"former|past|inactive|churn|lost|cancel|ex-|ehemalig", re.IGNORECASE)
PROSPECT = re.compile(
    r"lead|prospect|subscriber|opportunity|other|partner|competitor|investor|press|analyst|interessent", re.IGNORECASE
)


@lru_cache(10_000)
def outcome(text: str) -> str:
    """What the word of a stage or state means; nothing if it does not tell.

    >>> outcome("Closed Lost - price"), outcome("Gewonnen"), outcome("Angebot")
    ('lost', 'won', '')
    """
    if LOST.search(text):
        return "lost"
    if WON.search(text):
        return "won"
    return "open" if OPEN.match(text) else ""


def flagged(*, is_won: bool | None, is_lost: bool | None, is_closed: bool | None) -> str:
    """What columns of yes and no say; nothing if they leave it open.

    >>> flagged(is_won=False, is_lost=None, is_closed=True)
    'lost'
    """
    if is_lost or is_won:
        return "lost" if is_lost else "won"
    return "lost" if is_closed and is_won is False else ""


def rival(text: str) -> str:
    """The competitor whom a cell names, the first if there are several; nothing if it names none.

    >>> rival("Initech; Globex"), rival("Acme, Inc."), rival("Globex, Initech"), rival("None"), rival("No decision")
    ('Initech', 'Acme, Inc.', 'Globex', '', '')
    """
    first = RIVALS.split(text.strip(), maxsplit=1)[0].strip()
    return "" if NO_RIVAL.fullmatch(first) else first


def channel(kind: str) -> str:
    """Which way of being in touch another program means; nothing for a note or a task.

    >>> channel("Phone Call"), channel("MEETING"), channel("To-do")
    ('call', 'visit', '')
    """
    return next((name for name, pattern in CHANNELS if re.search(pattern, kind, re.IGNORECASE)), "")


def channel_of_subject(subject: str) -> str:
    """The same, by how a subject begins: `Email: your offer`."""
    found = SUBJECT.match(subject)
    return channel(found[1]) if found else ""


@lru_cache(10_000)
def standing(status: str) -> str:
    """Whether they are a client, by what another program calls them; nothing if it does not tell.

    >>> standing("Former customer"), standing("marketingqualifiedlead"), standing("Customer - Direct")
    ('lost', 'prospect', 'active')
    """
    for word, pattern in (("lost", FORMER), ("prospect", PROSPECT), ("active", ACTIVE)):
        if pattern.search(status):
            return word
    return ""
