"""The command's own output: shown as it comes, and kept in the run's log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from stepwell_trainer.wrap.offsets import Offsets
from stepwell_trainer.wrap.tail import Tail, shown_text

STREAMS = ("stdout", "stderr")
_SINGLE_LINES = 50
_MOST_TEXT = 60_000
_LAST_WORDS = 4_000


class Client(Protocol):
    """What of an EventClient is used here."""

    def log_log(self, level: str, text: str, source: str) -> None: ...
    def flush(self, timeout: float = ...) -> bool: ...


class Output:
    """Follows the files that the command writes its output to.

    Files and not pipes: if this process is killed, the command goes on as if nothing had happened.
    """

    def __init__(self, run_dir: Path, client: Client, show: bool = True) -> None:
        self._client = client
        self._show = show
        self._offsets = Offsets(run_dir / "output.json")
        self._tails = {name: Tail(run_dir / f"{name}.log", self._offsets.of(name)) for name in STREAMS}
        self._last = b""

    def forward(self, last: bool = False) -> bool:
        """Shows and logs what is new; whether there was any."""
        found = False
        for name, tail in self._tails.items():
            while True:
                raw, lines = tail.read(last)
                if not lines:
                    break
                found = True
                self._hand_over(name, raw, lines)
        if found and self._client.flush():
            self._offsets.save({name: tail.offset for name, tail in self._tails.items()})
        return found

    def last_words(self) -> str:
        """The end of what it wrote to stderr."""
        return self._last.decode("utf-8", "replace")

    def _hand_over(self, name: str, raw: bytes, lines: list[bytes]) -> None:
        if name == "stderr":
            self._last = (self._last + raw)[-_LAST_WORDS:]
        if self._show:
            _write(sys.stdout.buffer if name == "stdout" else sys.stderr.buffer, raw)
        for text in texts_of(lines):
            self._client.log_log("info", text, name)


def texts_of(lines: list[bytes]) -> Iterator[str]:
    """A line is an event of its own; a flood of them goes in blocks."""
    shown = [shown_text(line) for line in lines]
    if len(shown) <= _SINGLE_LINES:
        yield from (text for text in shown if text.strip())
        return
    block: list[str] = []
    size = 0
    for text in shown:
        if block and size + len(text) > _MOST_TEXT:
            yield "\n".join(block)
            block, size = [], 0
        block.append(text)
        size += len(text) + 1
    if block:
        yield "\n".join(block)


def _write(stream: IO[bytes], raw: bytes) -> None:
    """A terminal that was closed is no reason to end."""
    try:
        stream.write(raw)
        stream.flush()
    except OSError:
        pass
