"""A program the crash test starts: it kills itself at many moments of an import, and says what was left each time.

    python tests/intake/crashing.py STEP SEED MOMENTS FILE…

Home and database are those of the environment, and are empty. A forked child does the step and dies by SIGKILL at a moment
drawn from all statements it sends, all rows it stages and all it tells of its progress; the parent looks at what is there, lets recovery go on, and looks again.
"""

import json
import os
import random
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

import django

django.setup()

from django.apps import apps  # noqa: E402  # after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from wonback.intake import ready, turns  # noqa: E402
from wonback.intake.models import Batch  # noqa: E402
from wonback.intake.progress import Progress  # noqa: E402
from wonback.intake.recovery import recover  # noqa: E402
from wonback.intake.stage import Stage  # noqa: E402

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DOMAIN = {"team", "clients", "care", "losses", "winback", "figures"}
STEPS = {
    "checking": lambda batch: batch.examine(at=AT),
    "importing": lambda batch: batch.commit(by=None, at=AT),
    "undoing": lambda batch: batch.undo(by=None, at=AT),
}
ORDER = list(STEPS)


class Clock:
    """Counts what a step does, and kills the process at one count."""

    def __init__(self, last=0):
        self.count, self.last = 0, last

    def tick(self):
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute, *statement):
        self.tick()
        answer = execute(*statement)
        self.tick()
        return answer

    def run(self, step, batch):
        put = Stage.put

        def ticking(*row):
            self.tick()
            put(*row)

        Stage.put, Progress.beat = ticking, self.beating(Progress.beat)
        with connection.execute_wrapper(self.statement):
            STEPS[step](batch)
        Stage.put, Progress.beat = put, Progress.beat.__wrapped__
        return self.count

    def beating(self, beat):
        """COPY is no statement; but after every piece of work somebody is told how far it is."""

        @wraps(beat)
        def ticking(*told):
            self.tick()
            beat(*told)

        return ticking


def dropped_before(step, paths):
    """A new batch for which everything before this step is done."""
    with ExitStack() as opened:
        batch = Batch.drop([(path.name, opened.enter_context(path.open("rb"))) for path in paths], by=None, at=AT)
    for earlier in ORDER[: ORDER.index(step)]:
        STEPS[earlier](batch)
    return batch


def cleared(batch):
    batch.refresh_from_db()
    if batch.state == Batch.State.DONE:
        STEPS["undoing"](batch)
    batch.forget()


def die(step, batch, moment):
    """Whether a child died in the step rather than finish it."""
    connection.close()
    child = os.fork()
    if not child:
        Clock(moment).run(step, batch)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def rows():
    """Every row of the domain. Keys become places: a killed import may use up numbers on PostgreSQL, and nothing else."""
    models = sorted(
        (one for one in apps.get_models() if one._meta.app_label in DOMAIN), key=lambda one: one._meta.label
    )
    keys = {one: one._default_manager.order_by("pk").values_list("pk", flat=True) for one in models}
    places = {one: {pk: place for place, pk in enumerate(found)} for one, found in keys.items()}
    return [[placed(one, row, places) for row in one._default_manager.order_by("pk").values()] for one in models]


def placed(model, row, places):
    told = []
    for field in model._meta.concrete_fields:
        target = model if field.primary_key else field.related_model
        value = row[field.attname]
        # A password nobody can use is another one each time.
        told.append("" if field.name == "password" else str(places[target].get(value) if target in places else value))
    return told


def moment_of(step, paths, moment, worlds):
    """What was left by a death at this moment, and what recovery made of it."""
    batch = dropped_before(step, paths)
    died = die(step, batch, moment)
    batch.refresh_from_db()
    left, state, is_partly_written = rows(), batch.state, batch.is_partly_written
    told = recover()
    batch.finish()
    if batch.state == worlds["state before"]:
        STEPS[step](batch)
    batch.refresh_from_db()
    outcome = {
        "moment": moment,
        "died": died,
        "whole": left == worlds["after" if state == worlds["state after"] else "before"] or is_partly_written,
        "partly": is_partly_written,
        "at work": state == step,
        "told": told,
        "same": rows() == worlds["after"]
        and batch.state == worlds["state after"]
        and batch.totals() == worlds["totals"],
    }
    cleared(batch)
    return outcome


def worlds_of(step, paths):
    """What is there before and after the step if nobody dies, and how many moments it has."""
    batch = dropped_before(step, paths)
    worlds = {"before": rows(), "state before": batch.state}
    worlds["moments"] = Clock().run(step, batch)
    batch.refresh_from_db()
    worlds |= {"after": rows(), "state after": batch.state, "totals": batch.totals()}
    cleared(batch)
    return worlds


def main():
    step, seed, many, *names = sys.argv[1:]
    call_command("migrate", verbosity=0)
    # Others come in as often as they may, as with many more rows.
    ready.SPAN, turns.HOLD_SECONDS, turns.LET_IN_SECONDS, turns.is_served = 50, 0, 0, lambda: True
    paths = [Path(name) for name in names]
    worlds = worlds_of(step, paths)
    moments = sorted(random.Random(int(seed)).sample(range(1, worlds["moments"] + 1), int(many)))
    outcomes = [moment_of(step, paths, moment, worlds) for moment in moments]
    sys.stdout.write(
        json.dumps({"moments": worlds["moments"], "rows": sum(map(len, worlds["after"])), "outcomes": outcomes})
    )


if __name__ == "__main__":
    main()
