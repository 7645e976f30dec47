"""The sending thread: wakes after each commit, delivers stream by stream, waits where it must."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from .backoff import Backoff
from .courier import MAX_EVENTS, Courier
from .events import KINDS
from .locks import SEND_LOCK, FileLock
from .transport import Unavailable

POLL = 0.5
ROUND_PAUSE = 0.2
SHORT_PAUSE = 0.01


class Rounds:
    """Delivers one batch of each due kind per round, so that no stream starves another."""

    def __init__(self, spool: Path, courier: Courier, new_backoff: Callable[[], Backoff] = Backoff) -> None:
        self._lock = FileLock(spool / SEND_LOCK)
        self._courier = courier
        self._backoffs = {kind: new_backoff() for kind in KINDS}

    def wait(self) -> float:
        """Seconds until some kind may be tried."""
        return min(b.remaining() for b in self._backoffs.values())

    def hurry(self) -> None:
        """Little time is left: forget waits that the server did not ask for."""
        for backoff in self._backoffs.values():
            backoff.hurry()

    def run(self, writer_gone: bool = False) -> int | None:
        """One round: how many events were settled; None if not everything due could be tried or was taken."""
        if not self._lock.acquire():
            return None
        try:
            return self._deliver_each(writer_gone)
        finally:
            self._lock.release()

    def _deliver_each(self, writer_gone: bool) -> int | None:
        settled = 0
        complete = True
        for kind, backoff in self._backoffs.items():
            if backoff.remaining() > 0:
                complete = False
                continue
            outcome = self._courier.deliver(kind, writer_gone)
            if isinstance(outcome, int):
                backoff.succeeded()
                settled += outcome
                continue
            complete = False
            self._hold(kind, outcome)
            if outcome.everywhere:
                break
        return settled if settled or complete else None

    def _hold(self, kind: str, outcome: Unavailable) -> None:
        for held in self._backoffs if outcome.everywhere else [kind]:
            self._backoffs[held].failed(outcome.after)


class Sender:
    """Runs rounds in a daemon thread until closed. Trouble of any kind is kept away from training."""

    def __init__(self, rounds: Rounds, notice: Callable[[str], None]) -> None:
        self._rounds = rounds
        self._notice = notice
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._deadline = 0.0
        self._told = False
        self._thread = threading.Thread(target=self._run, name="stepwell-send", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    def close(self, timeout: float) -> None:
        """Sends what is left for at most `timeout` seconds, then stops; what remains stays in the spool."""
        self._deadline = time.monotonic() + timeout
        self._closing.set()
        self._wake.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._pause(self._round())
        self._rounds.hurry()
        while time.monotonic() < self._deadline and self._round() != 0:
            time.sleep(min(max(self._rounds.wait(), SHORT_PAUSE), POLL))

    def _pause(self, settled: int | None) -> None:
        """Until there may be something to do; small batches are given time to grow."""
        if not settled:
            self._wake.wait(max(self._rounds.wait(), POLL))
        self._wake.clear()
        self._closing.wait(SHORT_PAUSE if settled and settled >= MAX_EVENTS else max(self._rounds.wait(), ROUND_PAUSE))

    def _round(self) -> int | None:
        try:
            return self._rounds.run()
        except OSError as error:
            self._tell(f"cannot use the event spool: {error}")
            return None

    def _tell(self, text: str) -> None:
        if not self._told:
            self._told = True
            self._notice(text)
