"""The background worker, as `serve` starts it: django-ox's, that ends when the server that started it dies."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from wonback.jobs.family import end_with_parent


class Command(BaseCommand):
    help = "Do background work until stopped. `wonback serve` starts one by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, help="the process that started it; when that is gone, it stops")

    def handle(self, *, parent: int | None, **options: Any) -> None:
        # To be told twice means to drop what is in hand, so it gets time to finish that.
        end_with_parent(parent, patience_seconds=20)
        call_command("ox_worker", concurrency=2, heartbeat_file=str(settings.HOME / "worker.heartbeat"), verbosity=0)
