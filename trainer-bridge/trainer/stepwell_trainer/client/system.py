"""Samples what the machine gives to a process tree, beside it and never in its way."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from .gpus import GpuReader
from .process_tree import ProcessTree

FIRST_AFTER = 2.0
LEAST_BETWEEN = 0.5
# (from this age of the run on, seconds between samples)
# However slow a machine with thousands of processes is to look at, looking takes no more than this of a core.
MOST_SHARE = 0.01
THINNING = ((0.0, 5.0), (1800.0, 10.0), (7200.0, 15.0))

Values = dict[str, object]


def interval_at(age: float) -> float:
    """Seconds until the next sample of a run that is `age` seconds old: long runs need fewer."""
    return next(every for begins, every in reversed(THINNING) if age >= begins)


class Readings:
    """Measures one moment after the other; rates are means since the moment before."""

    def __init__(self, pid: int, folder: str | Path, gpus: GpuReader | None = None) -> None:
        self._tree = ProcessTree(pid)
        self._folder = str(folder)
        self._gpus = gpus or GpuReader()
        self._at = time.monotonic()
        self._cpu = self._tree.read()
        self._busy = _busy_seconds()

    @property
    def gpu_trouble(self) -> str:
        """Why there are no figures of GPUs; empty while there are."""
        return self._gpus.trouble

    def take(self) -> Values | None:
        """`systemValues` of the contract, without what cannot be measured; None once the process has ended."""
        usage = self._tree.read()
        if usage is None:
            return None
        now, busy = time.monotonic(), _busy_seconds()
        seconds = max(now - self._at, 1e-3)
        values: Values = {
            "memoryBytes": usage.memory_bytes,
            "hostCpuCores": round(max(busy - self._busy, 0.0) / seconds, 3),
            "diskReadBytes": usage.disk_read_bytes,
            "diskWrittenBytes": usage.disk_written_bytes,
            "diskFreeBytes": _disk_free(self._folder),
            "gpus": self._gpus.read(),
            **_memory(),
            **_network(),
        }
        if self._cpu is not None:
            values["cpuCores"] = round(max(usage.cpu_seconds - self._cpu.cpu_seconds, 0.0) / seconds, 3)
        self._at, self._cpu, self._busy = now, usage, busy
        return {name: value for name, value in values.items() if value is not None}


class Sampler:
    """A thread that hands a sample to `emit` again and again until the process ends or `close` is called.

    `every`: seconds between samples, or None for {@link interval_at}. `notice` is told once why there are no figures
    of GPUs. Whatever goes wrong here ends the sampling, never the process that it looks at.
    """

    def __init__(
        self,
        pid: int,
        emit: Callable[[Values], None],
        folder: str | Path = ".",
        every: float | None = None,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._readings = Readings(pid, folder)
        self._emit = emit
        self._every = every
        self._notice = notice
        self._trouble = ""
        self._began = time.monotonic()
        self._taken_at = self._began
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stepwell-system", daemon=True)
        self._thread.start()

    def close(self, timeout: float = 6.0) -> None:
        """Takes a last sample and ends, within about `timeout` seconds."""
        self._ended.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        wait = min(FIRST_AFTER, self._every or FIRST_AFTER)
        try:
            while not self._ended.wait(wait):
                spent = time.thread_time()
                if not self._sample():
                    return
                every = self._every or interval_at(time.monotonic() - self._began)
                wait = max(every, (time.thread_time() - spent) / MOST_SHARE)
            if time.monotonic() - self._taken_at >= LEAST_BETWEEN:
                self._sample()
        except (psutil.Error, OSError, RuntimeError, ValueError) as error:
            self._notice(f"system metrics ended: {type(error).__name__}: {error}")

    def _sample(self) -> bool:
        """One sample; False once there is nothing to look at."""
        values = self._readings.take()
        if values is None:
            return False
        self._taken_at = time.monotonic()
        self._emit(values)
        if self._readings.gpu_trouble != self._trouble:
            self._trouble = self._readings.gpu_trouble
            if self._trouble:
                self._notice(self._trouble)
        return True


def sample_this_process(
    emit: Callable[[Values], None], folder: str | Path, notice: Callable[[str], None]
) -> Sampler | None:
    """A sampler of this process and its children; None, and a notice, where the machine tells nothing of them."""
    try:
        return Sampler(os.getpid(), emit, folder, notice=notice)
    except (psutil.Error, OSError) as error:
        notice(f"no system metrics: {type(error).__name__}: {error}")
        return None


def _busy_seconds() -> float:
    """CPU seconds that the machine worked since it began; guests are contained in `user` and `nice`."""
    times = psutil.cpu_times()._asdict()
    return sum(times.values()) - sum(times.get(name, 0.0) for name in ("idle", "iowait", "guest", "guest_nice"))


def _memory() -> Values:
    memory = psutil.virtual_memory()
    return {"hostMemoryBytes": memory.total - memory.available, "hostMemoryTotalBytes": memory.total}


def _network() -> Values:
    """Bytes over the wire since the machine began: what a machine says to itself is none."""
    try:
        cards = psutil.net_io_counters(pernic=True)
        stats = psutil.net_if_stats()
    except (OSError, psutil.Error):
        return {}
    outward = [io for name, io in cards.items() if not _is_loopback(name, stats)]
    return {
        "networkReceivedBytes": sum(io.bytes_recv for io in outward),
        "networkSentBytes": sum(io.bytes_sent for io in outward),
    }


def _is_loopback(name: str, stats: dict[str, object]) -> bool:
    return name == "lo" or "loopback" in str(getattr(stats.get(name), "flags", "")).split(",")


def _disk_free(folder: str) -> int | None:
    """Of the file system that the folder lies on, or will lie on once it is made."""
    place = Path(folder).absolute()
    for existing in (place, *place.parents):
        try:
            return psutil.disk_usage(str(existing)).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None
