"""`wonback VERB …`: the command line. Chooses the home folder before anything reads a setting, then does the verb."""

import argparse
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

import wonback

# Each verb is a Django command of some app. Those without a sentence are for Wonback itself.
VERBS = {
    "serve": "Serve Wonback and do its background work, until Ctrl-C.",
    "demo": "Make the demo company in an empty home, then serve it.",
    "import": "Bring files in: clients, contacts, deals, contracts or purchases.",
    "imports": "List what was brought in, newest first.",
    "undo": "Take one import back, exactly.",
    "sync": "Bring in what is new in the programs you are connected with.",
    "export": "Take everything along, so that an empty home can move in with it.",
    "lost": "List lost clients and lost sales, the most worth winning back first.",
    "today": "List one person's calls for today.",
    "planner": "Show one person's or a team's quarter of calls and visits, or fill it fairly.",
    "value": "Work out what the clients in a file of purchases are worth.",
    "nightly": "Do the night's work for one day.",
    "doctor": "Check that everything is in order here.",
    "manage": "Run one of Django's own commands.",
    "worker": "",
}
# These must work, or look, on a database that is not in order, or have no use for one.
WITHOUT_UPKEEP = {"doctor", "manage", "value", "worker"}
# What the demo company knows of itself, unless you say otherwise: what it earns of a sale, what a new client costs it.
DEMO = {"WONBACK_MARGIN": "0.42", "WONBACK_REPLACEMENT_COST": "900"}
FRAMEWORK_OPTIONS = {
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}
REFUSED, INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one verb; return 0 when it is done, 1 when it was refused, 2 when it was misspelt."""
    home, others = home_option().parse_known_args(arguments)
    parser = words()
    given = parser.parse_args(others)
    if given.verb not in VERBS:
        parser.error(
            f"there is no verb {given.verb!r}; `wonback --help` lists them"
            if given.verb
            else "say what to do; `wonback --help` lists the verbs"
        )
    os.environ.update(variables(given.verb, home.home, os.environ))
    # What clients told us is for its owner's eyes alone, also in a folder that others may look into.
    os.umask(0o077)
    return answered(given.verb, given.rest)


def variables(verb: str, home: str | None, given: Mapping[str, str]) -> dict[str, str]:
    """What a verb runs with: the home that was named, and for the demo company what nobody else said of it.

    >>> variables("demo", None, {"WONBACK_MARGIN": "0.3"})["WONBACK_MARGIN"]
    '0.3'
    >>> sorted(variables("serve", "var", {}))
    ['DJANGO_SETTINGS_MODULE', 'WONBACK_HOME']
    """
    own = DEMO if verb == "demo" else {}
    return (
        own
        | dict(given)
        | ({"WONBACK_HOME": home} if home else {})
        | {"DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
    )


def home_option() -> argparse.ArgumentParser:
    """`--home DIR`, which may stand before the verb or after it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home", metavar="DIR", help="the folder that holds everything (default: $WONBACK_HOME)")
    return parser


def words() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {verb:<9} {sentence}" for verb, sentence in VERBS.items() if sentence)
    parser = argparse.ArgumentParser(
        prog="wonback",
        usage="wonback [--home DIR] VERB …",
        description="Keep your clients, learn why others left, and win them back.",
        epilog=f"verbs:\n{listed}\n\n`wonback VERB --help` explains one of them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[home_option()],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"wonback {wonback.version()}")
    parser.add_argument("verb", nargs="?", metavar="VERB", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def answered(verb: str, rest: list[str]) -> int:
    """Do the verb. What people can put right is told in one sentence; anything else is a bug and shows where."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  # `--help` need not wait for Django
    from django.core.management.base import CommandError  # noqa: PLC0415  # as above
    from django.db import DatabaseError, OperationalError  # noqa: PLC0415  # as above

    from wonback.core.errors import Refusal  # noqa: PLC0415  # as above

    try:
        do(verb, rest)
    except (Refusal, CommandError, ImproperlyConfigured) as problem:
        return told(str(problem))
    except DatabaseError as problem:
        # A file that is no database any more is neither a bug nor anything more exact. All other kinds are bugs.
        if type(problem) not in {DatabaseError, OperationalError}:
            raise
        return told(f"Look after the database (`wonback doctor` helps): {str(problem).strip()}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # `wonback lost --json | head` closed the pipe; Python must not try to flush into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def told(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  # a command line speaks
    return REFUSED


def do(verb: str, rest: list[str]) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # after the home is chosen

    set_up()
    if verb == "manage":
        execute_from_command_line(["wonback manage", *rest])
    else:
        run(verb, rest)


def set_up() -> None:
    """Read the program. None of it is ever thrown away, and to look for what could be would take a tenth of the time."""
    import django  # noqa: PLC0415  # after the home is chosen

    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def run(verb: str, rest: list[str]) -> None:
    """Run the Django command of that name, with its usage and its refusals in our words."""
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415  # after django.setup()
    from django.core.management.base import BaseCommand  # noqa: PLC0415  # as above

    app = get_commands().get(verb)
    if app is None:
        missing(verb)
    command = app if isinstance(app, BaseCommand) else load_command_class(app, verb)
    # So that a wrong option ends with usage and code 2. Django sets it in run_from_argv, whose refusals begin with "CommandError:".
    command._called_from_command_line = True  # type: ignore[attr-defined]  # as said above
    parser = command.create_parser("wonback", verb)
    # argparse has no other way to hide what Django added.
    for action in parser._actions:
        if action.dest in FRAMEWORK_OPTIONS:
            action.help = argparse.SUPPRESS
    options = vars(parser.parse_args(rest))
    if verb not in WITHOUT_UPKEEP:
        migrate()
    command.execute(*options.pop("args", ()), **{**options, "skip_checks": True})


def migrate() -> None:
    from wonback.jobs.upkeep import migrate as up_to_date  # noqa: PLC0415  # models need django.setup()

    if up_to_date():
        print("Brought the database up to date.", file=sys.stderr)  # noqa: T201  # as above


def missing(verb: str) -> NoReturn:
    from django.core.management.base import CommandError  # noqa: PLC0415  # Django is set up by now

    raise CommandError(f"Choose another verb: this installation has no {verb!r}.")
