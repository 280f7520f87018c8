"""What the worker does with programs we are joined with. It is the command that reads the clock."""

from django.core.management import call_command
from django.tasks import task


@task
def work_on(*, sync_id: int) -> None:
    """Go on with one look. Done twice, the second time there is nothing to do."""
    call_command("sync", sync_id=sync_id, verbosity=0)


@task
def tell(*, name: str) -> None:
    """Write back into one program."""
    call_command("sync", name, only_tell=True, verbosity=0)


@task
def look_at_all() -> None:
    """Every night, before its numbers: what is new everywhere."""
    call_command("sync", verbosity=0)


@task
def go_on() -> None:
    """Every few minutes: what a program wanted to be asked later."""
    call_command("sync", due=True, verbosity=0)
