"""Links for people who have no sign-in here: signed, so that nobody guesses one, and revoked by a new nonce on the row."""

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.http import Http404
from django.urls import reverse


class WrongLink(Http404):
    """The link was made up, cut short by a mail program, or taken back. A stranger is not told which."""


def new_nonce() -> str:
    """A fresh secret for a row; the one before makes no link any more."""
    return secrets.token_urlsafe(16)


def link(kind: str, pk: int, nonce: str) -> str:
    """The token that stands at the end of the address."""
    return _signer(kind).sign(f"{pk}-{nonce}")


def address(route: str, kind: str, pk: int, nonce: str) -> str:
    """The whole address, as it is written into a letter."""
    return settings.WONBACK_URL + reverse(route, args=[link(kind, pk, nonce)])


def opened(kind: str, token: str) -> tuple[int, str]:
    """The row and the nonce a token speaks of; `found` also compares the nonce."""
    try:
        pk, nonce = _signer(kind).unsign(token).split("-", 1)
    except BadSignature as error:
        raise WrongLink from error
    return int(pk), nonce


def found[Row: models.Model](kind: str, token: str, rows: "models.QuerySet[Row]") -> Row:
    """The row that this link opens, if it is among `rows` and the link has not been taken back."""
    pk, nonce = opened(kind, token)
    row = rows.filter(pk=pk).first()
    if row is None or not secrets.compare_digest(str(getattr(row, "nonce", "")), nonce):
        raise WrongLink
    return row


def _signer(kind: str) -> Signer:
    # A link of one kind opens nothing of another.
    return Signer(salt=f"wonback.post.{kind}", sep=".")
