"""What every test starts from: an empty cache."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits count in the cache; one test's sign-ins are not another's."""
    cache.clear()
