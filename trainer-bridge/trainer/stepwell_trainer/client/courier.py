"""Takes the next batch of a stream to the server and settles what came of it. Holder of the send lock only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .acks import Acks, load_acks, reserve_room
from .events import KINDS
from .reader import StreamReader
from .rejected import set_aside
from .segments import Line, delete_settled, read_lines, segments_of
from .transport import Accepted, Refused, Transport, Unavailable

MAX_EVENTS = 500
MAX_BYTES = 1_000_000
# Where the server does not name the refused events of a batch, halving finds them; when nearly all are refused,
# singling each out would flood the server.
MAX_SEARCH_POSTS = 40

Batch = list[Line]


@dataclass
class Tally:
    """What one courier did: counts of events, and what the server last said."""

    sent: int = 0
    rejected: int = 0
    stop: bool = False
    last_error: str = ""
    first_refusal: str = ""


class Courier:
    """Delivers a spool's streams in order."""

    def __init__(self, spool: Path, attempt_id: str, transport: Transport, on_refusal: Callable[[str], None]) -> None:
        self.tally = Tally()
        self._spool = spool
        self._attempt_id = attempt_id
        self._transport = transport
        self._on_refusal = on_refusal
        self._search_posts = 0
        self._readers = {kind: StreamReader(spool, kind) for kind in KINDS}

    def acks(self) -> Acks:
        """The spool's state on disk: another process may have sent since."""
        return load_acks(self._spool, self._attempt_id)

    def unsent(self) -> int:
        """Events still to send (counts by reading the spool: for reports, not for loops)."""
        acks = self.acks()
        return sum(
            len(read_lines(path, acks.settled[kind])) for kind in KINDS for _, path in segments_of(self._spool, kind)
        )

    def deliver(self, kind: str, writer_gone: bool) -> Unavailable | int:
        """Delivers the next batch of a kind: how many events are settled now (0: none was left), or why not."""
        acks = self.acks()
        batch = self._readers[kind].next_batch(acks.settled[kind], MAX_EVENTS, MAX_BYTES)
        self._search_posts = 0
        before = acks.settled[kind]
        trouble = self._settle(acks, kind, batch) if batch else None
        if acks.settled[kind] > before or writer_gone:
            delete_settled(self._spool, kind, acks.settled[kind], writer_gone)
            if acks.settled[kind] > before:
                reserve_room(self._spool)
        return len(batch) if trouble is None else trouble

    def _settle(self, acks: Acks, kind: str, batch: Batch) -> Unavailable | None:
        """Posts the batch, halves included where it must, in order. None when every event of it is settled."""
        outcome = self._transport.post(kind, [line for _, line in batch])
        if isinstance(outcome, Unavailable):
            self.tally.last_error = outcome.reason
            return outcome
        if isinstance(outcome, Accepted):
            self.tally.sent += len(batch)
            self.tally.stop = self.tally.stop or outcome.stop
        elif 0 < len(named := outcome.named_events(len(batch))) < len(batch):
            return self._without(acks, kind, batch, [batch[n] for n in named], outcome)
        elif self._worth_halving(outcome, batch):
            middle = len(batch) // 2
            return self._settle(acks, kind, batch[:middle]) or self._settle(acks, kind, batch[middle:])
        else:
            self._reject(acks, kind, batch, set_aside(self._spool, kind, batch, outcome), outcome)
        acks.settled[kind] = batch[-1][0]
        acks.save(self._spool)
        return None

    def _without(self, acks: Acks, kind: str, batch: Batch, refused: Batch, refusal: Refused) -> Unavailable | None:
        """Settles a batch whose refused events the server has named: the others are sent without them."""
        # Set aside first: settling the others moves past the refused ones, and a crash must not lose them.
        path = set_aside(self._spool, kind, refused, refusal)
        trouble = self._settle(acks, kind, [line for line in batch if line not in refused])
        if trouble is None:
            self._reject(acks, kind, refused, path, refusal)
            acks.settled[kind] = batch[-1][0]
            acks.save(self._spool)
        return trouble

    def _worth_halving(self, refusal: Refused, batch: Batch) -> bool:
        self._search_posts += 1
        return len(batch) > 1 and (refusal.too_large or self._search_posts <= MAX_SEARCH_POSTS)

    def _reject(self, acks: Acks, kind: str, refused: Batch, path: Path, refusal: Refused) -> None:
        """Counts events that were set aside in `path`; the first time, says so."""
        acks.rejected[kind] += len(refused)
        self.tally.rejected += len(refused)
        if not self.tally.first_refusal:
            self.tally.first_refusal = refusal.detail()
            self._on_refusal(
                f"the server refused {len(refused)} of this run's {kind} events: {self.tally.first_refusal}; "
                f"they are kept in {path}"
            )
