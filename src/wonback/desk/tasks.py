"""What the worker does for people's screens by itself."""

from django.core.management import call_command
from django.tasks import task


@task
def mornings() -> None:
    """Write the morning mails whose hour it is. It is the command that reads the clock."""
    call_command("write_mornings", verbosity=0)
