"""Runs one trainer inside a Slurm batch job and records how it ended. Standard library only, Python 3.8 or later.

    python3 -I slurm_job.py RUN_DIR

A copy in each run directory is what compute nodes execute. What to run comes from launch.json (mode 0600), so no
value becomes shell text and no secret is in the job that Slurm shows. The first Slurm job to claim a run directory
(supervisor.json) owns it; any other ends without starting anything.

Signals, sent to the batch process by Slurm or by the agent's scancel --batch:
  USR1  the time limit or a pre-emption is near: ask for a checkpoint, then put this job back into Slurm's queue
  TERM  pass it on to the trainer
  USR2  kill the trainer
A trainer that wrote its checkpoint (exit 75) goes on in the same attempt when Slurm starts the job again. One that
was lost without it does not: the server starts a new attempt, so that train steps done twice can be told apart.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timezone

EXIT_CHECKPOINTED = 75
EXIT_NOT_FOUND = 127
LOOK_S = 1.0
USAGE_S = 10.0
LEFTOVER_GRACE_S = 2.0
DISK_RETRY_S = 1.0
# Slurm carries out a requeue within seconds; a compute node that cannot ask for one must not wait for ever.
ENGINE_LIMIT_S = 60.0
PR_SET_PDEATHSIG = 1
HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD}
# Written into the cancel file by us; the agent's own is empty.
OUR_CANCEL = "Slurm ends this job soon\n"
LOST = {"lost": True, "error": "Slurm took the trainer away before it could write a checkpoint"}


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

    def _write(self, name: str, value: dict) -> str:
        temporary = self.at(f"{name}.{socket.gethostname()}.{os.getpid()}.tmp")
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(json.dumps(value) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def claim(self, name: str, value: dict) -> bool:
        """Creates the file unless somebody has."""
        temporary = self._write(name, value)
        try:
            os.link(temporary, self.at(name))
            return True
        except FileExistsError:
            return False
        finally:
            os.unlink(temporary)

    def record(self, name: str, value: dict) -> None:
        """Writes what must not get lost: a full disk is waited out; a removed directory wants no record."""
        while os.path.isdir(self.path):
            try:
                os.replace(self._write(name, value), self.at(name))
                return
            except OSError:
                time.sleep(DISK_RETRY_S)

    def remove(self, name: str) -> None:
        try:
            os.unlink(self.at(name))
        except FileNotFoundError:
            pass


class CancelFile:
    """How the trainer is asked for a checkpoint, by us before Slurm ends the job or by the agent for good."""

    def __init__(self, run: RunDirectory) -> None:
        self._path = run.at("cancel")

    def ask(self) -> None:
        try:
            with open(self._path, "x", encoding="utf-8") as file:
                file.write(OUR_CANCEL)
        except OSError:
            pass  # the agent was first, or the disk is full: Slurm's SIGTERM follows

    def is_from_agent(self) -> bool:
        try:
            with open(self._path, encoding="utf-8") as file:
                return file.read() != OUR_CANCEL
        except OSError:
            return False

    def take_back(self) -> None:
        try:
            os.unlink(self._path)
        except FileNotFoundError:
            pass


def ask_slurm(*command: str) -> str | None:
    """What a Slurm command says; None if it failed."""
    try:
        ran = subprocess.run(command, stdout=subprocess.PIPE, timeout=ENGINE_LIMIT_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{command[0]}: {error}", file=sys.stderr, flush=True)
        return None
    return ran.stdout.decode("utf-8", "replace")


class SlurmJob:
    """This batch job, as Slurm knows it. `start` counts its starts from 0: Slurm may requeue it."""

    def __init__(self) -> None:
        self.id = os.environ["SLURM_JOB_ID"]
        self.start = int(os.environ.get("SLURM_RESTART_COUNT") or 0)

    def facts(self) -> dict[str, str]:
        said = ask_slurm("scontrol", "show", "job", "--oneliner", self.id) or ""
        return dict(word.split("=", 1) for word in said.split() if "=" in word)

    def will_start_again(self) -> bool:
        """Whether Slurm has put this job back into its queue already, as a pre-emption or `scontrol requeue` does."""
        restarts = self.facts().get("Restarts", "")
        return restarts.isdigit() and int(restarts) > self.start

    def requeue(self) -> bool:
        """Puts itself back into the queue. A job that somebody cancelled stays cancelled."""
        if self.facts().get("JobState") != "RUNNING":
            return self.will_start_again()
        return ask_slurm("scontrol", "requeue", self.id) is not None


def signal_group(pgid: int, number: int) -> bool:
    """False if nothing of the group is left."""
    try:
        os.killpg(pgid, number)
        return True
    except (ProcessLookupError, PermissionError):
        return False


def group_cpu_seconds(pgid: int) -> float:
    """CPU seconds used by the living processes of a group."""
    ticks = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(fields[2]) == pgid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def end_leftovers(pgid: int) -> None:
    """What the trainer started and left behind (data workers) ends with it."""
    deadline = time.monotonic() + LEFTOVER_GRACE_S
    signal_group(pgid, signal.SIGTERM)
    while signal_group(pgid, 0) and time.monotonic() < deadline:
        time.sleep(0.05)
    signal_group(pgid, signal.SIGKILL)


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def trainer_environment(from_agent: dict) -> dict[bytes, bytes]:
    """The agent's environment; what Slurm set for this job (CUDA_VISIBLE_DEVICES and the like) wins."""
    env = {as_bytes(name): as_bytes(value) for name, value in from_agent.items()}
    return {**env, **os.environb}


