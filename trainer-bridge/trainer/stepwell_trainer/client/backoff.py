"""When to try again: exponential with jitter, the server's own wish first."""

from __future__ import annotations

import random
import time

FIRST = 0.25
LONGEST = 30.0


class Backoff:
    """The waiting time of one stream. `first` and `longest` in seconds."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first = first
        self._longest = longest
        self._failures = 0
        self._until = 0.0
        self._asked = False
        self._random = random.Random()

    def failed(self, after: float | None) -> None:
        """Notes a failure. The next try waits at least `after` seconds where the server said so."""
        ceiling = min(self._longest, self._first * 2 ** min(self._failures, 30))
        self._failures += 1
        wait = self._random.uniform(ceiling / 2, ceiling)
        self._asked = after is not None
        self._until = time.monotonic() + max(wait, after or 0.0)

    def succeeded(self) -> None:
        """Notes a success: no waiting."""
        self._failures = 0
        self._until = 0.0

    def remaining(self) -> float:
        """Seconds until the next try; 0 if it may be now."""
        return max(0.0, self._until - time.monotonic())

    def hurry(self) -> None:
        """Little time is left: start over with the shortest wait, unless the server asked for its own."""
        if not self._asked:
            self._failures = 0
            self._until = 0.0
