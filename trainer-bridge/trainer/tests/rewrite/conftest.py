from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import parse_job
from stepwell_trainer.reporting.jsonl_reporter import JsonlReporter
from tests.rewrite.openai_server import OpenAiServer, Reply


class Events:
    """What a stage reported, read back from the JSONL reporter's files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.reporter = JsonlReporter(folder)

    def of(self, kind: str) -> list[dict]:
        self.reporter.close()
        lines = [line for path in self._folder.glob("*.jsonl") for line in path.read_text().splitlines()]
        return [event for event in map(json.loads, lines) if event["type"] == kind]


@pytest.fixture
def rewrite_job(tmp_path: Path) -> Callable[..., tuple[JobContext, Events]]:
    """A rewrite job's context, always with the same output folder; each call is a new attempt."""
    attempts = [0]

    def make(profile: dict, traces: int = 40) -> tuple[JobContext, Events]:
        attempts[0] += 1
        run_dir = tmp_path / f"run-{attempts[0]}"
        raw = {
            "schemaVersion": 1,
            "kind": "rewrite",
            "jobId": "job_0123456789",
            "attemptId": "att_0123456789",
            "runId": None,
            "ablationId": "abl_0123456789",
            "name": "rewrite",
            "serverUrl": "http://127.0.0.1:1",
            "eventsPath": "/api/v1/jobs/job_0123456789/events",
            "outputDir": str(tmp_path / "out"),
            "seed": 1,
            "profile": profile,
            "threads": 1,
            "rewrite": {"traces": traces},
        }
        run_dir.mkdir()
        (run_dir / "job.json").write_text(json.dumps(raw))
        events = Events(run_dir / "events")
        return JobContext(run_dir, parse_job(raw), events.reporter), events

    return make


TINY = {"kind": "tiny", "families": ["chain-sum", "number-sorting"]}


@pytest.fixture
def tiny() -> dict:
    return TINY


@pytest.fixture
def hf_dataset(tmp_path: Path) -> Callable[[list[dict]], dict]:
    """An hf profile over the given records; the first ones may end up held out, so give a few more than needed."""

    def make(records: list[dict], teacher: dict | None = None, verifier: str = "number") -> dict:
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return {
            "kind": "hf",
            "model": str(tmp_path / "model"),
            "dataset": str(path),
            "split": "train",
            "verifier": verifier,
            "teacher": teacher,
            "benchmarks": {},
        }

    return make


@pytest.fixture(scope="session")
def taught_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder on disk whose model writes a few traces by heart."""
    from tests.rewrite.taught_model import save_taught_model

    return save_taught_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def open_server() -> Iterator[Callable[[Reply], OpenAiServer]]:
    servers: list[OpenAiServer] = []

    def start(reply: Reply) -> OpenAiServer:
        servers.append(OpenAiServer(reply))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
