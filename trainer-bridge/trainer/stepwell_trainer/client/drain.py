"""`python -m stepwell_trainer drain <run_dir>`: sends what a dead (or cut off) trainer left in its spool."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from .acks import SpoolMismatch, release_room
from .backoff import Backoff
from .courier import Courier
from .event_client import SPOOL, to_stderr
from .locks import WRITE_LOCK, FileLock
from .reporter import TOKEN_VARIABLE
from .sender import Rounds
from .transport import Transport

EXIT_DRAINED = 0
EXIT_LEFT = 75
EXIT_UNUSABLE = 78


@dataclass(frozen=True)
class Drained:
    """Events sent, refused by the server and set aside, and still in the spool; and why some are left."""

    sent: int
    rejected: int
    left: int
    error: str


def drain(run_dir: Path, token: str, timeout: float, attempts_every: float = 5.0) -> Drained:
    """Sends the spool of `run_dir` within `timeout` seconds. Harmless beside a living trainer or another drain.

    Reads server and attempt from job.json. Raises OSError, ValueError or KeyError if that is unreadable, and
    SpoolMismatch if the spool belongs to another attempt than job.json.
    """
    job = json.loads((run_dir / "job.json").read_bytes())
    spool = run_dir / SPOOL
    if not spool.is_dir():
        return Drained(0, 0, 0, "")
    transport = Transport(job["serverUrl"], job["eventsPath"], job["attemptId"], token)
    courier = Courier(spool, job["attemptId"], transport, to_stderr)
    rounds = Rounds(spool, courier, lambda: Backoff(longest=attempts_every))
    _send_all(rounds, time.monotonic() + timeout)
    tally = courier.tally
    left = courier.unsent()
    if left == 0:
        _tidy(spool, rounds)
    return Drained(tally.sent, tally.rejected, left, tally.last_error if left else "")


def _send_all(rounds: Rounds, deadline: float) -> None:
    """Rounds until nothing is left or the time is up; at least one."""
    while rounds.run() != 0 and time.monotonic() < deadline:
        time.sleep(min(max(rounds.wait(), 0.01), max(0.0, deadline - time.monotonic())))


def _tidy(spool: Path, rounds: Rounds) -> None:
    """Deletes the newest segments too, if nobody can append to them any more."""
    writer = FileLock(spool / WRITE_LOCK)
    if writer.acquire():
        rounds.run(writer_gone=True)
        release_room(spool)
        writer.release()


def main(run_dir: Path, timeout: float = 60.0) -> int:
    """The command, trying for `timeout` seconds. Exit codes: 0 nothing is left, 75 try again later, 78 unusable.

    Prints what it did as one line of JSON on stdout, and troubles on stderr.
    """
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        to_stderr(f"{TOKEN_VARIABLE} is not set: the spool can only be sent with the attempt's own token")
        return EXIT_UNUSABLE
    try:
        result = drain(run_dir, token, timeout)
    except (OSError, ValueError, KeyError, SpoolMismatch) as error:
        to_stderr(f"cannot drain {run_dir}: {error}")
        return EXIT_UNUSABLE
    print(json.dumps(vars(result)), flush=True)
    return EXIT_LEFT if result.left else EXIT_DRAINED
