"""People whose reach differs from Rosa's and her lead's."""

import pytest

from tests.cast import person
from wonback.team.models import User


@pytest.fixture
def lone(db):
    """A lead who is in no team."""
    return person("Lone Vang", "lead")


@pytest.fixture
def teamless(db):
    """A rep in no team, brought in by a file."""
    return User.objects.create_user("tess@example.com", "Tess Without")
