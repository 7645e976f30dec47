"""Advisory locks on the spool: one process appends, one process sends, whoever they are."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

WRITE_LOCK = "write.lock"
SEND_LOCK = "send.lock"


class FileLock:
    """An flock on one file. The kernel drops it with its holder, so a killed process leaves no stale lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self) -> bool:
        """Takes the lock if it is free; False if someone else holds it. OSError if the file cannot be opened."""
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        """Gives the lock back; harmless if it is not held."""
        if self._fd is None:
            return
        # Unlocked explicitly: a forked child may share the descriptor and would keep the lock alive.
        fcntl.flock(self._fd, fcntl.LOCK_UN)
        os.close(self._fd)
        self._fd = None
