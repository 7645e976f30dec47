"""The stage that drives another stack, over a stack that is a few lines of Python."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepwell_trainer import cli
from stepwell_trainer.adapters.base import Command
from stepwell_trainer.stages import external

MakeJob = Callable[..., Path]
Events = Callable[[Path, str], list[dict[str, Any]]]


class Stub:
    """A stack whose program is `source`."""

    def __init__(self, folder: Path, source: str, poll: Callable[[], None] = lambda: None) -> None:
        self.folder, self.source, self.poll = folder, source, poll
        self.closed = self.finished = 0

    def prepare(self) -> Command:
        return Command((sys.executable, "-c", self.source), self.folder, {"GIVEN": "x"}, {"stack version": "1"})

    def remember(self) -> None:
        """Nothing to keep."""

    def last_checkpoint(self) -> int | None:
        return None

    def finish(self) -> None:
        self.finished += 1

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def run_stub(
    make_job: MakeJob, traces_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, Path, Stub]]:
    from support import SFT

    def run(source: str, **options: Any) -> tuple[int, Path, Stub]:
        stub = Stub(tmp_path, source, **options)
        monkeypatch.setattr(external, "stack_run_of", lambda _: stub)
        artifact = {"path": str(traces_dir), "checkpointId": None, "files": []}
        stack = {"kind": "llama-factory"}
        run_dir = make_job("sft", traces=artifact, sft=SFT, maxResponseTokens=48, stack=stack)
        return cli.main(["run", str(run_dir)]), run_dir, stub

    return run


def test_output_facts_and_environment(run_stub: Any, read_events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETS_OF_THE_HOST", "kept")
    source = "import os; print(os.environ['GIVEN'], os.environ['SECRETS_OF_THE_HOST'], end='')"
    code, run_dir, stub = run_stub(source)
    assert (code, stub.finished, stub.closed) == (0, 1, 1)
    assert "x kept" in [e["text"] for e in read_events(run_dir, "logs")]
    facts = [e["facts"] for e in read_events(run_dir, "status") if e["type"] == "environment"]
    assert {"stack": "llama-factory", "stack version": "1"} in facts


def test_trouble_in_reading_never_ends_the_training(run_stub: Any, read_events: Events) -> None:
    def poll() -> None:
        raise ValueError("a format of tomorrow")

    code, run_dir, stub = run_stub("print('trained')", poll=poll)
    said = [e["text"] for e in read_events(run_dir, "logs") if e["level"] == "error"]
    assert (code, stub.finished) == (0, 1) and len(said) == 1 and "a format of tomorrow" in said[0]
    assert "trained" in [e["text"] for e in read_events(run_dir, "logs")]


def test_an_end_with_an_error_shows_the_last_output(run_stub: Any, read_events: Events) -> None:
    code, run_dir, stub = run_stub("import sys; print('out of memory'); sys.exit(3)")
    assert (code, stub.finished, stub.closed) == (1, 0, 1)
    assert "ended with exit code 3. Its last output:\nout of memory" in read_events(run_dir, "logs")[-1]["text"]
