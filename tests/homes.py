"""A home in order, for tests that start programs: making its tables takes ten seconds, copying them none."""

import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    """A home as the first verb leaves it, made once. Nobody works in it; copy it."""
    home = tmp_path_factory.mktemp("sound") / "home"
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    command = [sys.executable, "-m", "wonback", "--home", str(home), "imports"]
    subprocess.run(command, env=variables, capture_output=True, timeout=300, check=True)
    return home


@pytest.fixture
def home_in_order(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "home")
