from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stepwell_trainer.client import EventClient
from tests.client.event_server import ATTEMPT, PATH, TOKEN, EventServer


@pytest.fixture
def server() -> Iterator[EventServer]:
    """A well-behaved server; after the test, everything it was sent must have been valid by contract."""
    server = EventServer()
    yield server
    server.close()
    assert server.invalid == []


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def connect(tmp_path: Path, notices: list[str]) -> Iterator[Callable[..., EventClient]]:
    """Opens clients of the test's run directory, and closes those the test left open."""
    opened: list[EventClient] = []

    def open_client(
        url: str, run_dir: Path = tmp_path, attempt: str = ATTEMPT, notice: Callable[[str], None] = notices.append
    ) -> EventClient:
        opened.append(EventClient(run_dir, url, PATH, attempt, TOKEN, notice))
        return opened[-1]

    yield open_client
    for client in opened:
        client.close(timeout=0.1)


@pytest.fixture
def job_in(tmp_path: Path) -> Callable[[str], Path]:
    """Writes the parts of job.json that the drain reads."""

    def write(url: str) -> Path:
        job = {"serverUrl": url, "eventsPath": PATH, "attemptId": ATTEMPT}
        (tmp_path / "job.json").write_text(json.dumps(job))
        return tmp_path

    return write


@pytest.fixture
def until() -> Callable[..., None]:
    """Waits for a condition; fails when it does not come true."""

    def wait(condition: Callable[[], object], seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "the condition did not come true"
            time.sleep(0.01)

    return wait
