"""The door for a WSGI server: `granian --interface wsgi wonback.config.wsgi:application`."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from wonback.core.calm import settle
from wonback.jobs.family import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
# Nobody waits longer for a page with PostgreSQL than with SQLite (`timeout` in config/environment.py).
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=20s")
application = get_wsgi_application()
settle()
if server := multiprocessing.parent_process():
    # Ctrl-C reaches the whole group of a terminal's program. Told twice, by it and by the server, a web process stops for neither.
    os.setpgrp()
    # A web process whose server was killed would keep the port and answer with yesterday's program.
    end_with_parent(server.pid)
