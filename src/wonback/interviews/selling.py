"""Words with which a thank-you becomes an offer. They told us why they left; this letter is not the time to sell."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wonback.core.hints import quoted_back

# In every language in which clients are written to. Longer ones first: of two that overlap, the first speaks.
SIGNS = (
    (r"\b(?:best|better|lower|new) prices?\b", "price"),
    (r"\b(?:discounts?|rebates?|price cuts?|pricing)\b", "price"),
    (r"\b(?:\w*rabatt(?:e|en)?|nachlass|preisnachlässe|bessere[rn]? preise?|sonderpreise?)\b", "price"),
    (r"\b(?:remises?|ristournes?|rabais|meilleurs? prix|tarifs? préférentiels?)\b", "price"),
    (r"\b(?:special|exclusive|unbeatable) offers?\b", "offer"),
    (r"\b(?:limited time|great news|upgrades?|free trial|exclusive)\b", "offer"),
    (r"\b(?:sonderangebote?|angebote?|exklusiv\w*|sonderaktion(?:en)?|gute neuigkeiten)\b", "offer"),
    (r"\b(?:offres? (?:spéciales?|exclusives?)|promotions?|exclusi(?:f|ve|fs|ves)|bonne nouvelle)\b", "offer"),
    (r"\b(?:demos?|demonstrations?|presentations?|show you)\b", "show"),
    (r"\b(?:vorführ\w*|präsentation\w*|demonstrier\w*|ihnen zeigen)\b", "show"),
    (r"\b(?:démos?|démonstrations?|présentations?|vous montrer)\b", "show"),
)
QUOTED = r"“[^”]*”|„[^“]*“|«[^»]*»|\"[^\"]*\""


def hints(text: str, *, heard: Iterable[str] = ()) -> list[str]:
    """What in a letter of thanks sells; not what the client said themselves (`heard`), nor what is quoted.

    >>> hints("You said: “Your pricing moved twice.” Thank you.")
    []
    >>> len(hints("We have a discount for you, and a demo."))
    2
    """
    for said in heard:
        text = text.replace(said.strip(), "") if said.strip() else text
    sentences = {
        "price": _("“%(said)s” speaks of money. They told you why they left; let this letter only thank and listen."),
        "offer": _("“%(said)s” sounds like an offer. What were their own words?"),
        "show": _("“%(said)s” asks for more of their time. They gave you some today; let it be enough."),
    }
    return quoted_back(re.sub(QUOTED, "", text), SIGNS, sentences)
