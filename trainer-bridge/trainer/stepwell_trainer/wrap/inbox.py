"""The wrapper's side: what the wrapped program's processes wrote goes to the event client."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from stepwell_trainer.training.manifest import list_files
from stepwell_trainer.wrap.inbox_writer import INBOX
from stepwell_trainer.wrap.offsets import Offsets
from stepwell_trainer.wrap.tail import Tail

OFFSETS = "inbox.json"


class Client(Protocol):
    """What of an EventClient is used here."""

    def log_metrics(self, train_step: int, values: Mapping[str, float | None]) -> None: ...
    def log_trace(self, trace: Mapping[str, object]) -> None: ...
    def phase(self, phase: str, message: str, done: int | None, total: int | None) -> None: ...
    def environment(self, facts: Mapping[str, object]) -> None: ...
    def artifact(self, kind: str, artifact: Mapping[str, object], train_step: int, final: bool, size: int) -> None: ...
    def flush(self, timeout: float = ...) -> bool: ...


class InboxReader:
    """Forwards every line once: how far it got is written down after the client has it on disk."""

    def __init__(self, run_dir: Path, client: Client, notice: Callable[[str], None]) -> None:
        self._folder = run_dir / INBOX
        self._client = client
        self._notice = notice
        self._tails: dict[str, Tail] = {}
        self._offsets = Offsets(run_dir / OFFSETS)
        # Gigabytes are summed beside the log, not in its way.
        self._summing = ThreadPoolExecutor(1, "stepwell-checkpoints")

    def forward(self, last: bool = False) -> int:
        """Forwards what is new; how many lines. `last`: nobody writes any more."""
        count = 0
        for path in sorted(self._folder.glob("*.jsonl")):
            tail = self._tails.setdefault(path.name, Tail(path, self._offsets.of(path.name)))
            while (lines := tail.read(last)[1]) != []:
                for line in lines:
                    self._take(line)
                count += len(lines)
        if count and self._client.flush():
            self._offsets.save({name: tail.offset for name, tail in self._tails.items()})
        return count

    def close(self) -> None:
        """Waits for checkpoints that are still being read."""
        self._summing.shutdown(wait=True)

    def _take(self, line: bytes) -> None:
        try:
            self._tell(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            self._notice(f"a line that was logged could not be used: {type(error).__name__}: {error}")

    def _tell(self, said: Mapping[str, object]) -> None:
        kind = said["type"]
        if kind == "metrics":
            values = said["values"]
            if isinstance(values, dict):
                self._client.log_metrics(int(str(said["step"])), values)
        elif kind == "trace":
            if isinstance(said["trace"], dict):
                self._client.log_trace(said["trace"])
        elif kind == "environment":
            if isinstance(said["facts"], dict):
                self._client.environment(said["facts"])
        elif kind == "phase":
            self._client.phase(str(said["phase"]), str(said["message"]), _whole(said["done"]), _whole(said["total"]))
        elif kind == "checkpoint":
            path, step, final = Path(str(said["path"])), int(str(said["step"])), said["final"] is True
            self._summing.submit(self._checkpoint, path, step, final)

    def _checkpoint(self, path: Path, step: int, final: bool) -> None:
        try:
            files = list_files(path)
        except OSError as error:
            self._notice(f"checkpoint {path} could not be read: {error}")
            return
        if not files:
            self._notice(f"checkpoint {path} is empty or not there")
            return
        reference = {"path": str(path), "checkpointId": None, "files": files}
        self._client.artifact("checkpoint", reference, step, final, sum(file["bytes"] for file in files))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
