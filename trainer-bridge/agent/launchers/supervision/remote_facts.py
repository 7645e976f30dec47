"""What the Hosts page shows of a remote machine. Bytes as numbers; None where the system does not tell."""

from __future__ import annotations

import os
import platform
import shutil
from typing import Optional

from supervision.remote_folders import Answer, Request, root_of


def _after_colon(path: str, name: str) -> Optional[str]:
    """The value of the first `name : value` line of a file of the kernel's."""
    try:
        with open(path, errors="replace") as file:
            for line in file:
                key, _, value = line.partition(":")
                if key.strip() == name:
                    return value.strip()
    except OSError:
        pass  # this system has no such file
    return None


def host_facts(request: Request, _: bytes) -> Answer:
    """Of the machine that answers, and of the disk that the agent's folder is or will be on."""
    folder = root_of(request)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    disk = os.statvfs(folder)
    affinity = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    known = {
        "platform": f"{platform.system().lower()} {platform.release()}",
        "architecture": platform.machine(),
        "cpu": _after_colon("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count() if affinity is None else len(affinity),
        "memoryBytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "memoryFreeKib": _after_colon("/proc/meminfo", "MemAvailable"),
        "diskFreeBytes": disk.f_bavail * disk.f_frsize,
        "diskBytes": disk.f_blocks * disk.f_frsize,
        "python": platform.python_version(),
        "nvidiaSmi": shutil.which("nvidia-smi") is not None,
    }
    return known, b""
