"""What every test starts from: an empty cache, and the reasons and questions Wonback ships."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connections
from django.db.models.signals import post_migrate
from hypothesis import settings

# A busy machine is no reason to fail; what is slow is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits count in the cache; one test's sign-ins are not another's."""
    cache.clear()


def ship_again(using, **_told):
    """A database that was emptied after a test gets back what its migrations had put into it."""
    editor = connections[using].schema_editor()
    if not apps.get_model("interviews", "Question").objects.using(using).exists():
        import_module("wonback.interviews.migrations.0002_shipped_guide").ship(apps, editor)
    if not apps.get_model("losses", "Reason").objects.using(using).exists():
        import_module("wonback.losses.migrations.0002_shipped_reasons").ship(apps, editor)


def pytest_configure():
    post_migrate.connect(ship_again, sender=apps.get_app_config("interviews"))
