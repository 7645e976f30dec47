"""Reads files that another program is writing, line by line, each line once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# One read takes at most this much, so that a large backlog does not fill the memory.
_CHUNK = 4 << 20
# A longer line than this is no record of any stack; it is left out and counted.
_LONGEST_LINE = 32 << 20


@dataclass
class Position:
    """How far a file has been read: bytes of whole lines, and the identity of the file that they were read from."""

    offset: int = 0
    inode: int = 0

    def wire(self) -> dict[str, int]:
        return {"offset": self.offset, "inode": self.inode}


class LineFollower:
    """Whole lines of one growing file.

    A missing file has no lines yet. A file that was replaced, or is shorter than what has been read, is read from its
    start. A line without its end waits for it (`finish` takes it as it is). Bytes that are no UTF-8 are replaced.
    """

    def __init__(self, path: Path, position: Position | None = None) -> None:
        self.path = path
        self.position = position or Position()
        self.skipped = 0
        self._too_long = False

    def lines(self, finish: bool = False) -> Iterator[str]:
        """New lines, without their ends. With `finish` also a last one that lacks its end."""
        try:
            file = self.path.open("rb")
        except OSError:
            return
        with file:
            facts = os.fstat(file.fileno())
            if facts.st_ino != self.position.inode or facts.st_size < self.position.offset:
                self.position = Position(0, facts.st_ino)
                self._too_long = False
            file.seek(self.position.offset)
            yield from self._whole(file, finish)

    def _whole(self, file: Any, finish: bool) -> Iterator[str]:
        rest = b""
        while chunk := file.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                self.position.offset += len(line) + 1
                if self._too_long:
                    self._too_long = False
                    continue
                yield line.decode("utf-8", errors="replace").rstrip("\r")
            if len(rest) > _LONGEST_LINE:
                self.position.offset += len(rest)
                self.skipped += 0 if self._too_long else 1
                self._too_long, rest = True, b""
        if finish and rest and not self._too_long:
            self.position.offset += len(rest)
            yield rest.decode("utf-8", errors="replace").rstrip("\r")


def json_record(line: str) -> dict[str, Any] | None:
    """The object of a JSONL line; None for anything else (a torn line, garbage, a bare value)."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
