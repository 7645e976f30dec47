"""The wrapped command as a process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from stepwell_trainer.wrap.inbox_writer import INBOX, RUN_DIR_VARIABLE

_FORWARDED = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


class Child:
    """Starts a command whose output goes to files of the run directory; hands signals on; ends it when told to.

    Raises OSError where the program cannot be started.
    """

    def __init__(self, argv: list[str], run_dir: Path, grace: float) -> None:
        (run_dir / INBOX).mkdir(mode=0o700, exist_ok=True)
        self._grace = grace
        self._kill_at: float | None = None
        # A Python that buffers would show its lines when it ends.
        environment = {**os.environ, RUN_DIR_VARIABLE: str(run_dir), "PYTHONUNBUFFERED": "1"}
        with open(run_dir / "stdout.log", "ab") as out, open(run_dir / "stderr.log", "ab") as err:
            self._process = subprocess.Popen(argv, stdout=out, stderr=err, env=environment)
        self._hand_signals_on()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> bool:
        """Whether it has ended; ends it for certain once its grace is over."""
        if self._process.poll() is not None:
            return True
        if self._kill_at is not None and time.monotonic() >= self._kill_at:
            self._kill_tree()
        return self._process.poll() is not None

    def stop(self) -> None:
        """Asks it to end, once."""
        if self._kill_at is None:
            self._kill_at = time.monotonic() + self._grace
            self._send(signal.SIGTERM)

    @property
    def exit_code(self) -> int | None:
        """Null where a signal ended it."""
        code = self._process.returncode
        return code if code is not None and code >= 0 else None

    @property
    def signal_name(self) -> str | None:
        """The signal that ended it."""
        code = self._process.returncode
        return signal.Signals(-code).name if code is not None and code < 0 else None

    def shell_code(self) -> int:
        """What a shell would say: its exit code, or 128 and the signal's number."""
        code = self._process.returncode or 0
        return code if code >= 0 else 128 - code

    def _hand_signals_on(self) -> None:
        # The terminal's Ctrl-C reaches the command by itself: what it makes of it decides.
        signal.signal(signal.SIGINT, lambda *_: None)
        for number in _FORWARDED:
            signal.signal(number, lambda got, _frame: self._send(got))

    def _send(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _kill_tree(self) -> None:
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._process.kill()
        self._process.wait()
