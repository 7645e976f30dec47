"""What the server has: per kind the highest seq that needs no more sending, and how many events were refused."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from .events import KINDS
from .files import write_atomic

ACKS_FILE = "acks.json"
RESERVE_FILE = "reserve"
RESERVED_BYTES = 64 * 1024


class SpoolMismatch(RuntimeError):
    """The run directory's spool belongs to another attempt."""


@dataclass
class Acks:
    """`settled[kind]`: every event up to this seq is acknowledged or refused. `rejected[kind]`: refused ones."""

    attempt_id: str
    settled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    rejected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def save(self, spool: Path) -> None:
        """Writes the file durably by an atomic rename, on a full disk into the room that was reserved for it."""
        body = {
            "schemaVersion": 1,
            "attemptId": self.attempt_id,
            "settled": self.settled,
            "rejected": self.rejected,
        }
        data = (json.dumps(body, indent=1) + "\n").encode()
        try:
            write_atomic(spool / ACKS_FILE, data)
        except OSError:
            (spool / RESERVE_FILE).unlink()
            write_atomic(spool / ACKS_FILE, data)


def reserve_room(spool: Path) -> None:
    """Keeps some of the disk free for acknowledgements; where there is none left, there is none to keep.

    Segments may only be deleted once it is written down that the server has them. Without this a disk that the spool
    filled could never be freed again.
    """
    reserve = spool / RESERVE_FILE
    if not reserve.exists():
        with contextlib.suppress(OSError):
            write_atomic(reserve, bytes(RESERVED_BYTES))


def load_acks(spool: Path, attempt_id: str) -> Acks:
    """Reads the file; a spool without one has sent nothing. SpoolMismatch if another attempt wrote it."""
    acks = Acks(attempt_id)
    try:
        body = json.loads((spool / ACKS_FILE).read_bytes())
    except FileNotFoundError:
        return acks
    if body["attemptId"] != attempt_id:
        raise SpoolMismatch(f"the spool in {spool} belongs to attempt {body['attemptId']}, not to {attempt_id}")
    acks.settled.update({k: int(v) for k, v in body["settled"].items() if k in KINDS})
    acks.rejected.update({k: int(v) for k, v in body["rejected"].items() if k in KINDS})
    return acks


def release_room(spool: Path) -> None:
    """Gives the reserved room back: nothing is left to acknowledge."""
    (spool / RESERVE_FILE).unlink(missing_ok=True)
