"""One verb of `wonback`, and what each part of the import in it took: seconds, processor seconds of ours, and of a PostgreSQL beside it.

    python hubspot_parts.py FILE import --yes --json companies.csv …

Writes the parts to FILE; prints what the verb prints. Nothing is changed about the import: a clock stands before and behind each part.
"""

import json
import os
import sys
import time
from functools import wraps
from pathlib import Path

import hubspot_server

from wonback.cli import main as wonback


def clocked(owner, name, part, parts):
    """Let a function tell how long it took. Parts lie one behind the other, never one within the other."""
    work = getattr(owner, name)

    @wraps(work)
    def working(*words, **more):
        start = time.perf_counter(), time.process_time(), hubspot_server.seconds()
        try:
            return work(*words, **more)
        finally:
            end = time.perf_counter(), time.process_time(), hubspot_server.seconds()
            took = parts.setdefault(part, [0.0, 0.0, 0.0])
            parts[part] = [so_far + after - before for so_far, before, after in zip(took, start, end, strict=True)]

    setattr(owner, name, staticmethod(working) if isinstance(owner.__dict__[name], staticmethod) else working)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
    import django  # the settings are named first

    django.setup()
    from wonback.intake import checking, undoing  # as above
    from wonback.intake.committing import Commit  # as above
    from wonback.intake.resolving import Resolver  # as above

    parts = {}
    clocked(checking, "read", "read", parts)
    clocked(Resolver, "resolve", "compared", parts)
    clocked(checking, "resembling", "twice?", parts)
    clocked(Commit, "prepare", "made ready", parts)
    clocked(Commit, "carry_out", "written", parts)
    clocked(undoing, "undo", "taken back", parts)
    code = wonback(sys.argv[2:])
    Path(sys.argv[1]).write_text(json.dumps(parts))
    sys.exit(code)


if __name__ == "__main__":
    main()