def start_trainer(run: RunDirectory, launch: dict) -> subprocess.Popen:
    """In a process group of its own, its raw outputs appended to the run directory. OSError if it cannot start."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        # If this process is killed nobody is left to record the trainer's end: it must not go on unseen.
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(EXIT_NOT_FOUND)

    def output(name: str) -> int:
        return os.open(run.at(name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    outputs = [output("stdout.log"), output("stderr.log")]
    try:
        return subprocess.Popen(
            [as_bytes(part) for part in [launch["program"], *launch["args"]]],
            cwd=run.path,
            env=trainer_environment(launch["env"]),
            stdin=subprocess.DEVNULL,
            stdout=outputs[0],
            stderr=outputs[1],
            start_new_session=True,
            preexec_fn=prepare,
        )
    finally:
        for file in outputs:
            os.close(file)


def exit_record(code: int | None, error: str = "") -> dict:
    at = datetime.now(timezone.utc).isoformat()
    if code is not None and code < 0:
        return {"exitCode": None, "signal": signal.Signals(-code).name, "error": error, "at": at}
    return {"exitCode": code, "signal": None, "error": error, "at": at}


class Supervisor:
    """Follows one trainer through one start of the batch job."""

    def __init__(self, run: RunDirectory, job: SlurmJob, launch: dict) -> None:
        self._run = run
        self._job = job
        self._launch = launch
        self._cancel = CancelFile(run)
        self._warned = False
        self._usage_at = 0.0

    def supervise(self) -> None:
        try:
            trainer = start_trainer(self._run, self._launch)
        except (OSError, ValueError) as error:
            self._finish(exit_record(EXIT_NOT_FOUND, str(error)))
            return
        self._run.record(
            "trainer.json", {"pid": trainer.pid, "host": socket.gethostname(), "start": self._job.start}
        )
        while trainer.poll() is None:
            self._look(trainer.pid)
        end_leftovers(trainer.pid)
        self._end(trainer.returncode)

    def _look(self, pid: int) -> None:
        heard = signal.sigtimedwait(HEARD, LOOK_S)
        if heard is not None:
            self._react(heard.si_signo, pid)
        if not os.path.isdir(self._run.path):
            signal_group(pid, signal.SIGKILL)  # nobody could find this trainer any more
        elif time.monotonic() >= self._usage_at:
            self._usage_at = time.monotonic() + USAGE_S
            self._note_usage(pid)

    def _note_usage(self, pid: int) -> None:
        try:
            with open(self._run.at("usage"), "w", encoding="ascii") as file:
                file.write(f"{group_cpu_seconds(pid):.2f}\n")
        except OSError:
            pass  # a full disk: the next look tries again

    def _react(self, number: int, pid: int) -> None:
        if number == signal.SIGUSR1:
            self._warned = True
            self._cancel.ask()
        elif number == signal.SIGUSR2:
            signal_group(pid, signal.SIGKILL)
        elif number != signal.SIGCHLD:
            self._warned = True
            signal_group(pid, signal.SIGTERM)

    def _end(self, code: int) -> None:
        paused = self._warned and code == EXIT_CHECKPOINTED and not self._cancel.is_from_agent()
        if paused and self._launch["requeue"] and self._pause():
            return
        record = exit_record(code)
        if code < 0 and not self._cancel.is_from_agent() and self._job.will_start_again():
            record = {**record, **LOST}
        self._finish(record)

    def _pause(self) -> bool:
        """Back into Slurm's queue, in this order: whenever it starts again it must find that it may go on."""
        if self._job.will_start_again() or self._job.facts().get("JobState") == "RUNNING":
            self._cancel.take_back()
            self._run.record("paused.json", {"start": self._job.start})
            self._run.remove("trainer.json")
            if self._job.requeue():
                return True
        return False

    def _finish(self, record: dict) -> None:
        self._run.record("exit.json", record)
        self._run.remove("launch.json")


def may_start(run: RunDirectory, job: SlurmJob) -> bool:
    """Whether this start of this job is the one that runs the trainer. Says so in the records if not."""
    if not run.claim("supervisor.json", {"slurmJob": job.id}):
        claim = run.read("supervisor.json") or {}
        if claim.get("slurmJob") != job.id:
            return False
    if run.read("exit.json") is not None:
        return False
    if run.read("trainer.json") is None:
        return True
    run.record("exit.json", {**exit_record(None), **LOST})
    run.remove("launch.json")
    return False


def main(path: str) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    # batch.sh ignores these two; the trainer is to inherit the usual ways.
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    run = RunDirectory(path)
    job = SlurmJob()
    if not may_start(run, job):
        return
    launch = run.read("launch.json")
    if launch is None:
        sys.exit(f"{run.at('launch.json')} is missing")
    Supervisor(run, job, launch).supervise()


if __name__ == "__main__":
    main(sys.argv[1])
