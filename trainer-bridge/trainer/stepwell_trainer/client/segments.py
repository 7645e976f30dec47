"""Spool segments, `<kind>-<n>.jsonl`: appended by one writer, deleted by whoever holds the send lock."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .events import KINDS
from .files import sync_directory

SEGMENT_BYTES = 4 * 1024 * 1024
_NAME = re.compile(rf"^({'|'.join(KINDS)})-(\d+)\.jsonl$")
_LINE = re.compile(rb'^\{"seq":(\d+)[,}]')

Line = tuple[int, bytes]


def segments_of(spool: Path, kind: str) -> list[tuple[int, Path]]:
    """The kind's segments, oldest first, with their numbers."""
    found = []
    for name in os.listdir(spool):
        match = _NAME.match(name)
        if match and match[1] == kind:
            found.append((int(match[2]), spool / name))
    return sorted(found)


def line_seq(line: bytes) -> int | None:
    """The seq of a whole line; None for a torn or damaged one (cut off, or zeros after a power loss)."""
    match = _LINE.match(line)
    return int(match[1]) if match and line.endswith(b"}\n") else None


def read_lines(path: Path, after: int) -> list[Line]:
    """Whole lines (without their newline) with seq > `after`, in order; torn ones are passed over."""
    lines: list[Line] = []
    for line in path.read_bytes().splitlines(keepends=True):
        seq = line_seq(line)
        if seq is not None and seq > after:
            lines.append((seq, line[:-1]))
            after = seq
    return lines


def last_seq(spool: Path, kind: str) -> int:
    """The highest seq in the kind's segments; 0 if there is none."""
    for _, path in reversed(segments_of(spool, kind)):
        lines = read_lines(path, 0)
        if lines:
            return lines[-1][0]
    return 0


def delete_settled(spool: Path, kind: str, settled: int, writer_gone: bool) -> None:
    """Deletes segments without unsent events. The newest may still grow, so it stays while its writer lives."""
    segments = [path for _, path in segments_of(spool, kind)]
    for path in segments if writer_gone else segments[:-1]:
        if read_lines(path, settled):
            return
        path.unlink(missing_ok=True)


class SegmentWriter:
    """Appends lines of one kind, all of a call or none, and starts a new segment when one is full."""

    def __init__(self, spool: Path, kind: str, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._spool = spool
        self._kind = kind
        self._limit = segment_bytes
        self._fd: int | None = None
        self._size = 0

    def append(self, data: bytes) -> None:
        """Writes and fsyncs `data` (whole lines). On OSError nothing of it is kept and it may be tried again."""
        fd = self._fd
        if fd is None or self._size >= self._limit:
            fd = self._open_next()
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(fd, view) :]
            os.fsync(fd)
        except OSError:
            self._abandon(fd)
            raise
        self._size += len(data)

    def close(self) -> None:
        """Closes the segment; the next append opens a new one."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _open_next(self) -> int:
        self.close()
        segments = segments_of(self._spool, self._kind)
        number = segments[-1][0] + 1 if segments else 1
        path = self._spool / f"{self._kind}-{number:06d}.jsonl"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._fd = fd
        self._size = 0
        sync_directory(self._spool)
        return fd

    def _abandon(self, fd: int) -> None:
        """Cuts what a failed append left; where even that fails, readers skip the torn line of the old segment."""
        try:
            os.ftruncate(fd, self._size)
        except OSError:
            self.close()
