"""`wonback manage forget_second_factor EMAIL`: for the only admin, who has lost phone and paper and has the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wonback.team.models import User
from wonback.team.second_factor import SecondFactor


class Command(BaseCommand):
    help = "Let somebody in with their password alone until they set up another second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Give the e-mail of somebody who works here: nobody has {email}.")
        SecondFactor(person).forget(by=None, at=timezone.now())
        self.stdout.write(f"{person.name} signs in with their password alone until they set up another second factor.")
