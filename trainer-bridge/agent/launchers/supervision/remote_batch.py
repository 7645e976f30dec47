"""Run directories that a batch system's job will work on; it may run on any node that sees this file system."""

from __future__ import annotations

import os
from typing import Any, Dict

from supervision.records import RunDirectory, create_exclusively, json_line, now_iso, write_atomic
from supervision.remote_attempts import last_touched
from supervision.remote_folders import Answer, Request, attempt_of, lacks_package, with_package
from supervision.remote_start import arguments_in, lay_out

RECORDS = ("supervisor.json", "trainer.json", "paused.json", "exit.json")
CHECKPOINTED = {"exitCode": 75, "signal": None, "error": ""}


def lay_out_batch(request: Request, _: bytes) -> Answer:
    """Writes job.json, launch.json (it holds the token: mode 0600) and the named texts. Answers with their folder."""
    if lacks_package(request):
        return {"needsPackage": True}, b""
    run = lay_out(request)
    program, *args = arguments_in(run, request)
    launch = {"program": program, "args": args, "env": with_package(request), "requeue": request["requeue"]}
    for name, text in request["texts"].items():
        write_atomic(run.at(name), text.encode("utf-8"))
    write_atomic(run.at("launch.json"), json_line(launch), 0o600)
    return {"needsPackage": False, "runDir": run.path}, b""


def read_batch(request: Request, _: bytes) -> Answer:
    """What the run directories say. The exit record is read last, for it is written last."""
    return {"attempts": [_facts(name, attempt_of(request, name)) for name in request["attempts"]]}, b""


def _facts(name: str, run: RunDirectory) -> Dict[str, Any]:
    present = run.exists()
    usage = None
    try:
        with open(run.at("usage"), encoding="ascii") as file:
            usage = float(file.read())
    except (OSError, ValueError):
        pass  # not noted yet
    records = {record: run.read(record) for record in RECORDS}
    return {
        "attempt": name,
        "present": present,
        "records": records,
        "cpuSeconds": usage,
        "touchedMs": last_touched(run),
    }


def end_batch(request: Request, _: bytes) -> Answer:
    """Forgets what was to be launched, and the token with it; a job that waits with its checkpoint ends with that."""
    run = attempt_of(request, request["of"])
    if request["checkpointed"] and os.path.isdir(run.path):
        create_exclusively(run.at("exit.json"), json_line({**CHECKPOINTED, "at": now_iso()}))
    run.remove("launch.json")
    return {}, b""
