"""A company lives for years in minutes, and what must be true is looked at every week.

    python -m tests.simulation [--weeks 1000] [--seed 1] [--clients 40] [--keep-going]

Only verbs that people, pages and the night call are used, each with its own day; no clock is changed. What is broken is printed with
its week; the same seed breaks it again. With DATABASE_URL set, the weeks are lived in that (empty) database.
"""

import argparse
import os
import sys
import time


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415  # settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  # as above

    call_command("migrate", verbosity=0)
    from tests.simulation.weeks import live  # noqa: PLC0415  # as above
    from tests.simulation.world import World  # noqa: PLC0415  # as above

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--keep-going", action="store_true", help="do not stop at the first week with something untrue")
    options = parser.parse_args()
    world = World(seed=options.seed, clients=options.clients)
    began, cpu, untrue, lived = time.perf_counter(), time.process_time(), 0, 0
    for week in live(world, options.weeks):
        lived, untrue = week.number, untrue + len(week.broken)
        for words in week.broken:
            say(f"week {week.number}: {words}")
        if week.number % 50 == 0:
            say(f"week {week.number}: {world.done.total():,} deeds, {time.process_time() - cpu:.0f} s of CPU")
        if week.broken and not options.keep_going:
            break
    spent, clock = time.process_time() - cpu, time.perf_counter() - began
    say(
        f"\n{lived:,} weeks of seed {options.seed}: {world.done.total():,} deeds, {world.refused.total():,} refused, {untrue} untrue"
    )
    say(f"{spent:.0f} s of CPU, {clock:.0f} s on the clock, {lived / spent:.1f} weeks a second of CPU")
    for title, counted in (("done", world.done), ("refused", world.refused)):
        say(f"\n{title}: " + ", ".join(f"{name} {count:,}" for name, count in sorted(counted.items())))
    return 1 if untrue else 0


if __name__ == "__main__":
    raise SystemExit(main())
