"""`stepwell sync`: sends what wrapped commands could not send while they ran."""

from __future__ import annotations

from pathlib import Path

import psutil

from stepwell_trainer.client import EventClient, SpoolInUse
from stepwell_trainer.wrap.inbox import InboxReader
from stepwell_trainer.wrap.output import Output
from stepwell_trainer.wrap.record import RunRecord, now_iso, read_record
from stepwell_trainer.wrap.run import notice, tell_end
from stepwell_trainer.wrap.server import Away, Refusal, WrapServer

EXIT_LEFT = 75


def unfinished(runs_dir: Path) -> list[Path]:
    """Run directories of which the server has not heard the end, the oldest first."""
    found = []
    for file in sorted(runs_dir.glob("*/*/run.json"), key=lambda path: path.stat().st_mtime):
        try:
            if not read_record(file.parent).told_end:
                found.append(file.parent)
        except (OSError, ValueError, TypeError):
            continue
    return found


def sync(run_dirs: list[Path], operator_token: str, patience: float) -> int:
    """Sends each; 0 where nothing is left, 75 where something is."""
    return 0 if all([_sync_one(path, operator_token, patience) for path in run_dirs]) else EXIT_LEFT


def _sync_one(run_dir: Path, operator_token: str, patience: float) -> bool:
    try:
        record = read_record(run_dir)
    except (OSError, ValueError, TypeError) as error:
        notice(f"{run_dir} is no run directory: {error}")
        return False
    if record.end is None and _is_wrapper(record.pid):
        notice(f"{record.run_id} still runs and sends by itself")
        return True
    return _send(record, WrapServer(record, operator_token), patience)


def _send(record: RunRecord, server: WrapServer, patience: float) -> bool:
    try:
        if not record.registered:
            server.start()
        client = EventClient(record.run_dir, record.server_url, record.events_path, record.attempt_id, record.token)
    except (Away, Refusal, SpoolInUse) as trouble:
        notice(f"{record.run_id}: {trouble}")
        return False
    if record.end is None:
        _gather(record, client)
    left = client.close(patience).unsent
    if left > 0:
        notice(f"{record.run_id}: {left} events are left")
        return False
    return tell_end(server, record)


def _gather(record: RunRecord, client: EventClient) -> None:
    """Of a wrapper that was killed: what its command wrote since, as far as nobody sent it."""
    inbox = InboxReader(record.run_dir, client, notice)
    inbox.forward(last=True)
    inbox.close()
    output = Output(record.run_dir, client, show=False)
    output.forward(last=True)
    record.end = {
        "exitCode": None,
        "signal": None,
        "detail": f"{output.last_words()}\nits wrapper was killed: how the command ended is not known"[-20_000:],
        "endedAt": now_iso(),
    }
    record.save()


def _is_wrapper(pid: int) -> bool:
    """Whether the process of this number is a `stepwell run` (and not another program that got the number since)."""
    try:
        return any("stepwell" in part for part in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
