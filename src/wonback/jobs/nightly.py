"""The night's work. The list of steps, top to bottom, is its documentation."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.utils.module_loading import import_string

from wonback.jobs.models import Run

Step = Callable[..., int]
Clock = Callable[[], datetime]

# Each takes the day and returns how many things it did. Each may run twice for one day and does its work once.
STEPS: tuple[str, ...] = (
    # what the day itself brings
    "wonback.care.tasks.break_promises",
    "wonback.care.tasks.renew_rhythms",
    "wonback.losses.tasks.put_into_effect",
    "wonback.renewals.tasks.find_renewals",
    "wonback.losses.tasks.take_up_again",
    "wonback.winback.tasks.draw_lots",
    # after the lots: whom lot leaves alone, nobody asks
    "wonback.interviews.tasks.open_interviews",
    "wonback.interviews.tasks.hand_on_unanswered",
    "wonback.interviews.tasks.propose_again",
    "wonback.interviews.tasks.send_reminders",
    # after the reminders: nobody gets two letters of ours in one week because a day runs out
    "wonback.post.tasks.ask_again",
    "wonback.winback.tasks.lock_again",
    "wonback.winback.tasks.open_doors",
    "wonback.winback.tasks.wake_plans",
    "wonback.winback.tasks.return_untouched",
    "wonback.winback.tasks.see_progress",
    "wonback.winback.tasks.end_steps",
    "wonback.winback.tasks.end_aftercare",
    "wonback.winback.tasks.look_ahead",
    "wonback.desk.mornings.forget_mornings",
    "wonback.exports.tasks.forget_exports",
    "wonback.duplicates.tasks.find_pairs",
    "wonback.duplicates.tasks.find_people",
    "wonback.intake.tasks.forget_abandoned",
    # what our own attempts taught, for the numbers and for the rank
    "wonback.losses.tasks.learn_returns",
    "wonback.renewals.tasks.judge_renewals",
    # how clients are, before the numbers: the score is one of them
    "wonback.care.tasks.measure_health",
    "wonback.care.tasks.notice_risks",
    "wonback.care.tasks.look_back",
    # numbers, from the tables as they are now
    "wonback.metrics.tasks.export_facts",
    "wonback.metrics.tasks.fit_models",
    "wonback.metrics.tasks.compute_figures",
    # what the numbers tell
    "wonback.metrics.tasks.propose_silent",
    "wonback.losses.tasks.rank_losses",
)


def run(*, as_of: date, clock: Clock, steps: Sequence[Step] | None = None) -> Iterator[Run]:
    """Do each step for one day, unless it is done already; yield the record of each one done now."""
    for step in everything() if steps is None else steps:
        record, _is_new = Run.objects.get_or_create(step=name_of(step), as_of=as_of, defaults={"started_at": clock()})
        if record.finished_at is None:
            record.do(step, clock=clock)
            yield record


def everything() -> list[Step]:
    return [import_string(path) for path in STEPS]


def name_of(step: Step) -> str:
    """Its app and its verb, such as care.write_call_lists."""
    return f"{step.__module__.removeprefix('wonback.').split('.')[0]}.{step.__name__}"
