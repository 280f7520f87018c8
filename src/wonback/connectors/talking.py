"""The line to one program: its own address over TLS and no other, patience where it asks for some, and its refusals as sentences."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from wonback.connectors.errors import Answered, CursorGone, Later, NotConnectable, NotReachable, NotThere, TokenRefused
from wonback.connectors.paging import Ask, Json
from wonback.connectors.sources import Source

if TYPE_CHECKING:
    import httpx

TRIES = 5
FIRST_PAUSE_SECONDS = 1.0
# Whoever wants to be left alone for longer is asked again by the night's timetable, not waited for.
LONGEST_PAUSE_SECONDS = 30.0
SECONDS_TO_ANSWER = 60.0
LONGEST_ANSWER = 64 * 1024**2
BUSY = frozenset({429, 500, 502, 503, 504})


def own_address(source: Source, given: str = "") -> str:
    """Where a program is: everybody's address, or the one of an installation that was given and is that vendor's."""
    if not source.example:
        return source.base
    parts = urlsplit(given.strip() if "://" in given else f"https://{given.strip()}")
    host = (parts.hostname or "").casefold()
    plain = parts.scheme == "https" and parts.port in {None, 443} and not parts.username and parts.path in {"", "/"}
    if not plain or not any(fnmatchcase(host, pattern) for pattern in source.hosts):
        raise NotConnectable(
            _("Give the address of your %(source)s, such as %(example)s.")
            % {"source": source.label, "example": source.example}
        )
    return f"https://{host}"


class Line:
    """Asks one program, one question after the other."""

    def __init__(self, source: Source, secret: str, base: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        import httpx  # noqa: PLC0415  # a tenth of a second, and most commands ask no other program

        self.source, self.secret, self.pause = source, secret, pause
        self.troubles = (httpx.TransportError, httpx.DecodingError)
        # Tests have a program of their own; no environment variable and no page leads here.
        address = settings.CONNECTORS_AT.get(source.name) or own_address(source, base)
        headers = {source.header: source.scheme.format(secret), "User-Agent": "Wonback", **source.headers}
        self.client = httpx.Client(base_url=address, headers=headers, timeout=SECONDS_TO_ANSWER, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def ask(self, ask: Ask, *, key: str = "") -> Json:
        """The answer to one question, after as many tries as patience allows. `key` makes a second try of a writing harmless."""
        if not ask.path.startswith("/") or ask.path.startswith("//"):
            raise Answered(_("%(source)s wants us to ask somewhere else; we do not.") % self._words())
        waited = FIRST_PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            answer, trouble = self._once(ask, key)
            if answer is not None and answer.status_code not in BUSY and not self._is_over_limit(answer):
                return self._read(answer)
            seconds = self._seconds(answer, waited)
            if not left or seconds > LONGEST_PAUSE_SECONDS:
                raise self._give_up(answer, trouble, seconds)
            self.pause(seconds)
            waited *= 2
        raise AssertionError

    def _once(self, ask: Ask, key: str) -> "tuple[httpx.Response | None, str]":
        sent: dict[str, Any] = (
            {"json": ask.body} if ask.body is not None else {"data": dict(ask.form)} if ask.form else {}
        )
        # A path of theirs may carry its own question already; an empty one of ours would take it away.
        if ask.params:
            sent["params"] = dict(ask.params)
        try:
            return self.client.request(
                ask.method, ask.path, headers={"Idempotency-Key": key} if key else None, **sent
            ), ""
        except self.troubles as error:
            return None, type(error).__name__

    def _seconds(self, answer: "httpx.Response | None", waited: float) -> float:
        """How long to wait: as long as they say, else twice as long as before."""
        said = answer.headers.get("Retry-After", "") if answer is not None else ""
        if said.replace(".", "", 1).isdecimal():
            return float(said)
        if said:
            try:
                return max(0.0, (parsedate_to_datetime(said) - answered_at(answer)).total_seconds())
            except ValueError:
                return waited
        return waited

    def _is_over_limit(self, answer: "httpx.Response") -> bool:
        """Salesforce says “too many today” with the number of “you may not”."""
        return answer.status_code == 403 and "REQUEST_LIMIT_EXCEEDED" in answer.text[:500]

    def _give_up(self, answer: "httpx.Response | None", trouble: str, seconds: float) -> Exception:
        if answer is None:
            return NotReachable(
                _("Try again later: %(source)s does not answer (%(why)s).") % self._words(why=trouble or _("busy"))
            )
        told = _("%(source)s asks us to wait (%(status)d); it goes on by itself.") % self._words(
            status=answer.status_code
        )
        return Later(told, seconds=max(seconds, 300.0))

    def _read(self, answer: "httpx.Response") -> Json:
        if answer.is_success:
            return self._json(answer)
        why = self._said(answer)
        if answer.status_code in {401, 403}:
            told = {
                401: _("Make a new token in %(source)s and put it in: this one is not accepted (%(why)s)."),
                403: _("Let the token read this in %(source)s, or make another: it may not (%(why)s)."),
            }[answer.status_code]
            raise TokenRefused(told % self._words(why=why))
        if "INVALID_QUERY_LOCATOR" in answer.text[:500] or (answer.status_code == 410) or "cursor" in why.casefold():
            raise CursorGone(_("%(source)s does not know any more where we were.") % self._words())
        kind = NotThere if answer.status_code == 404 else Answered
        raise kind(_("%(source)s says no (%(status)d): %(why)s") % self._words(status=answer.status_code, why=why))

    def _json(self, answer: "httpx.Response") -> Json:
        if not answer.content:
            return {}
        try:
            found = answer.json()
        except ValueError as error:
            raise Answered(_("%(source)s answers with something that is not its own.") % self._words()) from error
        return found if isinstance(found, dict) else {"list": found}

    def _said(self, answer: "httpx.Response") -> str:
        """What they say, short, and never our token."""
        try:
            told = answer.json()
        except ValueError:
            told = {}
        if isinstance(told, list) and told:
            told = told[0]
        inner = told.get("error") if isinstance(told, dict) else None
        said = inner.get("message") if isinstance(inner, dict) else inner if isinstance(inner, str) else None
        said = said or (told.get("message") if isinstance(told, dict) else None) or answer.reason_phrase
        return str(said).replace(self.secret, "…")[:200].rstrip(".")

    def _words(self, **more: Any) -> dict[str, Any]:
        return {"source": self.source.label, **more}


def answered_at(answer: "httpx.Response | None") -> datetime:
    """The moment of an answer by their own clock, so that ours may be wrong."""
    said = answer.headers.get("Date", "") if answer is not None else ""
    return parsedate_to_datetime(said) if said else datetime.fromtimestamp(0, UTC)
