"""What keeps a remote machine busy, as counters and sizes; None where the system does not tell."""

from __future__ import annotations

import os
import shutil
import time
from typing import Optional

from supervision.remote_folders import Answer, Request, root_of


def _read(path: str) -> Optional[str]:
    try:
        with open(path, errors="replace") as file:
            return file.read()
    except OSError:
        return None  # this system has no such file


def _busy_ms() -> Optional[float]:
    """Milliseconds of work of all processors since the machine began: user, nice, system, interrupts."""
    first = (_read("/proc/stat") or "").partition("\n")[0].split()
    if first[:1] != ["cpu"] or len(first) < 8:
        return None
    user, nice, system, _idle, _waits, hard, soft = (int(ticks) for ticks in first[1:8])
    return (user + nice + system + hard + soft) * 1000 / os.sysconf("SC_CLK_TCK")


def _memory() -> dict:
    """Sizes of /proc/meminfo in bytes, by name."""
    sizes = {}
    for line in (_read("/proc/meminfo") or "").splitlines():
        name, _, value = line.partition(":")
        words = value.split()
        if words and words[0].isdigit():
            sizes[name] = int(words[0]) * (1024 if words[1:] == ["kB"] else 1)
    return sizes


def host_usage(request: Request, _: bytes) -> Answer:
    """Of the machine that answers, and of the disk that the agent's folder is or will be on."""
    folder = root_of(request)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    disk = os.statvfs(folder)
    memory = _memory()
    known = {
        "busyMs": _busy_ms(),
        "atMs": time.monotonic() * 1000,
        "memoryBytes": memory.get("MemTotal"),
        "memoryFreeBytes": memory.get("MemAvailable"),
        "diskFreeBytes": disk.f_bavail * disk.f_frsize,
        "network": _read("/proc/net/dev") or "",
        "nvidiaSmi": shutil.which("nvidia-smi") is not None,
    }
    return known, b""
