"""A server that is away, slow, confused or cut off: nothing is lost, doubled or reordered, and nobody waits."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from stepwell_trainer.client.transport import retry_after
from tests.client.event_server import TOKEN, Answer, EventServer, Hangup


def failing(times: int, reaction):
    """A script that fails the first `times` batches."""
    left = [times]

    def script(batch):
        left[0] -= 1
        return reaction if left[0] >= 0 else None

    return script


@pytest.mark.parametrize(
    "reaction",
    [
        Answer(503),
        Answer(500, b"<html>"),
        Answer(401),
        Answer(429),
        Answer(404),
        Answer(200, b"<html>a proxy's page</html>"),
        Answer(200, b'{"ok":true}'),
        Answer(200, b'{"accepted":"30","duplicates":0,"stop":false}'),
        Hangup(after_storing=False),
        Hangup(after_storing=True),
        Hangup(after_storing=True, half_answer=True),
    ],
    ids=str,
)
def test_trouble_is_tried_again(server, connect, reaction):
    server.script = failing(2, reaction)
    client = connect(server.url)
    for step in range(30):
        client.log_metrics(step, {"a": 1.0})
    assert client.close().unsent == 0
    assert server.arrived("metrics") == list(range(1, 31))


def test_retry_after_is_honoured(server, connect):
    server.script = failing(1, Answer(429, headers={"Retry-After": "1"}))
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.close()
    first, second = server.posts[:2]
    assert second["at"] - first["at"] >= 1.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2", 2), ("0.5", 0.5), ("99999", 300), ("-3", 0), ("soon", None), (None, None), ("nan", None)],
)
def test_retry_after_values(value, seconds):
    assert retry_after(value) == seconds


def test_retry_after_as_a_date():
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0
    assert retry_after("Fri, 01 Jan 2100 00:00:00 GMT") == 300


def test_a_failing_stream_does_not_hold_up_the_others(server, connect, until):
    server.script = lambda batch: Answer(500) if batch["stream"].endswith("/metrics") else None
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.log_log("info", "one")
    until(lambda: server.seqs("logs") == [1])
    client.log_log("info", "two")
    until(lambda: server.seqs("logs") == [1, 2])
    server.script = lambda batch: None
    assert client.close().unsent == 0


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def test_offline_then_online(connect, until):
    port = free_port()
    client = connect(f"http://127.0.0.1:{port}")
    for step in range(2000):
        client.log_metrics(step, {"a": 1.0})
    assert client.flush()
    server = EventServer(port)
    try:
        assert client.close().unsent == 0
        assert server.arrived("metrics") == list(range(1, 2001))
    finally:
        server.close()


def test_closing_is_bounded_and_says_what_stays(connect, notices):
    client = connect(f"http://127.0.0.1:{free_port()}")
    for step in range(5):
        client.log_metrics(step, {"a": 1.0})
    start = time.monotonic()
    closing = client.close(timeout=0.5)
    assert time.monotonic() - start < 8
    assert closing.unsent == 5
    assert any("5 events are not sent yet" in n for n in notices)


def test_logging_does_not_wait_for_a_hanging_server(server, connect):
    release = threading.Event()

    def hang(batch):
        release.wait(30)
        return None

    server.script = hang
    client = connect(server.url)
    start = time.monotonic()
    for step in range(2000):
        client.log_metrics(step, {"a": 1.0})
    assert client.flush(20)
    assert time.monotonic() - start < 20
    assert server.seqs("metrics") == []
    release.set()
    client.close()
    assert server.arrived("metrics") == list(range(1, 2001))


def test_redirects_are_not_followed(server, connect):
    other = EventServer()
    server.script = lambda batch: Answer(307, headers={"Location": other.url + "/api/v1/runs/run_0123456789/events"})
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    assert client.close(timeout=0.5).unsent == 1
    assert other.posts == []
    other.close()


def test_a_proxy_in_the_environment_is_not_used_for_loopback(server, connect, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    assert client.close().unsent == 0


def test_the_token_is_in_no_file_and_no_notice(connect, notices, tmp_path: Path):
    client = connect(f"http://127.0.0.1:{free_port()}")
    client.log_metrics(1, {"a": 1.0})
    client.close(timeout=0.2)
    text = "".join(p.read_text() for p in tmp_path.rglob("*") if p.is_file()) + "".join(notices)
    assert TOKEN not in text
