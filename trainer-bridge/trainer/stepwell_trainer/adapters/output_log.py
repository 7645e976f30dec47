"""A stack's own output as lines of the run's log."""

from __future__ import annotations

import re
from collections import deque

from stepwell_trainer.adapters.lines import LineFollower
from stepwell_trainer.reporting.reporter import Reporter

_LONGEST = 4000
_TAIL = 20
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-Z\\-_]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class OutputLog:
    """Reports new output; keeps the last lines, for the sentence that says why a stack failed."""

    def __init__(self, follower: LineFollower, reporter: Reporter) -> None:
        self._follower = follower
        self._reporter = reporter
        self._tail: deque[str] = deque(maxlen=_TAIL)

    def poll(self, finish: bool = False) -> None:
        """One event for what has come: a stack writes bursts, and a line is not worth an event each."""
        fresh = [text for line in self._follower.lines(finish) if (text := plain(line))]
        self._tail.extend(fresh)
        if fresh:
            self._reporter.log("info", "\n".join(fresh))

    @property
    def tail(self) -> str:
        return "\n".join(self._tail)


def plain(line: str) -> str:
    """What a terminal would show of a line: the last state of a progress bar, no colours, nothing endless."""
    shown = line.rstrip("\r").rpartition("\r")[2]
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", _ESCAPES.sub("", shown)).rstrip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST} more characters)"
