"""How far files were read, written down so that another process reads on from there."""

from __future__ import annotations

import json
from pathlib import Path

from stepwell_trainer.client.files import write_atomic


class Offsets:
    """Byte offsets by file name. Saved only once what lies before them is safe elsewhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)

    def of(self, name: str) -> int:
        """0 for a file that nobody has read."""
        return self._known.get(name, 0)

    def save(self, offsets: dict[str, int]) -> None:
        """Writes them down durably."""
        self._known |= offsets
        write_atomic(self._path, json.dumps(self._known).encode())


def _read(path: Path) -> dict[str, int]:
    try:
        return {str(name): int(offset) for name, offset in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
