"""kill -9, torn lines, several senders: what was on the disk reaches the server exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stepwell_trainer.client import SpoolInUse, SpoolMismatch
from stepwell_trainer.client.drain import drain
from stepwell_trainer.client.locks import SEND_LOCK, FileLock
from tests.client.event_server import ATTEMPT, PATH, TOKEN, Answer

LOGGER = """
import sys
from stepwell_trainer.client import EventClient
client = EventClient(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5])
n = int(sys.argv[6])
while True:
    for _ in range(20):
        n += 1
        client.log_metrics(n, {"value": float(n)})
        client.log_log("info", f"line {n}" * 50)
    client.flush()
    print(n, flush=True)
"""


def log_until_killed(run_dir: Path, url: str, start: int, at_least: int) -> int:
    """Runs a process that logs in a loop and kills it; the last number it knew to be on the disk."""
    command = [sys.executable, "-c", LOGGER, str(run_dir), url, PATH, ATTEMPT, TOKEN, str(start)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    durable = start
    while durable < start + at_least:
        durable = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    for line in process.communicate()[0].splitlines():
        durable = max(durable, int(line)) if line.isdigit() else durable
    return durable


@pytest.mark.parametrize("online", [True, False])
def test_killed_twice_then_drained(server, job_in, online):
    server.script = (lambda batch: None) if online else (lambda batch: Answer(503))
    run_dir = job_in(server.url)
    first = log_until_killed(run_dir, server.url, 0, 200)
    second = log_until_killed(run_dir, server.url, 1_000_000, 200)
    server.script = lambda batch: None
    result = drain(run_dir, TOKEN, timeout=20)
    assert (result.left, result.rejected) == (0, 0)
    steps = [e["trainStep"] for e in server.events("metrics")]
    ran_first, ran_second = [s for s in steps if s <= 1_000_000], [s for s in steps if s > 1_000_000]
    assert ran_first == list(range(1, len(ran_first) + 1))
    assert ran_second == list(range(1_000_001, 1_000_001 + len(ran_second)))
    assert len(ran_first) >= first
    assert ran_second[-1] >= second
    assert server.arrived("metrics") == list(range(1, len(steps) + 1))
    assert server.arrived("logs") == server.seqs("logs")


def test_a_torn_last_line_is_passed_over(server, connect, tmp_path: Path):
    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.log_metrics(2, {"a": 2.0})
    client.close(timeout=0.1)
    [segment] = (tmp_path / "spool").glob("metrics-*.jsonl")
    os.truncate(segment, segment.stat().st_size - 5)
    with open(segment, "ab") as file:
        file.write(b"\x00" * 512)
    server.script = lambda batch: None
    client = connect(server.url)
    client.log_metrics(3, {"a": 3.0})
    assert client.close().unsent == 0
    assert [e["trainStep"] for e in server.events("metrics")] == [1, 3]
    assert server.seqs("metrics") == [1, 2]


def test_drains_beside_a_living_client_keep_the_order(server, connect, job_in):
    run_dir = job_in(server.url)
    client = connect(server.url)
    stop = threading.Event()

    def keep_draining() -> None:
        while not stop.is_set():
            assert drain(run_dir, TOKEN, timeout=1).rejected == 0

    drains = [threading.Thread(target=keep_draining) for _ in range(2)]
    for thread in drains:
        thread.start()
    for step in range(3000):
        client.log_metrics(step, {"a": 1.0})
        if step % 100 == 0:
            client.flush()
    closing = client.close()
    stop.set()
    for thread in drains:
        thread.join()
    assert closing.unsent == 0
    assert server.arrived("metrics") == list(range(1, 3001))
    assert sum(post["size"] for post in server.posts if post["stream"].endswith("/metrics")) == 3000


def test_only_the_holder_of_the_send_lock_sends(server, connect, job_in, tmp_path: Path):
    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.close(timeout=0.05)
    server.script = lambda batch: None
    lock = FileLock(tmp_path / "spool" / SEND_LOCK)
    assert lock.acquire()
    assert drain(job_in(server.url), TOKEN, timeout=0.2).left == 1
    assert server.seqs("metrics") == []
    lock.release()
    assert drain(job_in(server.url), TOKEN, timeout=5).left == 0


def test_two_clients_of_one_run_directory_are_refused(server, connect, monkeypatch):
    monkeypatch.setattr("stepwell_trainer.client.event_client.LOCK_SECONDS", 0.05)
    connect(server.url)
    with pytest.raises(SpoolInUse):
        connect(server.url)


def test_another_attempt_does_not_get_this_spool(server, connect):
    connect(server.url).close()
    with pytest.raises(SpoolMismatch):
        connect(server.url, attempt="att_9999999999")


def test_nothing_acknowledged_is_kept(server, connect, tmp_path: Path, monkeypatch, until):
    monkeypatch.setattr("stepwell_trainer.client.segments.SegmentWriter.__init__.__defaults__", (2000,))
    client = connect(server.url)
    for step in range(200):
        client.log_metrics(step, {"a": 1.0})
        client.flush()
    until(lambda: len(server.seqs("metrics")) == 200)
    until(lambda: len(list((tmp_path / "spool").glob("metrics-*.jsonl"))) == 1)
