"""Who may open what. This table is the specification: a URL without a row fails the build.

Each row gives the status for each of PEOPLE. 302 is "sign in first" or "done, look here", 404 is "not yours", 403 is "not part of your
role", 422 is "not yet, and this is what to do first". What `about` names is a fixture, and Rosa's. A POST is sent empty.
"""

from dataclasses import dataclass

PEOPLE = ("nobody", "sam", "rosa", "ines", "vera", "adam")
#          –        rep,   owner,  her     asks    admin
#                   South  North   lead    why


@dataclass(frozen=True)
class Row:
    statuses: tuple[int, ...]
    method: str = "get"
    about: str = ""
    args: tuple[str, ...] = ()


def get(*statuses, about="", args=()):
    return Row(statuses, about=about, args=args)


def post(*statuses, about="", args=()):
    return Row(statuses, method="post", about=about, args=args)


SIGNED_IN = (302, 200, 200, 200, 200, 200)
EVERYBODY = (200, 200, 200, 200, 200, 200)

ACCESS = {
    "healthz": get(*EVERYBODY),
}

# Not pages of ours: allauth tests its own, and tests/api has a table for the API.
ELSEWHERE = ("account_", "api-", "web:")
