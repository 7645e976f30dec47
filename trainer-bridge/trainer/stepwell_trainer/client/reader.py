"""Reads a stream's unsent events from its segments, without reading again what was taken before."""

from __future__ import annotations

import os
from pathlib import Path

from .segments import Line, line_seq, segments_of


class StreamReader:
    """Batches of one kind. Remembers where the last batch ended, in case the next one goes on from there."""

    def __init__(self, spool: Path, kind: str) -> None:
        self._spool = spool
        self._kind = kind
        self._seq = -1
        self._segment = 0
        self._offset = 0

    def next_batch(self, after: int, max_events: int, max_bytes: int) -> list[Line]:
        """Events with seq > `after`, in order: at most `max_events` and about `max_bytes`, at least one if any.

        They are durable when this returns: an event sent before it is on the disk could, after a power loss,
        leave its seq to another event, which the server would take for a repetition.
        """
        batch: list[Line] = []
        resume = self._seq == after
        size = 0
        for number, path in segments_of(self._spool, self._kind):
            if resume and number < self._segment:
                continue
            start = self._offset if resume and number == self._segment else 0
            for seq, line, end in _lines(path, start):
                if seq <= after:
                    continue
                if batch and (len(batch) >= max_events or size + len(line) > max_bytes):
                    return batch
                batch.append((seq, line))
                size += len(line)
                after = seq
                self._seq, self._segment, self._offset = seq, number, end
        return batch


def _lines(path: Path, start: int) -> list[tuple[int, bytes, int]]:
    """Whole lines from byte `start` on as (seq, line, offset of its end); torn ones are passed over."""
    found = []
    with open(path, "rb") as file:
        file.seek(start)
        data = file.read()
        if data:
            os.fsync(file.fileno())
    for line in data.splitlines(keepends=True):
        start += len(line)
        seq = line_seq(line)
        if seq is not None:
            found.append((seq, line[:-1], start))
    return found
