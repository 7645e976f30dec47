"""What a process and all that it started have used: CPU time, memory, disk."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


@dataclass(frozen=True)
class TreeUsage:
    """Sums over a process tree. None where the system does not tell (another user's processes, no /proc/*/io)."""

    cpu_seconds: float
    memory_bytes: int
    disk_read_bytes: int | None
    disk_written_bytes: int | None


class ProcessTree:
    """A process with its children, theirs and so on.

    CPU seconds and disk bytes of children that ended are kept: the system adds them to the parent that waited for
    them. What a child used that nobody waited for is missed; sums never fall for it.
    """

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._cpu_seconds = 0.0
        self._disk = [0, 0]

    def read(self) -> TreeUsage | None:
        """What it used until now; None once the process itself has ended."""
        try:
            members = [self._root, *self._root.children(recursive=True)]
            if self._root.status() == psutil.STATUS_ZOMBIE:
                return None
        except GONE:
            return None
        cpu, memory, disk = 0.0, 0, [0, 0]
        disk_known = False
        for member in members:
            try:
                with member.oneshot():
                    cpu += sum(member.cpu_times()[:4])
                    memory += member.memory_info().rss
                if (counted := _disk(member)) is not None:
                    disk = [disk[0] + counted[0], disk[1] + counted[1]]
                    disk_known = True
            except (*GONE, psutil.AccessDenied):
                continue
        self._cpu_seconds = max(self._cpu_seconds, cpu)
        self._disk = [max(a, b) for a, b in zip(self._disk, disk, strict=True)]
        read, written = self._disk if disk_known else (None, None)
        return TreeUsage(self._cpu_seconds, memory, read, written)


def _disk(process: psutil.Process) -> tuple[int, int] | None:
    """Bytes that really went to and from disks (not what a cache answered); None where it is not told."""
    try:
        counters = process.io_counters()
    except (psutil.AccessDenied, AttributeError, NotImplementedError, OSError):
        return None
    return counters.read_bytes, counters.write_bytes
