"""How far each of a stack's files has been reported; outlives the attempt, so that the next one reports the rest.

A position is stored once the events of its lines are on the disk: a crash between the two repeats some, and loses none.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.lines import LineFollower, Position
from stepwell_trainer.client.files import write_atomic

_FILE = "stepwell_followed.json"


class Positions:
    """Followers of the files below `folder`, by relative path."""

    def __init__(self, folder: Path, flush: Callable[[], bool]) -> None:
        self._folder = folder
        self._flush = flush
        self._stored = _load(folder / _FILE)
        self._followers: dict[str, LineFollower] = {}

    def follower(self, path: Path) -> LineFollower:
        """The one follower of a file, where the last attempt left it."""
        name = path.relative_to(self._folder).as_posix()
        if name not in self._followers:
            known = self._stored.get(name, {})
            self._followers[name] = LineFollower(
                path, Position(int(known.get("offset", 0)), int(known.get("inode", 0)))
            )
        return self._followers[name]

    def save(self) -> None:
        """Stores where the followers stand, if the events of what they read are safe."""
        now = {name: follower.position.wire() for name, follower in self._followers.items()}
        if any(self._stored.get(name) != position for name, position in now.items()) and self._flush():
            self._stored = {**self._stored, **now}
            write_atomic(self._folder / _FILE, json.dumps(self._stored).encode())


def _load(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, dict)} if isinstance(value, dict) else {}
