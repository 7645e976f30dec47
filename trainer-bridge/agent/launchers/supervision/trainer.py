"""Starts one trainer behind a gate, so that none runs of which nobody knows, and tells how it ended."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any, Dict, List, Optional, Sequence

from supervision.records import RunDirectory, as_bytes

EXIT_NOT_FOUND = 127
EXIT_NOT_LET_GO = 125
PR_SET_PDEATHSIG = 1
OUTPUTS = ("stdout.log", "stderr.log")
FAILURE_BYTES = 4000
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGXFSZ", "SIGCHLD")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"  # a real-time signal


class Trainer:
    """The trainer's process, in a session and group of its own. It waits for `go` before it becomes the command.

    Its raw outputs are appended to the run directory. A command that cannot be started ends with 127 and says why.
    With `dies_with_us` the kernel kills it when this process ends, however that ends.
    """

    def __init__(
        self,
        run: RunDirectory,
        argv: Sequence[str],
        env: Dict[bytes, bytes],
        dies_with_us: bool = False,
    ) -> None:
        outputs = [os.open(run.at(name), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) for name in OUTPUTS]
        # Loaded before the fork: afterwards a child may do little.
        libc = ctypes.CDLL(None) if dies_with_us else None
        words = [as_bytes(part) for part in argv]
        gate, self._gate = os.pipe()
        self._told, told = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            if libc is not None:
                libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(EXIT_NOT_LET_GO)
            _become(run.path, words, env, outputs, gate, told)
        for file in (*outputs, gate, told):
            os.close(file)
        os.read(self._told, 1)  # it has its own process group now

    def go(self) -> None:
        """Lets it become the command. If we die before, it ends: nobody would know of it."""
        try:
            os.write(self._gate, b"g")
        except BrokenPipeError:
            pass  # killed at the gate: its end says how
        os.close(self._gate)

    def ended(self) -> Optional[Dict[str, Any]]:
        """How it ended, in the words of exit.json without the time; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return None
        error = os.read(self._told, FAILURE_BYTES).decode("utf-8", "replace")
        if os.WIFSIGNALED(status):
            return {"exitCode": None, "signal": _signal_name(os.WTERMSIG(status)), "error": error}
        return {"exitCode": os.WEXITSTATUS(status), "signal": None, "error": error}


def _become(cwd: str, argv: List[bytes], env: Dict[bytes, bytes], outputs: List[int], gate: int, told: int) -> None:
    """In the forked child: becomes the command, or says why not. Engines block and ignore signals, a trainer not."""
    try:
        os.setsid()
        os.write(told, b"r")
        os.chdir(cwd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(outputs[0], 1)
        os.dup2(outputs[1], 2)
        for name in SIGNALS:
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if os.read(gate, 1) != b"g":
            os._exit(EXIT_NOT_LET_GO)
        os.execvpe(argv[0], argv, env)
    except (OSError, ValueError) as error:
        os.write(told, argv[0] + as_bytes(f": {error}"))
    finally:
        os._exit(EXIT_NOT_FOUND)


def environment(added: Dict[str, str], ours_wins: bool = False) -> Dict[bytes, bytes]:
    """This process's environment with other variables on top, or below it. Both may add to Python's path."""
    given = {as_bytes(name): as_bytes(value) for name, value in added.items()}
    own = dict(os.environb)
    paths = [path for path in (given.get(b"PYTHONPATH"), own.get(b"PYTHONPATH")) if path]
    merged = {**given, **own} if ours_wins else {**own, **given}
    return {**merged, b"PYTHONPATH": os.fsencode(os.pathsep).join(paths)} if paths else merged
