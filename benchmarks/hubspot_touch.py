"""Somebody who writes a touch down five times a second while `hubspot.py` brings more in, and how long each of them waits.

    python hubspot_touch.py EMAIL

Works until its input ends, and prints the milliseconds. Nobody waits for longer than SQLite's patience: whoever does is told that the database is busy.
"""

import json
import os
import select
import sys
import time

EVERY_SECONDS = 0.2


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
    import django  # the settings are named first

    django.setup()
    from django.db import OperationalError  # as above
    from django.utils import timezone  # as above

    from wonback.care.models import Touch  # as above
    from wonback.care.models.touch import Note  # as above
    from wonback.clients.models import Client  # as above
    from wonback.team.models import User  # as above

    by, client, told = User.objects.get(email=sys.argv[1]), Client.objects.active().order_by("pk")[0], []
    refused = 0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        start = time.perf_counter()
        try:
            Touch.log(client, Note(line="Asked how it goes."), by=by, at=timezone.now())
        except OperationalError:
            refused += 1
        told.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"waits": told, "refused": refused}))


if __name__ == "__main__":
    main()
