"""What the worker does by itself: every minute, and as soon as somebody wrote a letter."""

from django.core.management import call_command
from django.tasks import task


@task
def send_letters() -> None:
    """Send what waits in the outbox. It is the command that reads the clock."""
    call_command("send_letters", verbosity=0)
