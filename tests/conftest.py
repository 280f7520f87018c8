"""What every test starts from: an empty cache, and the reasons and questions Wonback ships."""

import gc
from collections.abc import Collection
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.signals import post_migrate
from hypothesis import settings

from wonback.core.prepared import LENGTHS, Prepared

# A busy machine is no reason to fail; what is slow is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits count in the cache; one test's sign-ins are not another's."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def every_question_says_what_it_would_anew():
    """Whatever a test asks in words that were written before is written once more, and has to be the same."""
    as_kept = Prepared.sentence

    def sentence(self, args, kwargs):
        full = [distinct(one) for one in args]
        found, values = as_kept(self, full, kwargs)
        try:
            anew = self.question(*full, **kwargs).query.sql_with_params()
        except EmptyResultSet:
            assert found is None
        else:
            sql, said = found.with_values(values)
            assert (sql, list(said)) == (anew[0], list(anew[1]))
        return as_kept(self, args, kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "sentence", sentence)
        yield


def distinct(asked):
    """A list as long as it is written: no number twice, for Django leaves out what it has read before."""
    if hasattr(asked, "as_asked") or not isinstance(asked, Collection):
        return asked
    numbers = list(asked)
    return numbers + list(range(-100, -100 - min(n for n in LENGTHS if n >= len(numbers)) + len(numbers), -1))


def ship_again(using, **_told):
    """A database that was emptied after a test gets back what its migrations had put into it."""
    editor = connections[using].schema_editor()
    if not apps.get_model("interviews", "Question").objects.using(using).exists():
        import_module("wonback.interviews.migrations.0002_shipped_guide").ship(apps, editor)
    if not apps.get_model("losses", "Reason").objects.using(using).exists():
        import_module("wonback.losses.migrations.0002_shipped_reasons").ship(apps, editor)


def pytest_configure():
    post_migrate.connect(ship_again, sender=apps.get_app_config("interviews"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what opens no database. pytest-django lets none of it read a table, so that a second database changes nothing."""
    for item in items:
        if not item.get_closest_marker("django_db") and not opens_a_database(item):
            item.add_marker("bare")


def opens_a_database(item):
    needed = getattr(item, "_fixtureinfo", None)
    if needed is None:
        return True
    ours = (
        one for found in needed.name2fixturedefs.values() for one in found if one.func.__module__.startswith("tests.")
    )
    return not {"db", "transactional_db", "live_server"}.isdisjoint(item.fixturenames) or any(
        "django_db_blocker" in one.argnames for one in ours
    )


def pytest_collection_finish():
    """What was read until now stays to the end; to look through it for what could be thrown away takes a fifteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
