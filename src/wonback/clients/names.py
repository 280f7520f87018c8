"""How company names are compared: without case, accents, punctuation and legal form.

`name_key` is strict: imports take two names with one key for one company. `core` is generous: it spells a name in Latin letters as somebody
might hear it, to find what people should look at.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from wonback.clients.legal_forms import ELSEWHERE, FORMS, PHRASES, SAME, USUAL

LEGAL_FORMS = USUAL
# Words between the words of a name, in the languages we meet; “&” falls with the punctuation.
BETWEEN = frozenset("and and the und et e y i og och ja en de of".split())
# Letters that two people write differently when they hear the same: Müller and Mueller, Aarhus and Århus, Yandex and Яндекс.
HEARD = (
    (re.compile(r"([aou])e(?=[a-z])"), r"\1"),
    (re.compile("aa"), "a"),
    (re.compile("ks"), "x"),
    (re.compile("ph"), "f"),
)

FORM_OF = dict(PHRASES)
PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(FORM_OF, key=len, reverse=True))})\b")


def words(name: str) -> list[str]:
    """The words of a name, folded to lower-case letters and digits.

    >>> words("Müller & Söhne GmbH")
    ['muller', 'sohne', 'gmbh']
    """
    if name.isascii():
        return re.findall(r"[^\W_]+", name.lower())
    # Some letters are capital only once they are decomposed, and some fall apart only once they are small.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=1_000)
def name_key(name: str) -> str:
    """Equal for two spellings of one company's name.

    >>> name_key("GTX Pro") == name_key("GTXPro")
    True
    >>> name_key("Müller & Söhne GmbH") == name_key("Muller & Sohne")
    True
    """
    return key_of(words(name))


def key_of(all_words: list[str]) -> str:
    """The key of a name that fell into these words."""
    telling = [word for word in all_words if word not in LEGAL_FORMS]
    return "".join(telling or all_words)[:200]


@dataclass(frozen=True, slots=True)
class Core:
    """A name as it is compared: the words that tell, and the legal form apart."""

    words: tuple[str, ...]
    form: str

    @property
    def key(self) -> str:
        return "".join(self.words)

    @property
    def numbers(self) -> tuple[str, ...]:
        """“Store 12” and “Store 13” are two, however alike they look."""
        return tuple(sorted(number for word in self.words for number in re.findall(r"\d+", word)))


def core(name: str) -> Core:
    """What of a name tells the company, however it is spelled, accented, abbreviated or transliterated.

    >>> core("Mueller and Soehne Gesellschaft mbH").key == core("Müller & Söhne GmbH").key
    True
    >>> core("ПАО «Газпром»").key == core("Gazprom PJSC").key
    True
    >>> core("Société Générale S.A."), core("Grupo Norte, S.A. de C.V.").form
    (Core(words=('societe', 'generale'), form='sa'), 'sa')
    """
    every = PHRASE.sub(lambda phrase: FORM_OF[phrase[0]], latin(name)).split()
    telling = [word for word in every if word not in FORMS and word not in BETWEEN]
    forms = dict.fromkeys(SAME.get(word, word) for word in every if word in FORMS)
    return Core(tuple(heard(word) for word in telling or every), " ".join(forms) if telling else "")


def latin(name: str) -> str:
    """A name in small Latin letters and digits, its words parted by blanks; letters that stand alone are put together.

    >>> latin("S.à r.l. Łódź-Trans"), latin("Norte A/S")
    ('sarl lodz trans', 'norte as')
    """
    for form in ELSEWHERE:
        name = name.replace(form, " ")
    plain = name if name.isascii() else anyascii(unicodedata.normalize("NFKC", name))
    parts = " ".join(re.findall("[a-z0-9]+", re.sub(r"(?<=\w)['’`](?=\w)", "", plain.casefold())))
    return re.sub(r"\b(?:[a-z] )+[a-z]\b", lambda run: run[0].replace(" ", ""), parts)


def heard(word: str) -> str:
    """A word as one might write it by ear."""
    for pattern, plain in HEARD:
        word = pattern.sub(plain, word)
    return word
