"""Writes events to one JSONL file per stream: for tests, and for running without a server."""

from __future__ import annotations

import json
import math
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from stepwell_trainer.reporting.reporter import ArtifactKind, LogLevel

_STREAM_OF = {
    "metrics": "metrics",
    "trace": "traces",
    "log": "logs",
    "phase": "status",
    "artifact": "status",
    "environment": "status",
    "evaluation": "evaluations",
    "system": "system",
}


def encoded(value: Any) -> Any:
    """JSON has no NaN or infinities: they travel by name (scalars.ts), at any depth."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, dict):
        return {key: encoded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [encoded(inner) for inner in value]
    return value


class JsonlReporter:
    """Appends to `<folder>/<stream>.jsonl`; log lines are also printed, so that a person sees them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files = {name: (folder / f"{name}.jsonl").open("a") for name in set(_STREAM_OF.values())}
        self._seq = dict.fromkeys(self._files, 0)

    def _append(self, kind: str, body: dict[str, Any]) -> None:
        stream = _STREAM_OF[kind]
        self._seq[stream] += 1
        event = {"seq": self._seq[stream], "at": datetime.now(timezone.utc).isoformat(), "type": kind, **body}
        self._files[stream].write(json.dumps(encoded(event)) + "\n")

    def metrics(self, train_step: int, values: dict[str, float], progress: dict[str, int] | None = None) -> None:
        self._append("metrics", {"trainStep": train_step, "values": values, "progress": progress})
        self._files["metrics"].flush()

    def trace(self, trace: dict[str, Any]) -> None:
        self._append("trace", {"trace": trace})

    def log(self, level: LogLevel, text: str) -> None:
        print(f"[{level}] {text}", flush=True)
        self._append("log", {"level": level, "source": "trainer", "text": text})

    def phase(self, phase: str, message: str = "", done: int | None = None, total: int | None = None) -> None:
        self._append("phase", {"phase": phase, "message": message, "done": done, "total": total})

    def artifact(
        self,
        kind: ArtifactKind,
        path: str,
        files: list[dict[str, Any]],
        train_step: int,
        final: bool,
        summary: dict[str, float] | None = None,
    ) -> None:
        artifact = {"path": path, "checkpointId": None, "files": files}
        total = sum(file["bytes"] for file in files)
        body = {"kind": kind, "artifact": artifact, "trainStep": train_step, "final": final, "bytes": total}
        self._append("artifact", {**body, "summary": summary or {}})

    def environment(self, facts: dict[str, str]) -> None:
        self._append("environment", {"facts": facts})

    def evaluation(
        self,
        benchmark: dict[str, Any],
        train_step: int,
        settings: dict[str, Any],
        items: list[dict[str, Any]],
        complete: bool,
    ) -> None:
        head = {"benchmark": benchmark, "trainStep": train_step, "settings": settings}
        self._append("evaluation", {**head, "items": items, "complete": complete})

    def system(self, values: dict[str, Any]) -> None:
        self._append("system", {"values": values})

    def stop_requested(self) -> bool:
        return False

    def flush(self) -> bool:
        for file in self._files.values():
            file.flush()
        return True

    def close(self) -> None:
        for file in self._files.values():
            file.close()
