"""Who is told what a lost client said, and where: role × level × path. This table is the specification.

A row names a path and, for each person, the levels whose words stand there. Whoever is not named is told nothing; a path without a row tells
nobody anything. So a new address that tells something fails until it has a row here, and one that tells too little fails too.

a  attributable: they may be named                    m  “is it me?”: for the lead alone
u  unattributed: their name is not to stand beside it  c  what they put right about the recap
i  for the interviewer alone                           r  not theirs but ours: what our rep says
"""

from dataclasses import dataclass

# Nobody, a rep elsewhere, one who owned the client before, its owner; then those who may ask: one who owned it before, the interviewer of
# the loss, another one; the lead, another lead, an admin.
READERS = ("nobody", "sam", "petra", "rosa", "emil", "vera", "otto", "ines", "omar", "adam")
# Whose records a row of access.py or of the API is about; here they are those of the client who told.
THEIRS = {
    "contoso": "northwind",
    "fabrikam_loss": "northwind_loss",
    "accepted_talk": "northwind_talk",
    "proposed_talk": "northwind_talk",
    "booked_talk": "northwind_talk",
    "letter": "recap_letter",
    "batch": "batch_that_quotes",
    "said_of_rosa": "northwind_said_of_rosa",
}
# These are about a talk that goes on.
DURING_THE_CALL = {"interviews:live", "interviews:begin", "interviews:keep", "interviews:end"}
# Addresses that are posted to in access.py, and can be read too.
ALSO_READ = {"interviews:keep"}


@dataclass(frozen=True)
class Told:
    """The levels each reader is told of on one path."""

    levels: dict[str, str]

    def to(self, reader: str) -> str:
        return self.levels.get(reader, "")


def told(**levels: str) -> Told:
    return Told(levels)


NOTHING = told()

PAGES = {
    "desk:loss": told(rosa="ar", emil="ar", vera="auimr", otto="aur", ines="aur", adam="aur"),
    # texts beside which another reason stands
    "losses:mismatches": told(vera="u", otto="u", ines="u", adam="u"),
    # during the call and after it: nobody but the person who holds it
    "interviews:live": told(vera="auim"),
    "interviews:keep": told(vera="auim"),
    "interviews:recap": told(vera="auc"),
    "interviews:is_it_me": told(ines="m"),
    # what is confirmed, beside what our rep said; and what may be said aloud when all sit together
    "winback:truth": told(vera="r", otto="r", ines="r", adam="r", emil="r"),
    "winback:debrief": told(rosa="a", emil="a", vera="a", otto="a", ines="a", adam="a"),
    # a file in which clients say why: for the team of whoever dropped it
    "intake:batch": told(ines="u", adam="u"),
    "intake:refused": told(ines="u", adam="u"),
}

OPERATIONS = {
    "get /losses/{pk}": told(rosa="r", emil="r", vera="ur", otto="ur", ines="ur", adam="ur"),
    "get /losses/{pk}/interview": told(vera="u", otto="u", ines="u", adam="u"),
    "get /interviews/{pk}/notes": told(rosa="a", emil="a", vera="auim", otto="au", ines="au", adam="au"),
    "get /mismatches": told(vera="u", otto="u", ines="u", adam="u"),
    "get /is-it-me": told(ines="m"),
    "post /is-it-me/{pk}/decide": told(ines="m"),
    # what is answered after a deed is the loss as the same person reads it
    "post /losses/{pk}/own": told(rosa="r", ines="ur", adam="ur"),
    "post /losses/{pk}/hear": told(rosa="r", ines="ur", adam="ur"),
    "post /losses/{pk}/let-go": told(ines="ur", adam="ur"),
    "post /losses/{pk}/ask": told(vera="ur"),
    "post /losses/{pk}/truth": told(vera="ur", otto="ur", ines="ur", adam="ur"),
    "get /interviews/{pk}/recap": told(vera="auc"),
    "post /interviews/{pk}/recap/revoke": told(vera="auc"),
}

# The client, by each of their links: on which page what stands. Their own words, and none of ours.
DOORS = {
    "strangers:recap": "auc",
}
