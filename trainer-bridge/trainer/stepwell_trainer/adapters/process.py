"""The stack's process: started under a guardian, its output in a file, ended for good whatever happens here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from stepwell_trainer.adapters.base import Command
from stepwell_trainer.errors import TrainerError

_GUARDIAN = Path(__file__).with_name("guardian.py")
# What only this trainer may know: a stack speaks to no server of ours.
_KEPT_BACK = ("STEPWELL_RUN_TOKEN",)


class StackProcess:
    """A running command. Its standard output and error go to one file, in the order that it wrote them."""

    def __init__(self, command: Command, output: Path, grace_seconds: float) -> None:
        """Raises TrainerError where the working directory does not exist."""
        self._grace = grace_seconds
        argv = [sys.executable, "-I", str(_GUARDIAN), str(grace_seconds), str(os.getpid()), "--", *command.argv]
        try:
            with output.open("ab") as sink:
                self._process = subprocess.Popen(
                    argv,
                    cwd=command.cwd,
                    env=_environment(command.env),
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as problem:
            raise TrainerError(f"cannot start {command.argv[0]} in {command.cwd}: {problem.strerror}") from problem

    def exit_code(self) -> int | None:
        """None while it runs; 128 + n where signal n ended it."""
        code = self._process.poll()
        return code if code is None or code >= 0 else 128 - code

    def wait(self, seconds: float) -> None:
        """Returns when the process has ended, at the latest after `seconds`."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def stop(self) -> None:
        """Asks it to end in its own way; the guardian kills what is left after the grace. Returns at once."""
        if self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Nothing of it runs when this returns."""
        self.stop()
        self._process.wait()


def _environment(added: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
    # So that what a Python stack prints arrives while it runs, not when its buffer is full.
    return {**inherited, "PYTHONUNBUFFERED": "1", **added}
