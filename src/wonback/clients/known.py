"""What of every client is compared, read once: never what is ours."""

from collections import defaultdict
from collections.abc import Iterator

from wonback.clients.domains import company_domain
from wonback.clients.likeness import Known
from wonback.clients.models import Client, Contact
from wonback.team.models import User


def facts() -> Iterator[Known]:
    """Of each client: its name, where it is, and the addresses of people there. Whatever is on a domain of ours is left out."""
    ours = {email.lower() for email in User.objects.exclude(email=None).values_list("email", flat=True) if email}
    our_domains = {company_domain(email) for email in ours} - {""}
    mails: dict[int, set[str]] = defaultdict(set)
    for client, email in Contact.objects.exclude(email="").values_list("client", "email").iterator(chunk_size=10_000):
        if email.lower() not in ours and company_domain(email) not in our_domains:
            mails[client].add(email.lower())
    columns = ("pk", "name", "domain", "phone", "country", "town")
    for pk, name, domain, phone, country, town in (
        Client.objects.order_by("pk").values_list(*columns).iterator(chunk_size=10_000)
    ):
        theirs = frozenset(mails.get(pk, ()))
        told = company_domain(domain) or only_one(company_domain(mail) for mail in theirs)
        yield Known(pk, name, "" if told in our_domains else told, phone, country, town, theirs)


def only_one(domains: Iterator[str]) -> str:
    """The domain of the people there, if they agree on one."""
    found = set(domains) - {""}
    return found.pop() if len(found) == 1 else ""
