"""The one door through which a job speaks to the outside.

Payloads are contract events (lib/contracts/events.ts) as plain dictionaries in wire names, without envelope
(seq, at, type), which the implementation adds. Non-finite floats are passed as floats; encoding them is the
implementation's work. No call blocks training for longer than an append to a queue.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

LogLevel = Literal["debug", "info", "warn", "error"]
ArtifactKind = Literal["checkpoint", "traces"]


class Reporter(Protocol):
    """What stages may say. Implementations: JsonlReporter (a folder), the HTTP client (a server)."""

    def metrics(self, train_step: int, values: dict[str, float], progress: dict[str, int] | None = None) -> None:
        """All values of one train step. `progress`: responseTokens, continuationTokens, activeMs, gpuMs."""
        ...

    def trace(self, trace: dict[str, Any]) -> None:
        """One stored response: lib/contracts/trace-event.ts `traceRecord`."""
        ...

    def log(self, level: LogLevel, text: str) -> None:
        """A line for people."""
        ...

    def phase(self, phase: str, message: str = "", done: int | None = None, total: int | None = None) -> None:
        """What the job is doing now, in words."""
        ...

    def artifact(
        self,
        kind: ArtifactKind,
        path: str,
        files: list[dict[str, Any]],
        train_step: int,
        final: bool,
        summary: dict[str, float] | None = None,
    ) -> None:
        """A folder that other jobs read, with its manifest ({path, bytes, sha256} each)."""
        ...

    def environment(self, facts: dict[str, str]) -> None:
        """Facts recorded once per attempt: packages, device, model size."""
        ...

    def evaluation(
        self,
        benchmark: dict[str, Any],
        train_step: int,
        settings: dict[str, Any],
        items: list[dict[str, Any]],
        complete: bool,
    ) -> None:
        """Up to 1000 questions of one benchmark; `complete` on the last call for it."""
        ...

    def system(self, values: dict[str, Any]) -> None:
        """One sample of what the machine gives: lib/contracts/events.ts `systemValues`."""
        ...

    def stop_requested(self) -> bool:
        """Whether the outside wants this attempt to checkpoint and end."""
        ...

    def flush(self) -> bool:
        """Waits, within a bounded time, until everything said so far is on the disk; False where it is not."""
        ...

    def close(self) -> None:
        """Sends or stores what is left; returns within a bounded time."""
        ...
