"""The spool's writer: callers queue, one background thread gives out seq, writes and fsyncs in groups."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from .events import KINDS, Event, log_events
from .segments import SegmentWriter
from .wire import encode_line

COMMIT_EVERY = 0.05
RETRY_DISK_EVERY = 0.5
MAX_QUEUED_EVENTS = 100_000
MAX_PENDING_BYTES = 64 * 1024 * 1024


class SpoolWriter:
    """Appends events durably without ever making the caller wait for the disk.

    While the disk refuses (full), encoded events wait in memory up to a bound; past it events are lost and
    counted in `lost`, and the count is logged once the disk takes writes again.
    """

    def __init__(
        self,
        spool: Path,
        last: Mapping[str, int],
        committed: Callable[[], None],
        notice: Callable[[str], None],
        max_events: int = MAX_QUEUED_EVENTS,
        max_bytes: int = MAX_PENDING_BYTES,
    ) -> None:
        self.lost = 0
        self._seq = dict(last)
        self._committed = committed
        self._notice = notice
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._segments = {kind: SegmentWriter(spool, kind) for kind in KINDS}
        self._queue: deque[tuple[str, Event]] = deque()
        self._pending: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
        self._pending_bytes = 0
        self._pending_events = 0
        self._changed = threading.Condition()
        self._closing = False
        self._hurry = False
        self._deadline = 0.0
        self._disk_refuses = False
        self._lost_told = 0
        self._unencodable_told = False
        self._thread = threading.Thread(target=self._run, name="stepwell-spool", daemon=True)
        self._thread.start()

    def submit(self, kind: str, event: Event) -> None:
        """Queues one event; the caller must not change it afterwards. Returns at once, whatever the disk does."""
        with self._changed:
            full = len(self._queue) + self._pending_events >= self._max_events
            if self._closing or full or self._pending_bytes >= self._max_bytes:
                self.lost += 1
                return
            self._queue.append((kind, event))
            self._changed.notify_all()

    def count_lost(self) -> None:
        """Counts an event that never became one."""
        with self._changed:
            self.lost += 1
            self._lost_told += 1

    def flush(self, timeout: float) -> bool:
        """Waits until everything submitted so far is on the disk; False if it is not within `timeout` seconds."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            return self._changed.wait_for(self._idle, timeout)

    def close(self, timeout: float) -> None:
        """Stops taking events and writes what is queued, for at most `timeout` seconds; the rest counts as lost."""
        with self._changed:
            self._closing = True
            self._deadline = time.monotonic() + timeout
            self._changed.notify_all()
        self._thread.join(timeout + 1)
        with self._changed:
            self.lost += len(self._queue) + self._pending_events
            self._queue.clear()

    def _idle(self) -> bool:
        return not self._queue and self._pending_events == 0

    def _run(self) -> None:
        while self._wait_for_work():
            self._encode_queued()
            self._commit()
            self._let_a_group_gather()
        for segment in self._segments.values():
            segment.close()

    def _let_a_group_gather(self) -> None:
        """One fsync then serves many events; whoever flushes or closes does not wait for that."""
        if self._disk_refuses:
            time.sleep(COMMIT_EVERY)
            return
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._hurry, COMMIT_EVERY)
            self._hurry = False

    def _wait_for_work(self) -> bool:
        """Blocks until there is something to write; False when the writer is done."""
        with self._changed:
            if self._disk_refuses and not self._closing:
                self._changed.wait(RETRY_DISK_EVERY)
            self._changed.wait_for(lambda: self._closing or not self._idle())
            if not self._closing:
                return True
            return not self._idle() and time.monotonic() < self._deadline

    def _encode_queued(self) -> None:
        with self._changed:
            taken = list(self._queue)
            self._queue.clear()
            self._pending_events += len(taken)
        for kind, event in taken:
            self._encode(kind, event)

    def _encode(self, kind: str, event: Event) -> None:
        try:
            line = encode_line(self._seq[kind] + 1, event)
        except (TypeError, ValueError, RecursionError, RuntimeError) as error:
            self._refuse(event, error)
            return
        self._seq[kind] += 1
        self._pending[kind].append(line)
        with self._changed:
            self._pending_bytes += len(line)

    def _refuse(self, event: Event, error: Exception) -> None:
        with self._changed:
            self._pending_events -= 1
            self.lost += 1
            self._lost_told += 1
        if not self._unencodable_told:
            self._unencodable_told = True
            self._tell(f"an event of type {event.get('type')} is no JSON and was dropped: {error}")

    def _commit(self) -> None:
        wrote = False
        for kind, lines in self._pending.items():
            if lines and not self._append(kind, lines):
                break
            wrote = True
        if wrote:
            self._committed()

    def _append(self, kind: str, lines: list[bytes]) -> bool:
        data = b"".join(lines)
        try:
            self._segments[kind].append(data)
        except OSError as error:
            if not self._disk_refuses:
                self._disk_refuses = True
                self._notice(f"cannot write the event spool ({error.strerror}); events wait in memory")
            return False
        with self._changed:
            self._pending_events -= len(lines)
            self._pending_bytes -= len(data)
            lines.clear()
            self._changed.notify_all()
        self._recovered()
        return True

    def _recovered(self) -> None:
        if self._disk_refuses:
            self._disk_refuses = False
            self._tell("the event spool can be written again")
        if self.lost > self._lost_told:
            self._tell(f"{self.lost - self._lost_told} events were lost: more waited than memory may hold")
            self._lost_told = self.lost

    def _tell(self, text: str) -> None:
        """A notice that also becomes a warning in the run's log."""
        self._notice(text)
        for event in log_events("warn", text, "trainer"):
            with self._changed:
                self._queue.append(("logs", event))
