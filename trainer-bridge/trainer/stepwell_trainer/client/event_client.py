"""The trainer's way to the server: log and go on; everything is spooled, sent in order and never waits for."""

from __future__ import annotations

import atexit
import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from . import events
from .acks import load_acks, release_room, reserve_room
from .courier import Courier
from .events import KINDS, Event
from .files import sync_directory
from .locks import WRITE_LOCK, FileLock
from .segments import last_seq
from .sender import Rounds, Sender
from .transport import Transport
from .writer import SpoolWriter

SPOOL = "spool"
DISK_SECONDS = 5.0
LOCK_SECONDS = 2.0


class SpoolInUse(RuntimeError):
    """Another process is logging into this run directory."""


@dataclass(frozen=True)
class Closing:
    """How logging ended, in events: still in the spool, refused by the server, lost (no disk and no memory)."""

    unsent: int
    rejected: int
    lost: int


def say(text: str, stream: TextIO) -> None:
    """One line on stdout or stderr, if it takes one: a job's output may lie on the disk that is full."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=stream, flush=True)


def to_stderr(text: str) -> None:
    """The default notice: one line on stderr."""
    say(f"stepwell: {text}", sys.stderr)


class EventClient:
    """Logs the events of one attempt into `run_dir/spool` and sends them in the background.

    `log_*` only queue: they neither wait for disk or network nor raise for their trouble. What is queued is on
    the disk about 0.1 s later and survives the process; `close` sends the rest, `drain` what was left behind.
    Objects handed over belong to the client: do not change them afterwards. Raises SpoolInUse or SpoolMismatch
    if the run directory is another process's or another attempt's.
    """

    def __init__(
        self,
        run_dir: str | Path,
        server_url: str,
        events_path: str,
        attempt_id: str,
        token: str,
        notice: events.Notice = to_stderr,
    ) -> None:
        self._spool = prepare_spool(Path(run_dir))
        self._write_lock = _lock_for_writing(self._spool)
        acks = load_acks(self._spool, attempt_id)
        acks.save(self._spool)
        reserve_room(self._spool)
        last = {kind: max(acks.settled[kind], last_seq(self._spool, kind)) for kind in KINDS}
        transport = Transport(server_url, events_path, attempt_id, token)
        self._courier = Courier(self._spool, attempt_id, transport, self._warn)
        self._notice = notice
        self._ended = False
        self._closing: Closing | None = None
        self._rounds = Rounds(self._spool, self._courier)
        self._writer = SpoolWriter(self._spool, last, lambda: self._sender.wake(), notice)
        self._sender = Sender(self._rounds, notice)
        atexit.register(self.close)

    @property
    def stop_requested(self) -> bool:
        """The server asked this attempt to checkpoint and end (cancelled or superseded)."""
        return self._courier.tally.stop

    @property
    def lost(self) -> int:
        """Events that neither the disk nor memory could take."""
        return self._writer.lost

    def log_metrics(
        self, train_step: int, values: Mapping[str, float | None], progress: Mapping[str, int] | None = None
    ) -> None:
        """All values of one train step by metric name; None values are unknown and left out."""
        self._log(lambda: [events.metrics_event(train_step, values, progress)])

    def log_trace(self, trace: Mapping[str, object]) -> None:
        """One stored response in the shape of the contract's `traceRecord`."""
        self._log(lambda: [events.trace_event(trace)])

    def log_log(self, level: str, text: str, source: str = "trainer") -> None:
        """A text for the run's log; `level` is debug, info, warn or error. Long texts become several events."""
        self._log(lambda: events.log_events(level, text, source))

    def phase(self, phase: str, message: str = "", done: int | None = None, total: int | None = None) -> None:
        """What the trainer is doing now."""
        self._log(lambda: [events.phase_event(phase, message, done, total)])

    def artifact(
        self,
        kind: str,
        artifact: Mapping[str, object],
        train_step: int,
        final: bool,
        size: int,
        summary: Mapping[str, float] | None = None,
    ) -> None:
        """A folder this job wrote (`kind`: checkpoint or traces; `artifact`: an `artifactRef`; `size` in bytes)."""
        self._log(lambda: [events.artifact_event(kind, artifact, train_step, final, size, summary)])

    def environment(self, facts: Mapping[str, object]) -> None:
        """Facts about code, packages and device, once per attempt."""
        self._log(lambda: [events.environment_event(facts)])

    def system(self, values: Mapping[str, object]) -> None:
        """One sample of what the machine gives, in the shape of the contract's `systemValues`."""
        self._log(lambda: [events.system_event(values)])

    def evaluation(
        self,
        benchmark: Mapping[str, object],
        train_step: int,
        settings: Mapping[str, object],
        items: Sequence[Mapping[str, object]],
        complete: bool,
    ) -> None:
        """Answers of one benchmark, split into events of a size that the server takes."""
        self._log(lambda: events.evaluation_events(benchmark, train_step, settings, items, complete))

    def flush(self, timeout: float = DISK_SECONDS) -> bool:
        """Waits until everything logged so far is on the disk (not: sent); False if it is not in time."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = 10.0) -> Closing:
        """Writes and sends what is left, within about `timeout` seconds; what remains stays in the spool."""
        if self._closing is not None:
            return self._closing
        atexit.unregister(self.close)
        self._ended = True
        self._writer.close(DISK_SECONDS)
        self._sender.close(timeout)
        unsent = self._courier.unsent()
        if unsent == 0:
            self._rounds.run(writer_gone=True)
            release_room(self._spool)
        self._write_lock.release()
        self._closing = Closing(unsent, self._courier.tally.rejected, self._writer.lost)
        self._report(self._closing)
        return self._closing

    def __enter__(self) -> EventClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _log(self, build: Callable[[], Iterable[Event]]) -> None:
        """Queues the events that `build` makes; a value it cannot take is a warning, never the end of training."""
        try:
            for event in build():
                self._writer.submit(events.STREAM_OF[str(event["type"])], event)
        except (TypeError, ValueError, AttributeError, KeyError, RuntimeError) as error:
            self._writer.count_lost()
            self._warn(f"an event could not be made and is lost: {type(error).__name__}: {error}")

    def _warn(self, text: str) -> None:
        self._notice(text)
        if not self._ended:
            self.log_log("warn", text)

    def _report(self, closing: Closing) -> None:
        if closing.lost:
            self._notice(f"{closing.lost} events were lost: the disk took no writes and memory was full")
        if closing.unsent:
            error = self._courier.tally.last_error or "no time was left"
            self._notice(f"{closing.unsent} events are not sent yet and stay in {self._spool} ({error})")


def _lock_for_writing(spool: Path) -> FileLock:
    """The spool's write lock; waits a little, since a drain that tidies up holds it for a moment."""
    lock = FileLock(spool / WRITE_LOCK)
    deadline = time.monotonic() + LOCK_SECONDS
    while not lock.acquire():
        if time.monotonic() >= deadline:
            raise SpoolInUse(f"another process is logging into {spool}")
        time.sleep(0.02)
    return lock


def prepare_spool(run_dir: Path) -> Path:
    """The run directory's spool folder, made if absent and readable by its owner only."""
    spool = run_dir / SPOOL
    if not spool.is_dir():
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_directory(run_dir)
    return spool
