"""The request as our views receive it."""

from datetime import date, datetime

from wonback.team.models import User
from wonback.web.reply import HtmxRequest


class Request(HtmxRequest):
    """Somebody is signed in, and the clock was read once: `now` with its zone, `today` where the company is."""

    user: User
    now: datetime
    today: date
