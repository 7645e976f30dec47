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
import subprocess
import sys
import time
from datetime import datetime, timezone

POLL_S = 0.1
BEAT_S = 3.0
LEFTOVER_GRACE_S = 2.0
DISK_RETRY_S = 1.0
EXIT_NOT_STARTED = 71
EXIT_TAKEN = 75
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def boot_id() -> str:
    """Changes with every start of the machine; empty where there is none to read."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


def place() -> str:
    """Where a process number of ours means something: this start of this machine and this pid namespace."""
    try:
        return f"{boot_id()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def stat_fields(pid: int | str) -> list[str] | None:
    """The fields of /proc/PID/stat behind the program's name; None if there is no such process."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            text = file.read()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()


def identify(pid: int) -> dict:
    """The pid and start time of a living process, in the words of process-identity.mjs."""
    fields = stat_fields(pid)
    if fields is not None:
        return {"pid": pid, "startTime": f"{boot_id()}:{fields[19]}"}
    env = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    said = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, env=env)
    return {"pid": pid, "startTime": said.stdout.strip()}


def group_cpu_seconds(pgid: int) -> float | None:
    """CPU seconds used by the living processes of a group; None where /proc does not tell."""
    if not os.path.exists("/proc/self/stat"):
        return None
    found = (stat_fields(name) for name in os.listdir("/proc") if name.isdigit())
    ticks = sum(int(f[11]) + int(f[12]) for f in found if f is not None and int(f[2]) == pgid)
    return ticks / os.sysconf("SC_CLK_TCK")


