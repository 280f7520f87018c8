"""Breaks the files of the corpus and brings them in, until the time is over or one is found that an import does not know.

    python -m tests.fuzzing [--minutes 10] [--seed 1]

What is found is written beside this file, as `found-…`, with the error; the same seed finds it again.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415  # settings come first

    django.setup()
    from django.conf import settings  # noqa: PLC0415  # as above
    from django.core.management import call_command  # noqa: PLC0415  # as above

    with tempfile.TemporaryDirectory() as home:
        settings.HOME = Path(home)
        call_command("migrate", verbosity=0)
        return fuzz(options.minutes * 60, options.seed)


def fuzz(seconds: float, seed: int) -> int:
    from tests.fuzzing.trying import Found, corpus, try_one  # noqa: PLC0415  # Django is set up first

    dice, files, done, found = random.Random(seed), corpus(), Counter[str](), 0  # not a secret
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            try_one(dice, files, done)
        except Found as bad:
            found += 1
            path = Path(__file__).parent / f"found-{seed}-{found}-{bad.name}"
            path.write_bytes(bad.body)
            sys.stdout.write(f"{path.name}\n{''.join(traceback.format_exception(bad.__cause__)[-4:])}\n")
            if found >= 20:
                break
    spent, all_of_them = time.perf_counter() - began, done.total() + found
    sys.stdout.write(
        f"{all_of_them:,} files in {spent:.0f} s, {all_of_them / spent:.0f} a second; {dict(done)}; {found} not known\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
