import subprocess
import sys

import pytest

from wonback.core.locks import SERVING, Busy, alone, is_served, waiting_for

HOLD = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "one.lock"


@pytest.fixture
def other(path):
    """Another process, which holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()


class TestAlone:
    def test_is_refused_while_another_holds_it(self, path, other):
        with pytest.raises(Busy, match="Come back later."), alone(path, otherwise="Come back later."):
            pytest.fail("two of them")

    def test_is_free_again_when_the_other_is_killed(self, path, other):
        other.kill()
        other.wait()

        with alone(path, otherwise="Come back later."):
            assert path.exists()

    def test_waits_for_as_long_as_it_was_told(self, path, other):
        with pytest.raises(Busy), alone(path, otherwise="Come back later.", patience_seconds=0.2):
            pytest.fail("two of them")

    def test_can_be_held_again_afterwards(self, path):
        with alone(path, otherwise="Come back later."):
            pass
        with waiting_for(path), pytest.raises(Busy), alone(path, otherwise="Come back later."):
            pytest.fail("two of them")


def test_a_home_is_served_while_a_server_holds_it(settings, tmp_path):
    settings.HOME = tmp_path
    assert not is_served()

    with alone(tmp_path / SERVING, otherwise="It is served."):
        assert is_served()
    assert not is_served()
