"""What the worker does by itself: every minute, and as soon as somebody wrote a letter."""

from datetime import date

from django.core.management import call_command
from django.tasks import task

from wonback.core.days import start_of


def ask_again(*, as_of: date) -> int:
    """Nightly step: whether what somebody allowed may go on, asked once, two weeks before it ends. Return how many."""
    from wonback.post.asking_again import ask_those_that_run_out  # noqa: PLC0415  # letters import this module

    return ask_those_that_run_out(as_of=as_of, at=start_of(as_of))


@task
def send_letters() -> None:
    """Send what waits in the outbox. It is the command that reads the clock."""
    call_command("send_letters", verbosity=0)
