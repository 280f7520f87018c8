"""How company names are compared: without case, accents, punctuation and legal form."""

import re
import unicodedata

LEGAL_FORMS = frozenset(
    "ab ag aps as asa bv co company corp corporation eurl gmbh gbr inc incorporated kg kgaa kk limited llc llp lp ltd mbh "
    "nv ohg oy oyj plc pte pty sa sarl sas se sl spa srl sro ug".split()
)


def words(name: str) -> list[str]:
    """The words of a name, folded to lower-case letters and digits.

    >>> words("Müller & Söhne GmbH")
    ['muller', 'sohne', 'gmbh']
    """
    # Some letters are capital only once they are decomposed, and some fall apart only once they are small.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def name_key(name: str) -> str:
    """Equal for two spellings of one company's name.

    >>> name_key("GTX Pro") == name_key("GTXPro")
    True
    >>> name_key("Müller & Söhne GmbH") == name_key("Muller & Sohne")
    True
    """
    all_words = words(name)
    telling = [word for word in all_words if word not in LEGAL_FORMS]
    return "".join(telling or all_words)[:200]
