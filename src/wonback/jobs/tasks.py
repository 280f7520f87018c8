"""What the worker does by itself."""

from datetime import date

from django.core.management import call_command
from django.tasks import task


@task
def night(*, as_of: str = "") -> None:
    """Do the night's work for one day, or for today. It is the command that reads the clock."""
    call_command("nightly", as_of=date.fromisoformat(as_of) if as_of else None)
