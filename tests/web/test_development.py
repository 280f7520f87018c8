"""What only somebody sees who develops Wonback."""

from importlib import reload

import pytest
from django.urls import clear_url_caches

from wonback.config import urls


@pytest.fixture
def development(settings):
    """The same house, told by `WONBACK_DEBUG` that it is being built."""
    settings.DEBUG = True
    reload(urls)
    clear_url_caches()
    yield
    settings.DEBUG = False
    reload(urls)
    clear_url_caches()


@pytest.mark.django_db
class TestTheDesignPage:
    def test_shows_the_furniture_among_the_real_rooms(self, development, client):
        page = client.get("/design/")

        assert page.status_code == 200
        assert 'href="/today/"' in page.content.decode()

    def test_shows_a_refusal(self, development, client):
        page = client.get("/design/refused/")

        assert page.status_code == 422
        assert "Ask the client why they left." in page.content.decode()

    def test_is_met_by_nobody_else(self, client):
        assert client.get("/design/").status_code == 404
