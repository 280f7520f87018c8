"""`wonback serve`: the web server and its worker, until Ctrl-C."""

import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces

from wonback.core.calm import settle
from wonback.core.locks import SERVING, alone
from wonback.jobs import interruptions, upkeep
from wonback.jobs.family import Child


def typed_port(text: str) -> int:
    """A port as somebody types it."""
    if not text.isdecimal() or not 0 < int(text) < 1 << 16:
        raise ArgumentTypeError(_("choose a port from 1 to 65535, not %(text)r") % {"text": text})
    return int(text)


class Command(BaseCommand):
    help = "Serve Wonback and do its background work, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s, this machine only)"
        )
        parser.add_argument("--port", type=typed_port, default=8000, help="the port (default: %(default)s)")
        parser.add_argument(
            "--workers", type=int, default=2, help="web processes, each with four threads (default: %(default)s)"
        )

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        occupied = _("Stop the other `wonback serve` first, or choose another --home: it is serving this one.")
        # A server that was killed takes its web processes with it, but not in the same moment.
        with alone(settings.HOME / SERVING, otherwise=occupied, patience_seconds=3):
            self.refuse_taken(host, port)
            self.prepare()
            # The web processes are forks of this one: they find all pages loaded, and may not share a connection.
            settle()
            connections.close_all()
            self.greet(host, port)
            self.run(host, port, workers)

    def prepare(self) -> None:
        upkeep.migrate()
        upkeep.collect_static()
        if made := upkeep.first_person():
            email, password = made
            note = settings.HOME / upkeep.FIRST_SIGN_IN
            self.stdout.write(
                _("Sign in as %(email)s with the password %(password)s") % {"email": email, "password": password}
            )
            self.stdout.write(_("(kept in %(note)s; change it after signing in)") % {"note": note})
        for sentence in interruptions.resume_all():
            self.stdout.write(sentence)

    def greet(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(_("Wonback is at http://%(host)s:%(port)d (Ctrl-C stops it)") % {"host": shown, "port": port})
        self.stdout.flush()

    def run(self, host: str, port: int, workers: int) -> None:
        program = [sys.executable, "-m", "wonback", "--home", str(settings.HOME)]
        worker = Child([*program, "worker", "--parent", str(os.getpid())])
        server = Granian(
            "wonback.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level="warning",  # type: ignore[arg-type]  # granian takes the word as well as its enumeration
            websockets=False,
        )
        try:
            server.serve()
        finally:
            worker.stop()
        self.stdout.write(_("Stopped."))

    def refuse_taken(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = {"host": host, "port": port, "why": error.strerror}
                raise CommandError(
                    _("Choose another --port: %(host)s:%(port)d cannot be used (%(why)s).") % reason
                ) from error
