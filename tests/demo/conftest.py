"""The demo company, made once for all questions about it."""

from datetime import date

import pytest
from django.db import transaction

from wonback.demo import company


@pytest.fixture(scope="module")
def day():
    return date(2026, 11, 22)


@pytest.fixture(scope="module")
def northbeam(django_db_setup, django_db_blocker, day):
    """Written in a transaction that is taken back when the module's tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        company.make(as_of=day)
        yield
        transaction.set_rollback(True)
