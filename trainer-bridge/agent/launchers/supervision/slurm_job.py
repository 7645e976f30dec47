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

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any, Dict, Optional

from supervision.processes import cpu_seconds, end_leftovers, signal_group
from supervision.records import RunDirectory, now_iso
from supervision.trainer import EXIT_NOT_FOUND, Trainer, environment

EXIT_CHECKPOINTED = 75
LOOK_S = 1.0
USAGE_S = 10.0
# Slurm carries out a requeue within seconds; a compute node that cannot ask for one must not wait for ever.
ENGINE_LIMIT_S = 60.0
HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD}
# Written into the cancel file by us; the agent's own is empty.
OUR_CANCEL = "Slurm ends this job soon\n"
NO_END = {"exitCode": None, "signal": None}
LOST = {**NO_END, "lost": True, "error": "Slurm took the trainer away before it could write a checkpoint"}


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


def ask_slurm(*command: str) -> Optional[str]:
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

    def facts(self) -> Dict[str, str]:
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


def allocated_threads() -> Dict[bytes, bytes]:
    """As many threads as the job asked processors for; the launch's own word on it wins."""
    asked = os.environb.get(b"SLURM_CPUS_PER_TASK")
    return {b"OMP_NUM_THREADS": asked} if asked else {}


class Supervisor:
    """Follows one trainer through one start of the batch job."""

    def __init__(self, run: RunDirectory, job: SlurmJob, launch: Dict[str, Any]) -> None:
        self._run = run
        self._job = job
        self._launch = launch
        self._cancel = CancelFile(run)
        self._warned = False
        self._usage_at = 0.0

    def supervise(self) -> None:
        try:
            command = [self._launch["program"], *self._launch["args"]]
            # What Slurm set for this job (CUDA_VISIBLE_DEVICES and the like) wins. If this process is killed nobody
            # is left to record the trainer's end: it must not go on unseen.
            env = {**allocated_threads(), **environment(self._launch["env"], ours_wins=True)}
            trainer = Trainer(self._run, command, env, dies_with_us=True)
        except OSError as error:
            self._finish({**NO_END, "exitCode": EXIT_NOT_FOUND, "error": str(error)})
            return
        place = {"pid": trainer.pid, "host": socket.gethostname(), "start": self._job.start}
        self._run.record("trainer.json", place)
        trainer.go()
        how = trainer.ended()
        while how is None:
            self._look(trainer.pid)
            how = trainer.ended()
        end_leftovers(trainer.pid)
        self._end(how)

    def _look(self, pid: int) -> None:
        heard = signal.sigtimedwait(HEARD, LOOK_S)
        if heard is not None:
            self._react(heard.si_signo, pid)
        if not self._run.exists():
            signal_group(pid, signal.SIGKILL)  # nobody could find this trainer any more
        elif time.monotonic() >= self._usage_at:
            self._usage_at = time.monotonic() + USAGE_S
            self._note_usage(pid)

    def _note_usage(self, pid: int) -> None:
        try:
            with open(self._run.at("usage"), "w", encoding="ascii") as file:
                file.write(f"{cpu_seconds(pid):.2f}\n")
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

    def _end(self, how: Dict[str, Any]) -> None:
        by_agent = self._cancel.is_from_agent()
        paused = self._warned and how["exitCode"] == EXIT_CHECKPOINTED and not by_agent
        if paused and self._launch["requeue"] and self._pause():
            return
        taken = how["signal"] is not None and not by_agent and self._job.will_start_again()
        self._finish(LOST if taken else how)

    def _pause(self) -> bool:
        """Back into Slurm's queue, in this order: whenever it starts again it must find that it may go on."""
        if self._job.will_start_again() or self._job.facts().get("JobState") == "RUNNING":
            self._cancel.take_back()
            self._run.record("paused.json", {"start": self._job.start})
            self._run.remove("trainer.json")
            if self._job.requeue():
                return True
        return False

    def _finish(self, how: Dict[str, Any]) -> None:
        self._run.record("exit.json", {**how, "at": now_iso()})
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
    run.record("exit.json", {**LOST, "at": now_iso()})
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
