"""One password for everybody in the demo company, made once for each home and kept in it."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from wonback.demo.cast import MAIL
from wonback.jobs.upkeep import FIRST_SIGN_IN
from wonback.team.models import User

WORDS = (
    "amber barn cedar dune ember fjord gravel harbour island juniper kettle lantern meadow north orchard pebble".split()
)


def note() -> Path:
    return Path(settings.HOME) / FIRST_SIGN_IN


def give_key() -> str:
    """Give everybody at Northbeam the same new password. It is hashed once: a good hash is slow on purpose."""
    password = "-".join([*(secrets.choice(WORDS) for _word in range(3)), secrets.token_hex(3)])
    note().touch(mode=0o600)
    note().write_text(f"rosa@{MAIL}\n{password}\n")
    User.objects.filter(email__endswith=f"@{MAIL}").update(password=make_password(password))
    return password


def key() -> str | None:
    """The password given to this home's demo company; None if there is none here."""
    if not note().exists():
        return None
    email, password = note().read_text().split()
    return password if email.endswith(f"@{MAIL}") else None
