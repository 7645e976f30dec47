"""Events the server refuses for their content are set aside, never dropped and never in the way of later ones."""

from __future__ import annotations

import json
from pathlib import Path

from .files import write_atomic
from .transport import Refused

REJECTED = "rejected"


def set_aside(spool: Path, kind: str, batch: list[tuple[int, bytes]], refusal: Refused) -> Path:
    """Stores the refused lines as `rejected/<kind>-<first>-<last>.jsonl` with the server's problem+json beside it."""
    folder = spool / REJECTED
    folder.mkdir(exist_ok=True)
    stem = f"{kind}-{batch[0][0]}-{batch[-1][0]}"
    path = folder / f"{stem}.jsonl"
    problem = refusal.problem or json.dumps({"status": refusal.status}).encode()
    write_atomic(folder / f"{stem}.problem.json", problem)
    write_atomic(path, b"".join(line + b"\n" for _, line in batch))
    return path
