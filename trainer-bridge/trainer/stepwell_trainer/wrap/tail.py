"""Reads what is appended to a file, line by line."""

from __future__ import annotations

from pathlib import Path

CHUNK = 1 << 20
LONGEST_LINE = 1 << 16


class Tail:
    """New whole lines of a growing file. A line that never ends is handed over in pieces of 64 KiB."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self.path = path
        self.offset = offset
        """Everything before it was handed over."""

    def read(self, last: bool = False) -> tuple[bytes, list[bytes]]:
        """The raw bytes handed over, and their lines without ends. `last`: also what no line end closes."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self.offset)
                data = file.read(CHUNK)
        except FileNotFoundError:
            return b"", []
        end = data.rfind(b"\n") + 1
        if last or (end == 0 and len(data) >= LONGEST_LINE):
            end = len(data)
        taken = data[:end]
        self.offset += len(taken)
        # Not splitlines: a carriage return ends no line, a progress bar writes thousands of them.
        lines = taken.split(b"\n")
        return taken, lines if lines[-1] else lines[:-1]


def shown_text(line: bytes) -> str:
    """A line as a terminal would show it in the end: what a carriage return went over is left out."""
    return line.decode("utf-8", "replace").rstrip("\r").rsplit("\r", 1)[-1]
