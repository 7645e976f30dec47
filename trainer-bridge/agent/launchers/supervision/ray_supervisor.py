"""Runs one trainer as a Ray job and records how it ended, so that the truth survives Ray's head and the agent.

    python3 -I ray_supervisor.py RUN_DIR

Needs the standard library only; a copy in each run directory is what Ray's nodes execute. It becomes two processes:

- the *entry*, which Ray knows, stops and kills. Its exit code is the trainer's;
- the *supervisor*, in a session of its own, which owns the run directory, starts the trainer in a process group of
  its own and writes supervisor.json, trainer.json and exit.json as supervisor.mjs does.

Each hears of the other's death by the end of a socket. Without its entry the supervisor asks the trainer for a
checkpoint and ends it: its resources are no longer reserved in Ray. Without its supervisor the entry ends the
trainer. What to run comes from command.json and environment.json: no shell reads a value.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any, Dict, Optional

from supervision.processes import boot_id, cpu_seconds, end_leftovers, identify, is_alive, signal_group
from supervision.records import RunDirectory, now_iso
from supervision.trainer import Trainer, environment

POLL_S = 0.1
BEAT_S = 3.0
EXIT_NOT_STARTED = 71
EXIT_TAKEN = 75
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def place() -> str:
    """Where a process number of ours means something: this start of this machine and this pid namespace."""
    try:
        return f"{boot_id()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def beat(run: RunDirectory, value: Dict[str, Any]) -> None:
    """Shows that we live to agents on other machines; on a full disk by the file's time alone."""
    try:
        temporary = run.at("beat.json.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(json.dumps(value) + "\n")
        os.replace(temporary, run.at("beat.json"))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT) and os.path.exists(run.at("beat.json")):
            os.utime(run.at("beat.json"))


class Supervision:
    """Watches one trainer until it has ended; every wish to end it comes in here."""

    def __init__(
        self, run: RunDirectory, trainer: Trainer, entry: socket.socket, end_grace_s: float, term_s: float
    ) -> None:
        self.run, self.trainer, self.entry = run, trainer, entry
        self.end_grace_s, self.term_s = end_grace_s, term_s
        self.entry_left_at: Optional[float] = None
        self.termed_at: Optional[float] = None
        self.beats = 0
        self.next_beat = 0.0

    def follow(self) -> Dict[str, Any]:
        """Returns how the trainer ended."""
        while True:
            how = self.trainer.ended()
            if how is not None:
                return how
            self._beat()
            self._obey()
            self._wait()

    def _wait(self) -> None:
        if self.entry_left_at is not None:
            time.sleep(POLL_S)
        elif select.select([self.entry], [], [], POLL_S)[0]:
            self.entry_left_at = time.monotonic()
            with contextlib.suppress(OSError), open(self.run.at("cancel"), "w"):
                pass  # where the disk is full the signals have to do

    def _beat(self) -> None:
        if time.monotonic() < self.next_beat:
            return
        self.beats += 1
        self.next_beat = time.monotonic() + BEAT_S
        beat(self.run, {"beats": self.beats, "cpuSeconds": cpu_seconds(self.trainer.pid)})

    def _obey(self) -> None:
        if not self.run.exists():
            # Whoever removes the run directory takes away every other way to find this trainer.
            signal_group(self.trainer.pid, signal.SIGKILL)
            return
        order = None
        with contextlib.suppress(OSError):  # a share that does not answer for a moment
            order = self.run.read("terminate.json")
        if order is not None:
            self._terminate(float(order.get("termMs", 0)) / 1000)
        elif self.entry_left_at is not None and time.monotonic() - self.entry_left_at >= self.end_grace_s:
            self._terminate(self.term_s)

    def _terminate(self, term_s: float) -> None:
        if self.termed_at is None:
            self.termed_at = time.monotonic()
            signal_group(self.trainer.pid, signal.SIGTERM)
        if time.monotonic() - self.termed_at >= term_s:
            signal_group(self.trainer.pid, signal.SIGKILL)


def supervise(run: RunDirectory, entry: socket.socket) -> None:
    """Owns the run directory from its claim to its exit record. A directory that is taken starts nothing."""
    command, own = run.read("command.json"), run.read("environment.json")
    if command is None or own is None or not run.claim("supervisor.json", identify(os.getpid())):
        entry.sendall(b"taken")
        return
    os.unlink(run.at("environment.json"))  # it holds the token
    run.record("node.json", {"hostname": socket.gethostname(), "place": place()})
    program = sys.executable if command["program"] is None else command["program"]
    trainer = Trainer(run, [program, *command["args"]], environment(own))
    run.record("trainer.json", identify(trainer.pid))
    trainer.go()
    how = Supervision(run, trainer, entry, command["endGraceMs"] / 1000, command["termMs"] / 1000).follow()
    end_leftovers(trainer.pid)
    run.record("exit.json", {**how, "at": now_iso()})


def detach(run: RunDirectory, ours: socket.socket, theirs: socket.socket) -> None:
    """Forks the supervisor off into a session of its own, out of reach of what Ray sends to the entry's family."""
    first = os.fork()
    if first != 0:
        os.waitpid(first, 0)
        return
    os.setsid()
    if os.fork() != 0:
        os._exit(0)
    code = 1
    try:
        ours.close()
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        log = os.open(run.at("supervisor.log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        supervise(run, theirs)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


def entry_exit_code(run: RunDirectory) -> int:
    """What to tell Ray once the supervisor is gone; a trainer that it left behind is ended here."""
    end = run.read("exit.json")
    if end is None:
        trainer = run.read("trainer.json")
        if trainer is not None and is_alive(trainer):
            signal_group(trainer["pid"], signal.SIGKILL)
        print(f"Its supervisor ended without a record; see {run.at('supervisor.log')}.")
        return EXIT_NOT_STARTED
    print(f"The trainer ended: {end['signal'] or end['exitCode']} {end['error']}".strip())
    return 128 + signal.Signals[end["signal"]] if end["signal"] else end["exitCode"]


def pass_on(ours: socket.socket) -> None:
    """Tells the supervisor that Ray wants an end, unless it is gone already."""
    with contextlib.suppress(OSError):
        ours.shutdown(socket.SHUT_WR)


def main(run_dir: str) -> int:
    """The entry: waits for the supervisor, passes on Ray's wish to end, and returns the trainer's exit code."""
    run = RunDirectory(run_dir)
    os.chdir(run_dir)
    ours, theirs = socket.socketpair()
    detach(run, ours, theirs)
    theirs.close()
    for number in ENDING:
        signal.signal(number, lambda *_: pass_on(ours))
    if ours.recv(16) == b"taken":
        print("This run directory was started or stopped before; nothing is started.")
        return EXIT_TAKEN
    return entry_exit_code(run)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
