"""Rosa's day, as it came to her by mail this morning."""

from datetime import date

from wonback.demo.dice import at
from wonback.desk.mornings import write
from wonback.desk.today import today_of
from wonback.post.models import Letter
from wonback.team.models import User


def send(reader: User, *, as_of: date) -> None:
    """Write the mail of that day, and have it arrive a minute later."""
    if write(today_of(reader, as_of=as_of), at=at(as_of, 7, 30)):
        sent = {"state": Letter.State.SENT, "sent_at": at(as_of, 7, 31), "attempts": 1}
        Letter.objects.filter(key__startswith=f"morning:{reader.pk}:").update(**sent)
