"""What a mail that came back by itself says: gone for good, moved, on a long leave, out for some days, or not delivered.

Pure: a text in, a reading out. Nothing is decided here; a person, or the inbox, acts on it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Says(StrEnum):
    LEFT = "left"  # no longer works there
    MOVED = "moved"  # another address
    LEAVE = "leave"  # will be back, in months
    AWAY = "away"  # will be back, in days
    UNKNOWN_THERE = "unknown_there"  # the server knows nobody of that name
    LATER = "later"  # not delivered now: full, busy, refused for a while
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reading:
    """What it says, and whom to write to instead, if it names somebody."""

    says: Says
    name: str = ""
    email: str = ""

    @property
    def has_left(self) -> bool:
        return self.says in {Says.LEFT, Says.UNKNOWN_THERE}


# Of each kind: words as people and mail programs write them, language by language. The first kind that fits counts.
WORDS: dict[Says, tuple[str, ...]] = {
    Says.LATER: (
        r"mailbox (?:is )?(?:full|over quota)", r"quota exceeded", r"over ?quota", r"temporary (?:failure|error|problem)|temporarily (?:deferred|rejected|unavailable)", r"\b4\d\d[ -]#?4\.\d\.\d",
        r"postfach (?:ist )?voll", r"boîte (?:aux lettres )?(?:est )?pleine", r"buzón (?:está )?lleno", r"casella (?:è )?piena",
        r"message (?:has been )?delayed", r"will be retried", r"greylist",
    ),
    Says.UNKNOWN_THERE: (
        r"\b5\d\d[ -]#?5\.[14]\.\d", r"status: 5\.1", r"user (?:is )?unknown", r"unknown user", r"no such (?:user|recipient|mailbox)",
        r"mailbox (?:not found|unavailable|does not exist)", r"(?:address|account|recipient)[^.]{0,60}(?:does not|doesn't|doesn’t) exist",
        r"recipient address rejected", r"couldn['’]t be found", r"address not found", r"empfänger (?:ist )?unbekannt",
        r"adresse (?:existiert nicht|n['’]existe pas)", r"destinataire inconnu", r"destinatario (?:desconocido|sconosciuto)",
        r"onbekende (?:gebruiker|ontvanger)", r"okänd mottagare",
    ),
    Says.LEFT: (
        # English
        r"no longer (?:with|at|work\w*|employed|part of|a member|in (?:the )?employ)", r"(?:has|have|had) left (?!(?:the|my) office|for the day|early|a message)",
        r"(?:is|am) leaving (?:the company|us\b|my (?:position|role)|after)", r"(?:does not|doesn['’]t|do not|don['’]t) work (?:here|at|for)[^.]*(?:any ?more|any longer)",
        r"(?:last|final) (?:working )?day (?:at|with|was|is)", r"(?:has|have) (?:now )?(?:retired|resigned|moved on)",
        # German
        r"nicht (?:mehr|länger) (?:bei|für|im|in|mehr)", r"(?:unternehmen|firma|haus|gesellschaft)\W{1,3}(?:\w+\W+){0,6}?verlassen", r"ausgeschieden",
        r"(?:im|in den|in) ruhestand", r"letzter arbeitstag", r"nicht mehr (?:\w+ ){0,5}?(?:tätig|beschäftigt|erreichbar, da)", r"arbeite[nt]? nicht (?:mehr|länger)",
        # French
        r"ne (?:travaille|fait|fais|suis|est) plus (?:\w+ ){0,3}?(?:chez|partie|pour|dans|parmi|au sein|en poste|salarié)", r"(?:a|ai) quitté (?!le bureau)", r"n['’]est plus (?:en poste|parmi|chez|employé)",
        r"(?:est|suis) (?:parti|partie) (?:à la|en) retraite", r"ne travaille plus",
        # Spanish
        r"ya no (?:trabaj\w+|form\w+ parte|pertenec\w+|est[áo]y? (?:en la empresa|con nosotros))", r"(?:ha|he) dejado (?:la empresa|la compañía|de trabajar|\w+ s\.?[al])", r"(?:se ha|me he) jubilado",
        # Italian
        r"non (?:lavor\w+|fa|faccio|è|sono) più (?:\w+ ){0,3}?(?:presso|per|in|parte|con|qui)", r"(?:ha|ho) lasciato (?:l['’]azienda|la società|l['’]incarico)", r"(?:è|sono) andat[oa] in pensione",
        # Dutch
        r"(?:werk|werkt|werkzaam|ben|is) (?:\w+ ){0,4}?niet (?:meer|langer)", r"niet (?:meer|langer) (?:werkzaam|in dienst|bij)", r"(?:heb|heeft) (?:\w+ ){0,5}?(?:bedrijf|organisatie|verlaten) ?(?:verlaten)?", r"uit dienst", r"met pensioen",
        # Swedish, Norwegian, Danish
        r"(?:arbetar|jobbar) (?:\w+ )?inte längre", r"inte längre (?:anställd|kvar|hos)", r"har slutat\b|har lämnat (?!kontoret)", r"gått i pension",
        r"(?:jobber|arbeider) (?:\w+ )?ikke lenger", r"har sluttet", r"ikke lenger (?:ansatt|hos)", r"(?:arbejder|ansat) (?:\w+ )?ikke længere", r"ikke længere (?:ansat|hos|i)", r"(?:er )?fratrådt", r"har forladt (?!kontoret)", r"(?:gått|gået) på pensjon|gået på pension",
        # Polish
        r"nie (?:pracuj\w+|jest)(?: \w+){0,2} już", r"już nie (?:pracuj\w+|jest)", r"nie pracuj\w+", r"odszed\w* z (?:firmy|pracy)", r"zakończył\w* (?:współpracę|pracę)", r"przeszedł na emeryturę",
        # Portuguese
        r"(?:já )?não (?:trabalh\w+|faz\w*|faço|est\w+|integr\w+) mais", r"já não (?:trabalh\w+|faz\w*|faço|est\w+ na|integr\w+)", r"(?:deixou|deixei|saiu d|saí d)\w* (?:a )?empresa", r"deixou de trabalhar",
        # Finnish
        r"en ole enää", r"ei (?:ole|työskentele) enää", r"(?:on )?lähtenyt yrityksestä", r"jäänyt eläkkeelle",
    ),
    Says.MOVED: (
        r"new (?:e-?mail )?address", r"(?:e-?mail )?address (?:has|have) changed", r"(?:moved|changed) to (?:a )?new (?:e-?mail|domain|role|position|department)", r"changed (?:roles|positions|departments)",
        r"neue (?:e-?mail-?)?adresse", r"adresse hat sich geändert", r"unter (?:folgender )?neuer", r"nouvelle adresse", r"adresse (?:e-?mail|mail|électronique)? ?a changé", r"nueva dirección", r"nuovo indirizzo", r"nieuwe? (?:e-?mail)?adres",
        r"ny (?:e-?post|mail|e-?mail)-?adress\w*", r"nowy adres", r"novo (?:endereço|e-?mail)", r"uusi sähköpostiosoit",
    ),
    Says.LEAVE: (
        r"(?:parental|maternity|paternity|medical|sick|family|study|long-?term) leave", r"sabbatical", r"eltern(?:zeit|karenz)", r"mutterschutz", r"karenz", r"sabbatjahr", r"congé (?:de )?(?:maternité|paternité|parental|maladie)", r"arrêt maladie",
        r"baja (?:por|de) (?:maternidad|paternidad|enfermedad|médica)", r"permiso (?:de )?(?:maternidad|paternidad|parental)", r"congedo (?:di )?(?:maternità|paternità|parentale)", r"maternità\b", r"(?:zwangerschaps|ouderschaps|bevallings)verlof",
        r"föräldraled\w+|mammaled\w+|pappaled\w+|tjänstledig\w*|sjukskriven", r"(?:foreldre|pappa|mamma|fødsels)permisjon", r"barsel(?:s?orlov)?|orlov", r"urlop\w* (?:macierzyńsk|rodziciels|wychowawcz|ojcowsk)\w+", r"licença (?:de )?(?:maternidade|paternidade|parental|médica)", r"licença-(?:maternidade|paternidade)", r"vanhempainva\w+|äitiyslom\w+|hoitova\w+",
    ),
    Says.AWAY: (
        r"out of (?:the )?office", r"on (?:annual leave|holiday|vacation|a business trip)", r"(?:limited|no) access to (?:my )?e-?mail", r"away (?:from|until|on)", r"back (?:in the office )?on", r"left the office", r"(?:will|shall) (?:return|be back)", r"public holiday",
        r"abwesen\w+|nicht (?:im büro|am platz|im haus)|im urlaub|außer haus|dienstreise", r"absent\w*|en (?:congés?|vacances|déplacement)|de retour", r"fuera de la oficina|de vacaciones|ausente|de viaje", r"fuori (?:ufficio|sede)|in ferie|assente|rientrer\w+",
        r"afwezig|met vakantie|op vakantie|niet op kantoor|terug op", r"(?:har|på) semester|frånvarande|inte på (?:kontoret|plats)|är (?:tillbaka|åter)", r"ferie|fraværende|ikke på kontoret|tilbake|tilbage", r"nieobecn\w+|na urlopie|poza biurem|wracam", r"ausente|férias|fora do escritório|regress\w+", r"lomalla|poissa|toimistolta", r"automatic reply|auto-?reply|automatische antwort|réponse automatique",
    ),
}  # fmt: skip
RULES = [(says, re.compile("|".join(words), re.IGNORECASE)) for says, words in WORDS.items()]
# As long as addresses and names may be (RFC 5321): anybody can write us longer ones.
LONGEST_ADDRESS, LONGEST_NAME = 254, 200
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
PART = r"[^\W\d_a-zß-öø-ÿ][\w'’-]+"
NAME = re.compile(
    rf"(?<![\w@.])(?:{PART})(?: (?:van|von|de|da|do|dos|del|della|der|den|di|la|le|zu|af|av|[A-Z]\.|{PART})){{0,4}} {PART}"
)
ROBOTS = re.compile(r"^(?:no-?reply|mailer-daemon|postmaster|donotreply|bounce)", re.IGNORECASE)
# Words that begin a sentence, and titles, which belong to no name.
NO_NAMES = frozenset(
    "please contact dear hello hi thank thanks kind best regards bitte wenden frau herr herrn mr mrs ms dr ing sehr geehrte geehrter merci bonjour madame "
    "monsieur mme veuillez contacter por favor contacte contactar escriba diríjase señor señora sra sr gentile prego rivolgersi scriva sig signora dott "
    "neem contact op met mevrouw dhr kontakta hej vänligen kontakt venligst vennligst hei contactez écrivez proszę pan pani prosimy kontaktować obrigado contate fale "
    "ota yhteyttä my colleague your new ihr ihre mein meine meinen e-mail email mail tel write colleague nachfolger nachfolgerin it sie ich i".split()
)


def read(text: str, *, subject: str = "", own: str = "") -> Reading:
    """What a mail says that came back by itself. `own` is the address we had written to, which is nobody else's.

    >>> read("Anna Berg is no longer with us. Please contact Jon Lie (jon.lie@norra.example).")
    Reading(says=<Says.LEFT: 'left'>, name='Jon Lie', email='jon.lie@norra.example')
    >>> read("I am on parental leave until May.").says
    <Says.LEAVE: 'leave'>
    """
    whole = " ".join(f"{subject}. {text}".split())
    says = next((kind for kind, words in RULES if words.search(whole)), Says.NOTHING)
    if says in {Says.UNKNOWN_THERE, Says.LATER, Says.NOTHING}:
        return Reading(says)
    others = (found for found in ADDRESS.finditer(whole) if is_of_somebody_else(found.group(), own))
    found = next(others, None)
    if found is None:
        return Reading(says)
    email = found.group().rstrip(".").lower()
    name = name_near(whole, found.start(), found.end()) or name_in(email)
    return Reading(says, name[:LONGEST_NAME], email)


def is_of_somebody_else(address: str, own: str) -> bool:
    return address.lower() != own.lower() and not ROBOTS.match(address) and len(address) <= LONGEST_ADDRESS


def name_near(text: str, start: int, end: int) -> str:
    """The name that stands before an address, or in brackets behind it."""
    sentence = re.split(r"[.!?] (?=[^\W\d_])", text[max(0, start - 80) : start])[-1]
    before = [one for one in map(without_titles, NAME.findall(sentence)) if one]
    if before:
        return before[-1]
    behind = re.match(rf" ?\(({NAME.pattern})\)", text[end:])
    return without_titles(behind.group(1)) if behind else ""


def without_titles(name: str) -> str:
    """A name without what a sentence or a letter puts before it; nothing if one word is left."""
    words = name.split()
    while words and words[0].rstrip(".").lower() in NO_NAMES:
        words = words[1:]
    return " ".join(words) if len(words) > 1 else ""


def name_in(email: str) -> str:
    """The name an address spells, such as jane.doe@…

    >>> name_in("jane.van-dyck@norra.example"), name_in("office@norra.example")
    ('Jane Van-Dyck', '')
    """
    parts = re.split(r"[._]", email.split("@", maxsplit=1)[0])
    return (
        " ".join(part.title() for part in parts)
        if len(parts) > 1 and all(part.replace("-", "").isalpha() and len(part) > 1 for part in parts)
        else ""
    )
