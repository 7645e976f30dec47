"""What is known of a wrapped run, in its run directory: enough to send later what the server has not heard."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stepwell_trainer.client.files import write_atomic

RECORD = "run.json"
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_id(prefix: str) -> str:
    """An id as the server makes them: 16 random base-36 digits behind the prefix of its kind."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(16))}"


def now_iso() -> str:
    """This moment, in UTC with milliseconds."""
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"


@dataclass
class RunRecord:
    """One wrapped command. Read by its owner only: it holds the attempt's token."""

    run_dir: Path
    server_url: str
    run_id: str
    attempt_id: str
    token: str
    start: dict[str, Any]
    """Body of PUT /api/v1/wrapped-runs/{id}."""
    pid: int
    """Of the wrapper."""
    registered: bool = False
    end: dict[str, Any] | None = None
    """Body of …/end, once the command has ended."""
    told_end: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def events_path(self) -> str:
        """Where its events go."""
        return f"/api/v1/runs/{self.run_id}/events"

    def save(self) -> None:
        """Writes it down, durably; `job.json` beside it is what a drain reads."""
        body = {name: value for name, value in asdict(self).items() if name != "run_dir"}
        self.run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        job = {"serverUrl": self.server_url, "eventsPath": self.events_path, "attemptId": self.attempt_id}
        write_atomic(self.run_dir / "job.json", json.dumps(job).encode())
        write_atomic(self.run_dir / RECORD, json.dumps(body, indent=1).encode())
        (self.run_dir / RECORD).chmod(0o600)


def read_record(run_dir: Path) -> RunRecord:
    """The record of a run directory. Raises OSError, ValueError or TypeError where there is none."""
    return RunRecord(run_dir=run_dir, **json.loads((run_dir / RECORD).read_bytes()))
