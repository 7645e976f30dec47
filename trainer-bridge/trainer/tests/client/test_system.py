"""System metrics: what a process tree is charged with, and how little a machine may tell."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from stepwell_trainer.client import system
from stepwell_trainer.client.events import system_event
from stepwell_trainer.client.process_tree import ProcessTree
from stepwell_trainer.client.system import Readings, Sampler, interval_at
from tests.client.contract import violations
from tests.client.event_server import ATTEMPT

BURN = "import time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end: pass\n"
# Starts a child that burns CPU, waits for it, and says so; then lives on until its stdin closes.
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BURN.format(seconds=0.3)!r}], check=True)
print("done", flush=True)
sys.stdin.read()
"""


class Child:
    """A Python process that ends with the test."""

    def __init__(self, code: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def line(self) -> str:
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def child():
    started: list[Child] = []

    def start(code: str) -> Child:
        started.append(Child(code))
        return started[-1]

    yield start
    for one in started:
        one.end()


def test_a_child_that_burns_cpu_is_counted_alive_and_after_its_end(child):
    parent = child(PARENT)
    tree = ProcessTree(parent.process.pid)
    assert parent.line() == "done"
    usage = tree.read()
    assert usage.cpu_seconds >= 0.29
    assert tree.read().cpu_seconds >= usage.cpu_seconds
    assert usage.memory_bytes > 1_000_000


def test_a_living_child_is_part_of_the_tree(child):
    # The parent sleeps; the grandchild holds the memory.
    hold = "x = bytearray(64 * 1024 * 1024); print('held', flush=True); import sys; sys.stdin.read()"
    parent = child(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])")
    tree = ProcessTree(parent.process.pid)
    assert parent.line() == "held"
    assert tree.read().memory_bytes > 64 * 1024 * 1024
    for grandchild in psutil.Process(parent.process.pid).children(recursive=True):
        grandchild.kill()


def test_sums_never_fall_when_a_child_dies_unseen(child):
    parent = child("import sys; print('up', flush=True); sys.stdin.read()")
    parent.line()
    tree = ProcessTree(parent.process.pid)
    before = tree.read()
    tree._cpu_seconds = before.cpu_seconds + 100  # of a child that died and that nobody waited for
    assert tree.read().cpu_seconds == before.cpu_seconds + 100


def test_nothing_is_read_of_a_process_that_ended(child):
    ended = child("pass")
    tree = ProcessTree(ended.process.pid)
    ended.end()
    assert tree.read() is None


def test_a_sample_is_what_the_contract_says(tmp_path):
    readings = Readings(os.getpid(), tmp_path / "not" / "yet" / "made")
    values = readings.take()
    event = {**system_event(values), "seq": 1}
    assert violations({"schemaVersion": 1, "stream": f"{ATTEMPT}/system", "events": [event]}) == []
    assert values["diskFreeBytes"] > 0
    assert values["hostMemoryTotalBytes"] > values["hostMemoryBytes"] > 0


def test_cores_are_cpu_seconds_per_second(monkeypatch, child):
    parent = child(PARENT)
    clock = iter([100.0, 102.0])
    monkeypatch.setattr(system.time, "monotonic", lambda: next(clock))
    readings = Readings(parent.process.pid, ".")
    assert parent.line() == "done"
    # 0.3 CPU seconds (and a little for Python itself) within what the clock calls two seconds.
    assert 0.14 <= readings.take()["cpuCores"] < 5


def test_what_cannot_be_measured_is_left_out(monkeypatch, tmp_path):
    def refused(*_args, **_kwargs):
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "io_counters", refused)
    monkeypatch.setattr(psutil, "net_io_counters", refused)
    monkeypatch.setenv("PATH", str(tmp_path))
    values = Readings(os.getpid(), tmp_path).take()
    assert {"diskReadBytes", "networkSentBytes", "gpus"}.isdisjoint(values)
    assert "memoryBytes" in values


def test_a_machine_does_not_hear_itself(monkeypatch):
    cards = {"lo": 10, "eth0": 3, "eth1": 4}
    counted = {name: type("Io", (), {"bytes_recv": n, "bytes_sent": n})() for name, n in cards.items()}
    monkeypatch.setattr(psutil, "net_io_counters", lambda pernic: counted)
    assert Readings(os.getpid(), ".").take()["networkSentBytes"] == 7


def test_samples_until_it_is_closed_with_a_last_one(tmp_path, until):
    taken: list[dict] = []
    sampler = Sampler(os.getpid(), taken.append, tmp_path, every=0.01)
    until(lambda: len(taken) >= 3)
    sampler.close()
    after = len(taken)
    assert not sampler._thread.is_alive()
    assert len(taken) == after


def test_a_short_job_has_a_sample_too(monkeypatch, tmp_path):
    monkeypatch.setattr(system, "LEAST_BETWEEN", 0.0)
    taken: list[dict] = []
    Sampler(os.getpid(), taken.append, tmp_path).close()
    assert len(taken) == 1


def test_ends_with_the_process_it_looks_at(child, tmp_path, until):
    watched = child("import sys; print('up', flush=True); sys.stdin.read()")
    watched.line()
    taken: list[dict] = []
    sampler = Sampler(watched.process.pid, taken.append, tmp_path, every=0.01)
    until(lambda: taken)
    watched.end()
    until(lambda: not sampler._thread.is_alive())


def test_trouble_ends_the_sampling_and_nothing_else(tmp_path, until):
    def broken(_values):
        raise RuntimeError("the reporter is closed")

    notices: list[str] = []
    sampler = Sampler(os.getpid(), broken, tmp_path, every=0.01, notice=notices.append)
    until(lambda: notices)
    sampler.close()
    assert notices == ["system metrics ended: RuntimeError: the reporter is closed"]


@pytest.mark.parametrize(("age", "every"), [(0, 5), (1799, 5), (1800, 10), (7200, 15), (1e6, 15)])
def test_long_runs_are_looked_at_less_often(age, every):
    assert interval_at(age) == every
