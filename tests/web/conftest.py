import re
from pathlib import Path

import pytest

import wonback

SOURCE = Path(wonback.__file__).parent


@pytest.fixture(scope="session")
def templates():
    """Every template of the house, by its path."""
    return {str(path.relative_to(SOURCE)): path.read_text() for path in SOURCE.glob("*/templates/**/*.html")}


@pytest.fixture(scope="session")
def sprite():
    """The names of all drawings."""
    return set(re.findall(r'<symbol id="([^"]+)"', (SOURCE / "web/static/icons.svg").read_text()))
