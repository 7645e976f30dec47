"""Starts a trainer on this host under a supervisor that belongs to no connection."""

from __future__ import annotations

import os
import signal
import time
from typing import Callable, Dict, List

from supervision.processes import POLL_S, end_leftovers, identify, signal_group
from supervision.records import RunDirectory, json_line, now_iso, write_atomic
from supervision.remote_folders import Answer, Request, attempt_of, inside, lacks_package, root_of, with_package
from supervision.trainer import Trainer, environment

WATCH_S = 2.0


def lay_out(request: Request) -> RunDirectory:
    """Makes the run directory and the folder for outputs, and writes job.json, unless something started here before."""
    run = attempt_of(request, request["of"])
    job = dict(request["job"])
    job["outputDir"] = inside(os.path.join(root_of(request), "jobs"), job["jobId"])
    os.makedirs(run.path, mode=0o700, exist_ok=True)
    os.makedirs(job["outputDir"], exist_ok=True)
    if not os.path.exists(run.at("supervisor.json")):
        write_atomic(run.at("job.json"), json_line(job))
    return run


def arguments_in(run: RunDirectory, request: Request) -> List[str]:
    """The command's arguments; a null one stands for the run directory."""
    return [run.path if part is None else part for part in request["argv"]]


def start(request: Request, _: bytes) -> Answer:
    """Starts the command in the run directory unless that happened before."""
    if lacks_package(request):
        return {"needsPackage": True}, b""
    run = lay_out(request)
    supervisor = run.at("supervisor.json")
    if not os.path.exists(supervisor):
        _detach(run, arguments_in(run, request), environment(with_package(request)))
    if os.path.exists(supervisor):
        return {"needsPackage": False}, b""
    said = ""
    if os.path.exists(run.at("supervisor.log")):
        with open(run.at("supervisor.log"), errors="replace") as file:
            said = file.read()[-2000:]
    # Nothing may start later on, behind the back of whoever hears that this failed.
    run.claim("supervisor.json", {"neverStarted": True})
    raise RuntimeError(f"the supervisor did not start. {said}")


def _detach(run: RunDirectory, argv: List[str], env: Dict[bytes, bytes]) -> None:
    """Leaves a supervisor behind that belongs to no connection; returns when it has claimed or given up."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(write_end)
        os.waitpid(child, 0)
        os.read(read_end, 1)
        os.close(read_end)
        return
    try:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.chdir(run.path)
        nowhere = os.open(os.devnull, os.O_RDWR)
        log = os.open("supervisor.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for source, target in ((nowhere, 0), (nowhere, 1), (log, 2)):
            os.dup2(source, target)
        _supervise(run, argv, env, lambda: os.close(write_end))
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "replace"))
    finally:
        os._exit(0)


def _supervise(run: RunDirectory, argv: List[str], env: Dict[bytes, bytes], claimed: Callable[[], None]) -> None:
    """Owns the run directory, or ends at once if another supervisor does. `claimed` is called when that is clear."""
    if not run.claim("supervisor.json", identify(os.getpid())):
        return
    claimed()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # for the trainer's group; this process stays to the end
    trainer = Trainer(run, argv, env)
    run.record("trainer.json", identify(trainer.pid))
    trainer.go()
    how = trainer.ended()
    looked = time.monotonic()
    while how is None:
        if time.monotonic() - looked >= WATCH_S:
            looked = time.monotonic()
            if not run.exists():
                # Whoever removes the run directory takes away every other way to find this trainer.
                signal_group(trainer.pid, signal.SIGKILL)
        time.sleep(POLL_S)
        how = trainer.ended()
    end_leftovers(trainer.pid)
    run.record("exit.json", {**how, "at": now_iso()})
