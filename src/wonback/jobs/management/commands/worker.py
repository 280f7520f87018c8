"""The background worker, as `serve` starts it: django-ox's, that ends when the server that started it dies."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from wonback.jobs.family import end_with_parent


class Command(BaseCommand):
    help = "Do background work until stopped. `wonback serve` starts one by itself."

    def handle(self, **options: Any) -> None:
        end_with_parent()
        call_command("ox_worker", concurrency=2, heartbeat_file=str(settings.HOME / "worker.heartbeat"), verbosity=0)
