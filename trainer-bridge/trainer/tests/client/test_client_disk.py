"""A full disk: events wait in memory, training goes on, and what is lost is counted and told."""

from __future__ import annotations

import contextlib
import errno
import os
import time

import pytest

from stepwell_trainer.client import acks, segments
from stepwell_trainer.client.acks import RESERVE_FILE
from stepwell_trainer.client.drain import drain
from stepwell_trainer.client.event_client import to_stderr
from stepwell_trainer.client.reporter import ClientReporter
from stepwell_trainer.client.segments import SegmentWriter, read_lines
from stepwell_trainer.client.wire import encode_line
from tests.client.event_server import TOKEN, Answer


class FullDisk:
    """os.write that stores part of the data and then finds no space, while `full`."""

    def __init__(self) -> None:
        self.full = True
        self.refusals = 0

    def write(self, fd: int, data) -> int:
        if not self.full:
            return os.write(fd, data)
        self.refusals += 1
        if self.refusals % 2:
            return os.write(fd, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _Os:
    def __init__(self, disk: FullDisk) -> None:
        self.write = disk.write

    def __getattr__(self, name: str):
        return getattr(os, name)


@pytest.fixture
def disk(monkeypatch) -> FullDisk:
    disk = FullDisk()
    monkeypatch.setattr(segments, "os", _Os(disk))
    return disk


def test_events_wait_in_memory_and_are_all_sent_later(server, connect, disk, notices, until):
    client = connect(server.url)
    for step in range(500):
        client.log_metrics(step, {"a": 1.0})
    until(lambda: disk.refusals >= 2)
    assert server.posts == []
    disk.full = False
    closing = client.close()
    assert (closing.unsent, closing.lost) == (0, 0)
    assert server.arrived("metrics") == list(range(1, 501))
    assert sum("cannot write the event spool" in n for n in notices) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_output_on_the_same_full_disk_ends_nothing(server, connect, disk, until, monkeypatch):
    # What was printed to it comes up once more when it is closed.
    with contextlib.suppress(OSError), open("/dev/full", "w") as full:
        monkeypatch.setattr("sys.stderr", full)
        monkeypatch.setattr("sys.stdout", full)
        client = connect(server.url, notice=to_stderr)
        client.log_metrics(1, {"a": 1.0})
        until(lambda: disk.refusals >= 2)
        ClientReporter(client).log("info", "still training")
        disk.full = False
        closing = client.close()
        monkeypatch.undo()
    assert (closing.unsent, closing.lost) == (0, 0)
    assert server.arrived("metrics") == [1]


def test_what_memory_cannot_hold_is_counted_and_told(server, connect, disk, notices, until, monkeypatch):
    monkeypatch.setattr("stepwell_trainer.client.writer.SpoolWriter.__init__.__defaults__", (100, 64 * 1024 * 1024))
    client = connect(server.url)
    start = time.monotonic()
    for step in range(500):
        client.log_metrics(step, {"a": 1.0})
    assert time.monotonic() - start < 5
    assert client.lost == 400
    disk.full = False
    until(lambda: len(server.seqs("metrics")) == 100)
    until(lambda: any("400 events were lost" in e["text"] for e in server.events("logs")))
    assert client.close().lost == 400


def test_a_disk_that_stays_full_does_not_hold_up_the_end(server, connect, disk, notices, monkeypatch):
    monkeypatch.setattr("stepwell_trainer.client.event_client.DISK_SECONDS", 0.3)
    client = connect(server.url)
    for step in range(50):
        client.log_metrics(step, {"a": 1.0})
    start = time.monotonic()
    assert client.close(timeout=1).lost >= 50
    assert time.monotonic() - start < 8
    assert any("events were lost" in n for n in notices)


def test_a_spool_that_filled_the_disk_is_emptied_all_the_same(server, connect, job_in, tmp_path, monkeypatch):
    """Acknowledgements fit only where the reserve was, as on a disk without a free block."""
    server.script = lambda batch: Answer(503)
    client = connect(server.url)
    client.log_metrics(1, {"a": 1.0})
    client.close(timeout=0.05)
    reserve = tmp_path / "spool" / RESERVE_FILE
    real = acks.write_atomic

    def full(path, data):
        if reserve.exists() or path == reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, data)

    monkeypatch.setattr(acks, "write_atomic", full)
    server.script = lambda batch: None
    result = drain(job_in(server.url), TOKEN, timeout=5)
    assert (result.sent, result.left) == (1, 0)
    assert list((tmp_path / "spool").glob("*.jsonl")) == []


def test_a_failed_append_leaves_nothing_behind(tmp_path, disk):
    writer = SegmentWriter(tmp_path, "metrics")
    disk.full = False
    writer.append(encode_line(1, {"a": 1}))
    disk.full = True
    with pytest.raises(OSError):
        writer.append(encode_line(2, {"a": 2}) + encode_line(3, {"a": 3}))
    disk.full = False
    writer.append(encode_line(2, {"a": "again"}))
    writer.close()
    [path] = tmp_path.glob("*.jsonl")
    assert [seq for seq, _ in read_lines(path, 0)] == [1, 2]
    assert path.read_bytes().count(b"\n") == 2
