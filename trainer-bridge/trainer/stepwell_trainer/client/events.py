"""Builders of contract events (lib/contracts/events.ts), without their `seq`, which the spool assigns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from .wire import encode_number, metric_name, now_iso

STREAM_OF = {
    "metrics": "metrics",
    "trace": "traces",
    "log": "logs",
    "phase": "status",
    "artifact": "status",
    "environment": "status",
    "evaluation": "evaluations",
    "system": "system",
}
"""Which stream an event belongs to; also the order of the kinds below decides who is sent first."""

KINDS = ("status", "metrics", "logs", "evaluations", "system", "traces")

# The contract counts UTF-16 units (100,000); half as many code points always fit.
LOG_CHUNK = 50_000
ITEMS_PER_EVENT = 100
ITEM_BYTES_PER_EVENT = 400_000
MAX_FACT = 4000

Event = dict[str, object]
Notice = Callable[[str], None]


def metrics_event(train_step: int, values: Mapping[str, float | None], progress: Mapping[str, int] | None) -> Event:
    """All values of one train step; None values are unknown and left out, never sent as 0."""
    known = {metric_name(k): encode_number(float(v)) for k, v in values.items() if v is not None}
    return {
        "at": now_iso(),
        "type": "metrics",
        "trainStep": int(train_step),
        "values": known,
        "progress": dict(progress) if progress is not None else None,
    }


def trace_event(trace: Mapping[str, object]) -> Event:
    """One stored response; `trace` already has the shape of `traceRecord`."""
    return {"at": now_iso(), "type": "trace", "trace": trace}


def log_events(level: str, text: str, source: str) -> Iterator[Event]:
    """One log text as one or more events, none over the contract's length."""
    at = now_iso()
    for start in range(0, max(len(text), 1), LOG_CHUNK):
        yield {"at": at, "type": "log", "level": level, "source": source, "text": text[start : start + LOG_CHUNK]}


def phase_event(phase: str, message: str, done: int | None, total: int | None) -> Event:
    """What the trainer is doing now, in words."""
    return {
        "at": now_iso(),
        "type": "phase",
        "phase": phase[:100],
        "message": message[:1000],
        "done": done,
        "total": total,
    }


def artifact_event(
    kind: str,
    artifact: Mapping[str, object],
    train_step: int,
    final: bool,
    size: int,
    summary: Mapping[str, float] | None,
) -> Event:
    """A folder that this job wrote; `artifact` has the shape of `artifactRef`, `size` is in bytes."""
    return {
        "at": now_iso(),
        "type": "artifact",
        "kind": kind,
        "artifact": dict(artifact),
        "trainStep": int(train_step),
        "final": bool(final),
        "bytes": int(size),
        "summary": {k[:100]: encode_number(float(v)) for k, v in (summary or {}).items()},
    }


def environment_event(facts: Mapping[str, object]) -> Event:
    """Facts about code, packages and device, recorded once per attempt."""
    short = {str(k)[:100]: str(v)[: MAX_FACT // 2] for k, v in facts.items()}
    return {"at": now_iso(), "type": "environment", "facts": short}


def system_event(values: Mapping[str, object]) -> Event:
    """One sample of what the machine gives; `values` has the shape of `systemValues`."""
    return {"at": now_iso(), "type": "system", "values": dict(values)}


def evaluation_events(
    benchmark: Mapping[str, object],
    train_step: int,
    settings: Mapping[str, object],
    items: Sequence[Mapping[str, object]],
    complete: bool,
) -> Iterator[Event]:
    """Items of one benchmark as events small enough to post; `complete` holds on the last one only."""
    at = now_iso()
    chunks = list(_chunks(items)) or [[]]
    for n, chunk in enumerate(chunks, start=1):
        yield {
            "at": at,
            "type": "evaluation",
            "benchmark": dict(benchmark),
            "trainStep": int(train_step),
            "settings": dict(settings),
            "items": chunk,
            "complete": complete and n == len(chunks),
        }


def _chunks(items: Sequence[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    chunk: list[Mapping[str, object]] = []
    size = 0
    for item in items:
        weight = sum(len(v) for v in item.values() if isinstance(v, str))
        if chunk and (len(chunk) >= ITEMS_PER_EVENT or size + weight > ITEM_BYTES_PER_EVENT):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += weight
    if chunk:
        yield chunk