def signal_group(pgid: int, number: int) -> bool:
    """False if nothing of the group is left."""
    try:
        os.killpg(pgid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class RunDirectory:
    """The files of one attempt, which the agent reads at any time: each is there whole or not at all."""

    def __init__(self, path: str) -> None:
        self.path = path

    def at(self, name: str) -> str:
        return os.path.join(self.path, name)

    def read(self, name: str) -> dict | None:
        try:
            with open(self.at(name), encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def names(self) -> list[str] | None:
        """What is in it; None if it was removed. Opening the directory makes NFS look again, a stat does not."""
        try:
            return os.listdir(self.path)
        except FileNotFoundError:
            return None
        except OSError:
            return []  # a share that does not answer for a moment

    def _write(self, name: str, value: dict) -> str:
        temporary = self.at(f"{name}.{os.getpid()}.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(json.dumps(value) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def claim(self, name: str, value: dict) -> bool:
        """Creates the file unless somebody else has."""
        temporary = self._write(name, value)
        try:
            os.link(temporary, self.at(name))
        except FileExistsError:
            return False
        finally:
            os.unlink(temporary)
        return True

    def record(self, name: str, value: dict) -> None:
        """Writes what must not get lost: a full disk is waited out; a removed directory wants no record."""
        while True:
            try:
                os.replace(self._write(name, value), self.at(name))
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(DISK_RETRY_S)

    def beat(self, value: dict) -> None:
        """Shows that we live to agents on other machines; on a full disk by the file's time alone."""
        try:
            temporary = self.at("beat.json.tmp")
            with open(temporary, "w", encoding="utf-8") as file:
                file.write(json.dumps(value) + "\n")
            os.replace(temporary, self.at("beat.json"))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT) and os.path.exists(self.at("beat.json")):
                os.utime(self.at("beat.json"))


class Trainer:
    """The trainer's process, in a session and group of its own. It waits for `go` before it becomes the command."""

    def __init__(self, run: RunDirectory, argv: list[str], env: dict[str, str]) -> None:
        output = [
            os.open(run.at(n), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) for n in ("stdout.log", "stderr.log")
        ]
        go, self._gate = os.pipe()
        self._failure, failure = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            _become(run.path, argv, env, output, go, failure)
        for fd in (*output, go, failure):
            os.close(fd)

    def go(self) -> None:
        """Lets it become the command. If we die before, it ends: nobody would know of it."""
        with contextlib.suppress(BrokenPipeError):  # killed at the gate: its end says how
            os.write(self._gate, b"g")
        os.close(self._gate)

    def ended(self) -> dict | None:
        """How it ended, in the words of exit.json; None while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            return None
        error = os.read(self._failure, 2000).decode("utf-8", "replace")
        if os.WIFSIGNALED(status):
            return {"exitCode": None, "signal": signal.Signals(os.WTERMSIG(status)).name, "error": error}
        return {"exitCode": os.WEXITSTATUS(status), "signal": None, "error": error}


def _become(cwd: str, argv: list[str], env: dict[str, str], output: list[int], go: int, failure: int) -> None:
    """In the forked child: becomes the command, or says why not. Ray blocks and ignores signals; a trainer does not."""
    try:
        os.setsid()
        os.chdir(cwd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output[0], 1)
        os.dup2(output[1], 2)
        for number in (*ENDING, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if os.read(go, 1) != b"g":
            os._exit(125)
        os.execvpe(argv[0], argv, env)
    except (OSError, ValueError) as error:
        os.write(failure, f"{argv[0]}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(127)


def environment_with(own: dict[str, str]) -> dict[str, str]:
    """The node's own environment with the attempt's on top; both may add to Python's path."""
    paths = [own.get("PYTHONPATH"), os.environ.get("PYTHONPATH")]
    python_path = {"PYTHONPATH": os.pathsep.join(filter(None, paths))} if any(paths) else {}
    return {**os.environ, **own, **python_path}


class Supervision:
    """Watches one trainer until it has ended; every wish to end it comes in here."""

    def __init__(
        self, run: RunDirectory, trainer: Trainer, entry: socket.socket, end_grace_s: float, term_s: float
    ) -> None:
        self.run, self.trainer, self.entry = run, trainer, entry
        self.end_grace_s, self.term_s = end_grace_s, term_s
        self.entry_left_at: float | None = None
        self.termed_at: float | None = None
        self.beats = 0
        self.next_beat = 0.0

    def follow(self) -> dict:
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
        self.run.beat({"beats": self.beats, "cpuSeconds": group_cpu_seconds(self.trainer.pid)})

    def _obey(self) -> None:
        names = self.run.names()
        if names is None:
            # Whoever removes the run directory takes away every other way to find this trainer.
            signal_group(self.trainer.pid, signal.SIGKILL)
        elif "terminate.json" in names:
            order = self.run.read("terminate.json") or {}
            self._terminate(float(order.get("termMs", 0)) / 1000)
        elif self.entry_left_at is not None and time.monotonic() - self.entry_left_at >= self.end_grace_s:
            self._terminate(self.term_s)

    def _terminate(self, term_s: float) -> None:
        if self.termed_at is None:
            self.termed_at = time.monotonic()
            signal_group(self.trainer.pid, signal.SIGTERM)
        if time.monotonic() - self.termed_at >= term_s:
            signal_group(self.trainer.pid, signal.SIGKILL)


def end_leftovers(pgid: int) -> None:
    """What the trainer started and left behind (data workers) ends with it. Nobody else has its group's number."""
    if not signal_group(pgid, signal.SIGTERM):
        return
    deadline = time.monotonic() + LEFTOVER_GRACE_S
    while time.monotonic() < deadline:
        time.sleep(POLL_S / 2)
        if not signal_group(pgid, 0):
            return
    signal_group(pgid, signal.SIGKILL)


def supervise(run: RunDirectory, entry: socket.socket) -> None:
    """Owns the run directory from its claim to its exit record. A directory that is taken starts nothing."""
    command, own = run.read("command.json"), run.read("environment.json")
    if command is None or own is None or not run.claim("supervisor.json", identify(os.getpid())):
        entry.sendall(b"taken")
        return
    os.unlink(run.at("environment.json"))  # it holds the token
    run.record("node.json", {"hostname": socket.gethostname(), "place": place()})
    program = sys.executable if command["program"] is None else command["program"]
    trainer = Trainer(run, [program, *command["args"]], environment_with(own))
    run.record("trainer.json", identify(trainer.pid))
    trainer.go()
    how = Supervision(run, trainer, entry, command["endGraceMs"] / 1000, command["termMs"] / 1000).follow()
    end_leftovers(trainer.pid)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    run.record("exit.json", {**how, "at": now})


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
        if trainer is not None and identify(trainer["pid"]) == trainer:
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
