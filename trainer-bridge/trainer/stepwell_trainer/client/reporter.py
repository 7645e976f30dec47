"""The `Reporter` of the stages, spoken over HTTP by an EventClient."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .event_client import EventClient, say

TOKEN_VARIABLE = "STEPWELL_RUN_TOKEN"
# Where the server is, if the machine that trains knows it by another address than job.json.
SERVER_VARIABLE = "STEPWELL_RUN_SERVER_URL"


class ClientReporter:
    """Adapter between a stage's words and the event client's."""

    def __init__(self, client: EventClient) -> None:
        self._client = client

    def metrics(
        self, train_step: int, values: Mapping[str, float | None], progress: Mapping[str, int] | None = None
    ) -> None:
        """All values of one train step."""
        self._client.log_metrics(train_step, values, progress)

    def trace(self, trace: Mapping[str, object]) -> None:
        """One stored response."""
        self._client.log_trace(trace)

    def log(self, level: str, text: str) -> None:
        """A line for people; also printed, so that the job's own output tells the same story."""
        say(f"[{level}] {text}", sys.stdout)
        self._client.log_log(level, text)

    def phase(self, phase: str, message: str = "", done: int | None = None, total: int | None = None) -> None:
        """What the job is doing now, in words."""
        self._client.phase(phase, message, done, total)

    def artifact(
        self,
        kind: str,
        path: str,
        files: Sequence[Mapping[str, object]],
        train_step: int,
        final: bool,
        summary: Mapping[str, float] | None = None,
    ) -> None:
        """A folder that other jobs read, with its manifest."""
        size = sum(n for f in files if isinstance(n := f["bytes"], int))
        reference = {"path": path, "checkpointId": None, "files": [dict(f) for f in files]}
        self._client.artifact(kind, reference, train_step, final, size, summary)

    def environment(self, facts: Mapping[str, str]) -> None:
        """Facts recorded once per attempt."""
        self._client.environment(facts)

    def evaluation(
        self,
        benchmark: Mapping[str, object],
        train_step: int,
        settings: Mapping[str, object],
        items: Sequence[Mapping[str, object]],
        complete: bool,
    ) -> None:
        """Answers of one benchmark; `complete` on the last call for it."""
        self._client.evaluation(benchmark, train_step, settings, items, complete)

    def system(self, values: Mapping[str, object]) -> None:
        """One sample of what the machine gives."""
        self._client.system(values)

    def stop_requested(self) -> bool:
        """Whether the server wants this attempt to checkpoint and end."""
        return self._client.stop_requested

    def flush(self) -> bool:
        """Waits until everything said so far is in the spool; what is there survives this process."""
        return self._client.flush()

    def close(self) -> None:
        """Sends what is left, within a bounded time; the rest stays in the spool."""
        self._client.close()


def open_reporter(run_dir: Path, job: Mapping[str, object]) -> ClientReporter:
    """A reporter for the job in job.json; the attempt's token is in STEPWELL_RUN_TOKEN (KeyError if it is not)."""
    server_url = os.environ.get(SERVER_VARIABLE) or str(job["serverUrl"])
    client = EventClient(run_dir, server_url, str(job["eventsPath"]), str(job["attemptId"]), os.environ[TOKEN_VARIABLE])
    return ClientReporter(client)
