"""`stepwell run -- COMMAND`: the command runs as it would alone, and Stepwell hears of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stepwell_trainer.client import EventClient
from stepwell_trainer.client.system import Sampler
from stepwell_trainer.wrap.child import Child
from stepwell_trainer.wrap.facts import host_name, start_facts
from stepwell_trainer.wrap.inbox import InboxReader
from stepwell_trainer.wrap.output import Output
from stepwell_trainer.wrap.record import RunRecord, new_id, now_iso
from stepwell_trainer.wrap.server import Away, Refusal, Reporter, WrapServer

LOOK_SECONDS = 0.1
FIRST_PATIENCE = 3.0
LAST_PATIENCE = 15.0
EXIT_REFUSED = 64
EXIT_NOT_FOUND = 127
EXIT_NOT_STARTED = 126


@dataclass
class Settings:
    """What `stepwell run` was asked for."""

    argv: list[str]
    server_url: str
    operator_token: str
    project: str
    name: str
    runs_dir: Path
    config: dict[str, Any] = field(default_factory=dict)
    resume: str | None = None
    grace: float = 60.0


def notice(text: str) -> None:
    """One line on stderr; where that can take none (a full disk), it is not said."""
    with contextlib.suppress(OSError):
        print(f"stepwell: {text}", file=sys.stderr, flush=True)


def new_record(settings: Settings) -> RunRecord:
    """A run of a new id, or a new attempt at the run that is resumed, in a directory of its own."""
    run_id, attempt_id = settings.resume or new_id("run"), new_id("att")
    token = f"swr_{secrets.token_urlsafe(32)}"
    start = {
        "attemptId": attempt_id,
        "token": token,
        "project": settings.project,
        "name": settings.name,
        "command": {"argv": settings.argv, "cwd": str(Path.cwd())},
        "hostName": host_name(),
        "config": settings.config,
        "startedAt": now_iso(),
    }
    run_dir = settings.runs_dir / run_id / attempt_id
    return RunRecord(run_dir, settings.server_url, run_id, attempt_id, token, start, os.getpid())


def run(settings: Settings) -> int:
    """Runs the command to its end. Its own exit code; 64 where the server refuses the run before it began."""
    record = new_record(settings)
    record.save()
    if not _announced(WrapServer(record, settings.operator_token, FIRST_PATIENCE), record):
        return EXIT_REFUSED
    client = EventClient(record.run_dir, record.server_url, record.events_path, record.attempt_id, record.token)
    try:
        child = Child(settings.argv, record.run_dir, settings.grace)
    except OSError as error:
        return _not_started(settings, record, client, error)
    return _Wrapped(settings, record, client, child).to_the_end()


def _announced(server: WrapServer, record: RunRecord) -> bool:
    """Whether the command may begin: a server that is away is told later, one that says no is believed."""
    try:
        server.start()
        notice(f"{record.server_url}/runs/{record.run_id}")
    except Away as away:
        notice(f"{away}; the command runs, and everything is kept in {record.run_dir} until the server answers")
    except Refusal as refusal:
        notice(f"not started: {refusal}")
        return False
    return True


def _not_started(settings: Settings, record: RunRecord, client: EventClient, error: OSError) -> int:
    notice(f"{settings.argv[0]}: {error.strerror}")
    code = EXIT_NOT_FOUND if isinstance(error, FileNotFoundError) else EXIT_NOT_STARTED
    detail = f"{settings.argv[0]}: {error.strerror}"
    record.end = {"exitCode": code, "signal": None, "detail": detail, "endedAt": now_iso()}
    record.save()
    client.close(FIRST_PATIENCE)
    tell_end(WrapServer(record, settings.operator_token), record)
    return code


def tell_end(server: WrapServer, record: RunRecord) -> bool:
    """Says how it ended; where that cannot be said now, how to say it later."""
    try:
        server.end()
        return True
    except (Away, Refusal) as trouble:
        notice(f"{trouble}; send the rest later: stepwell sync {record.run_dir}")
        return False


class _Wrapped:
    """The command while it runs."""

    def __init__(self, settings: Settings, record: RunRecord, client: EventClient, child: Child) -> None:
        self._settings = settings
        self._record = record
        self._client = client
        self._child = child
        self._output = Output(record.run_dir, client)
        self._inbox = InboxReader(record.run_dir, client, notice)
        self._server = WrapServer(record, settings.operator_token)

    def to_the_end(self) -> int:
        """Follows it, then sends what is left."""
        record, client = self._record, self._client
        client.environment({**start_facts(Path.cwd()), "command": " ".join(self._settings.argv)[:4000]})
        reporter = Reporter(self._server, record, notice)
        sampler = Sampler(self._child.pid, client.system, record.run_dir)
        while not self._child.ended():
            if client.stop_requested or reporter.stop_ordered.is_set():
                self._child.stop()
            if not (self._output.forward() | bool(self._inbox.forward())):
                time.sleep(LOOK_SECONDS)
        self._settle(reporter, sampler)
        return self._child.shell_code()

    def _settle(self, reporter: Reporter, sampler: Sampler) -> None:
        sampler.close(1.0)
        self._output.forward(last=True)
        self._inbox.forward(last=True)
        self._inbox.close()
        child = self._child
        failed = child.exit_code != 0
        self._record.end = {
            "exitCode": child.exit_code,
            "signal": child.signal_name,
            "detail": self._output.last_words() if failed else "",
            "endedAt": now_iso(),
        }
        self._record.save()
        reporter.close()
        left = self._client.close(LAST_PATIENCE).unsent
        if left == 0:
            tell_end(self._server, self._record)
        else:
            notice(f"{left} events are not sent yet: stepwell sync {self._record.run_dir}")
