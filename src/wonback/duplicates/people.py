"""People who were written down at both: two with one address become one, and a no of either of them stays a no."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from wonback.clients.models import Alias, Client, Contact
from wonback.clients.same_person import SHARED
from wonback.duplicates import rows
from wonback.duplicates.models.person_pair import PersonPair
from wonback.duplicates.moving import Moving, earliest, latest

# Where nothing is lost if one of two rows is kept aside. Anything else holds what somebody said or does: those people stay two.
MAY_STAND_ASIDE = {"care.Share", "duplicates.PersonPair"}
NOTHING: Mapping[str, Any] = MappingProxyType({})


def join_people(moving: Moving, survivor: Client) -> int:
    """Put people with one address together. Return how many had to stay two."""
    by_address: dict[str, list[Contact]] = defaultdict(list)
    came = {
        key for moved in moving.merge.moved.filter(model="clients.Contact", field="client_id") for key in moved.keys
    }
    for contact in sorted(survivor.contacts.exclude(email=""), key=lambda one: (one.pk in came, one.pk)):
        by_address[contact.email.lower()].append(contact)
    stay = 0
    for stays, *others in by_address.values():
        for goes in (one for one in others if one.pk in came):
            if is_same_person(stays, goes) and not is_held(stays, goes):
                join_person(moving, stays, goes)
            else:
                stay += 1
    return stay


def is_same_person(one: Contact, other: Contact) -> bool:
    """Of a mailbox that many read, only those with one name are one."""
    return one.email.split("@")[0].lower() not in SHARED or one.name.casefold() == other.name.casefold()


def is_held(stays: Contact, goes: Contact) -> bool:
    """Whether both hold what cannot stand beside each other, such as two sequences that run."""
    found = (
        (theirs, rows.clashes(theirs, key, loser=goes.pk, winner=stays.pk)) for theirs, key in rows.keys_to(Contact)
    )
    return any(clash and theirs._meta.label not in MAY_STAND_ASIDE for theirs, clash in found)


def put_pairs_aside(moving: Moving, goes: Contact) -> None:
    """Of one who goes, no pair waits any more; the night finds the one who stays by what is known then."""
    theirs = PersonPair.objects.filter(Q(one=goes) | Q(other=goes))
    moving.lay_aside(PersonPair, theirs.values_list("pk", flat=True))


def join_person(moving: Moving, stays: Contact, goes: Contact, chosen: Mapping[str, Any] = NOTHING) -> None:
    """One person of two. `chosen`: column → what of the two somebody believed, whatever else would be taken."""
    empty = ("title", "email", "phone", "role", "language", "stance")
    facts = {name: getattr(goes, name) for name in empty if getattr(stays, name) in ("", None)}
    facts |= {"since": earliest(stays.since, goes.since), "verified_on": latest(stays.verified_on, goes.verified_on)}
    facts["more"] = goes.more | stays.more
    # Whoever has gone has gone, even if only one of the two says so.
    facts["left_on"] = earliest(stays.left_on, goes.left_on)
    moving.change(Contact, stays.pk, {**facts, **chosen})
    put_pairs_aside(moving, goes)
    moving.join(Contact, loser=goes.pk, winner=stays.pk)
    known_as = {"source": goes.source, "external_id": goes.external_id, "was": goes.pk}
    moving.made(Alias.objects.create(contact=stays, **known_as))
