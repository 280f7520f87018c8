"""Processes that live and die together: a child ends with its parent, and a parent starts its child again."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence

LOOK_EVERY_SECONDS = 0.5
# A child that dies at once would otherwise be started thousands of times a minute.
PAUSE_SECONDS = 2.0


def end_with_parent(parent: int | None, *, patience_seconds: float = PAUSE_SECONDS) -> None:
    """From now on, stop this process as if asked to when the one that started it is gone, even by kill -9.

    `parent` is its number as it said itself: a child may be an orphan before it can look. None: whoever the parent is now.
    """
    parent = parent or os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)
        # Said again until it is heard: a web process that is still waking up has not begun to listen.
        while True:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(patience_seconds)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


class Child:
    """A process that is started again whenever it dies, until `stop`."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.stopping = threading.Event()
        self.process = self._started()
        self.keeper = threading.Thread(target=self._keep, name="keep-child", daemon=True)
        self.keeper.start()

    def stop(self, *, patience_seconds: float = 20) -> None:
        """Ask it to end, let it finish what it has in hand, and kill it if that takes too long."""
        self.stopping.set()
        self.process.terminate()
        try:
            self.process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C in a terminal reaches the parent only, which then stops the child in order.
        return subprocess.Popen(self.command, process_group=0)  # noqa: S603  # our own program and fixed words

    def _keep(self) -> None:
        while True:
            self.process.wait()
            if self.stopping.wait(PAUSE_SECONDS):
                return
            self.process = self._started()
