"""Attempts on this host: what their run directories and the process table say, and how they are ended."""

from __future__ import annotations

import os
import signal
from typing import Any, Dict

from supervision.processes import group_of, is_alive, signal_group
from supervision.records import RunDirectory
from supervision.remote_folders import Answer, Request, attempt_of

NEVER_STARTED = {"neverStarted": True}


def status(request: Request, _: bytes) -> Answer:
    """Of attempts whose supervisors run on this machine."""
    return {"attempts": [_facts(name, attempt_of(request, name)) for name in request["attempts"]]}, b""


def _facts(name: str, run: RunDirectory) -> Dict[str, Any]:
    """The exit record is read last: it comes before the end."""
    claim = run.read("supervisor.json")
    never = claim is not None and claim.get("neverStarted", False)
    alive = claim is not None and not never and is_alive(claim)
    trainer = run.read("trainer.json")
    group = {} if trainer is None else group_of(trainer)
    return {
        "attempt": name,
        "present": os.path.isdir(run.path),
        "claimed": claim is not None,
        "neverStarted": never,
        "supervisorAlive": alive,
        "trainer": trainer and {"pid": trainer["pid"], "alive": is_alive(trainer), "groupAlive": len(group) > 0},
        "cpuSeconds": sum(group.values()) if group else None,
        "touchedMs": last_touched(run),
        "exit": run.read("exit.json"),
    }


def last_touched(run: RunDirectory) -> int:
    """When the trainer last wrote something, in milliseconds since 1970; 0 if it has not."""
    newest = 0.0
    spool = run.at("spool")
    spooled = [os.path.join(spool, name) for name in os.listdir(spool)] if os.path.isdir(spool) else []
    for path in [run.at(name) for name in ("stdout.log", "stderr.log", "heartbeat")] + spooled:
        try:
            newest = max(newest, os.stat(path).st_mtime)
        except FileNotFoundError:
            pass  # not written yet, or sent at this moment
    return int(newest * 1000)


def forbid_start(request: Request, _: bytes) -> Answer:
    """Takes the one slot to start in a run directory; says whether it was free."""
    run = attempt_of(request, request["of"])
    os.makedirs(run.path, mode=0o700, exist_ok=True)
    return {"forbidden": run.claim("supervisor.json", NEVER_STARTED)}, b""


def cancel(request: Request, _: bytes) -> Answer:
    """Closes a run directory in which nothing started, else asks its trainer by the cancel file."""
    if not forbid_start(request, b"")[0]["forbidden"]:
        try:
            open(attempt_of(request, request["of"]).at("cancel"), "wb").close()
        except OSError:
            pass  # a full disk must not keep anything running: the signals follow
    return {}, b""


def send_signal(request: Request, _: bytes) -> Answer:
    """To the trainer's group; before there is one, to the supervisor on whose word it waits."""
    number = {"SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}[request["signal"]]
    run = attempt_of(request, request["of"])
    trainer = run.read("trainer.json")
    claim = run.read("supervisor.json")
    if trainer is not None:
        if group_of(trainer):
            signal_group(trainer["pid"], number)
    elif number == signal.SIGKILL and claim is not None and not claim.get("neverStarted") and is_alive(claim):
        os.kill(claim["pid"], number)
    return {}, b""
