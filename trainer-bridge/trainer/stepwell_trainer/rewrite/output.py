"""The stage's folder: traces.jsonl, rejected.jsonl and their manifest. Appended batch by batch, so it resumes."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from stepwell_trainer.client.files import write_atomic

TRACES = "traces.jsonl"
REJECTED = "rejected.jsonl"
MANIFEST = "manifest.json"


class TraceFolder:
    """What is done so far. Opening it cuts the torn last line that a killed process may have left."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.written = 0
        self.rejected: Counter[str] = Counter()
        self.done: set[str] = set()
        for record in _recover(path / TRACES):
            self.done.add(str(record["key"]))
            self.written += 1
        for record in _recover(path / REJECTED):
            self.done.add(str(record["key"]))
            self.rejected[str(record["filter"])] += 1

    def add(self, traces: Sequence[Mapping[str, object]], rejections: Sequence[Mapping[str, object]]) -> None:
        """Appends durably; a prompt recorded in either file is done."""
        _append(self.path / TRACES, traces)
        _append(self.path / REJECTED, rejections)
        self.written += len(traces)
        self.rejected.update(str(r["filter"]) for r in rejections)
        self.done.update(str(r["key"]) for r in (*traces, *rejections))

    def manifest(self) -> list[dict[str, object]]:
        """{path, bytes, sha256} of the folder's files, also written to manifest.json."""
        files = [_described(self.path / name) for name in (TRACES, REJECTED) if (self.path / name).exists()]
        write_atomic(self.path / MANIFEST, (json.dumps({"schemaVersion": 1, "files": files}, indent=1) + "\n").encode())
        return files


def _recover(path: Path) -> Iterator[dict[str, object]]:
    """Whole records of a JSONL file; when they are through, what follows the last whole one has been cut."""
    if not path.exists():
        return
    good = 0
    with open(path, "rb") as lines:
        for line in lines:
            record = _record(line)
            if record is None:
                break
            good += len(line)
            yield record
    if good < path.stat().st_size:
        os.truncate(path, good)


def _record(line: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return record if isinstance(record, dict) and "key" in record else None


def _append(path: Path, records: Sequence[Mapping[str, object]]) -> None:
    with open(path, "ab") as file:
        # ASCII, because a hostile response may hold lone surrogates, which UTF-8 cannot.
        file.write("".join(json.dumps(record) + "\n" for record in records).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _described(path: Path) -> dict[str, object]:
    digest = sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"path": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}
