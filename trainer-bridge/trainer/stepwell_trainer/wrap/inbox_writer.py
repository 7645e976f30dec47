"""The wrapped program's side: lines appended to a file of the run directory."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import SupportsFloat, cast

RUN_DIR_VARIABLE = "STEPWELL_RUN_DIR"
INBOX = "inbox"
_NOT_IN_NAMES = re.compile(r"[^\w.@%+-]+")
_LONGEST_NAME = 250


def metric_name(*parts: object) -> str:
    """A name that the server takes: parts joined by slashes, odd characters as underscores."""
    pieces = [piece for part in parts for piece in str(part).split("/")]
    clean = (_NOT_IN_NAMES.sub("_", piece).strip("_") for piece in pieces)
    return "/".join(piece for piece in clean if piece)[:_LONGEST_NAME].rstrip("/")


def numbers_in(values: Mapping[str, object], prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, float]]:
    """Every number of a nested mapping by its name; what is no single number (text, an array) is left out."""
    for key, value in values.items():
        name = (*prefix, str(key))
        if isinstance(value, Mapping):
            yield from numbers_in(value, name)
            continue
        number = number_of(value)
        if number is not None:
            yield metric_name(*name), number


def number_of(value: object) -> float | None:
    """A number, or a tensor or array that holds one; None for everything else. A text is none, whatever it says."""
    if isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
        return None
    try:
        return float(cast(SupportsFloat, value))
    except (TypeError, ValueError, RuntimeError):
        return None


class Inbox:
    """Appends lines; every process has its own file, so that nothing is interleaved and a fork begins anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: int | None = None
        self._owner = 0
        self._step = -1
        self._told = False

    def metrics(self, values: Mapping[str, object], step: int | None) -> None:
        """One line of metrics; nothing where no value is a number."""
        with self._lock:
            self._step = self._step + 1 if step is None else int(step)
            train_step = self._step
        found = {name: value for name, value in numbers_in(values) if name}
        if found:
            self._append({"type": "metrics", "step": train_step, "values": found})

    def config(self, settings: Mapping[str, object]) -> None:
        """Settings as texts, by dotted name."""
        self._append({"type": "environment", "facts": dict(_texts(settings))})

    def phase(self, name: str, message: str, done: int | None, total: int | None) -> None:
        """What the program does now."""
        self._append({"type": "phase", "phase": name, "message": message, "done": done, "total": total})

    def trace(self, record: Mapping[str, object]) -> None:
        """One trace as it is."""
        self._append({"type": "trace", "trace": dict(record)})

    def checkpoint(self, path: Path, step: int, final: bool) -> None:
        """A folder; the wrapper reads its files."""
        self._append({"type": "checkpoint", "path": str(path.absolute()), "step": int(step), "final": final})

    def _append(self, line: Mapping[str, object]) -> None:
        """Never raises for trouble of Stepwell's own: a training must not end for it."""
        try:
            data = json.dumps({"at": time.time(), **line}, default=str).encode() + b"\n"
            with self._lock:
                file = self._open()
                while file is not None and data:
                    data = data[os.write(file, data) :]
        except (OSError, ValueError, TypeError) as error:
            self._tell(f"nothing is logged: {error}")

    def _open(self) -> int | None:
        """A descriptor of this process's own file."""
        if self._file is not None and self._owner == os.getpid():
            return self._file
        run_dir = os.environ.get(RUN_DIR_VARIABLE)
        if not run_dir:
            self._tell("nothing is logged: start this with `stepwell run -- …`")
            return None
        folder = Path(run_dir) / INBOX
        name = f"{os.getpid()}-{time.time_ns():x}.jsonl"
        # No buffer between: what is written is there, whatever becomes of this process.
        self._file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._owner = os.getpid()
        return self._file

    def _tell(self, text: str) -> None:
        if not self._told:
            with contextlib.suppress(OSError):
                print(f"stepwell: {text}", file=sys.stderr, flush=True)
        self._told = True


def _texts(settings: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in settings.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _texts(value, f"{name}.")
        else:
            yield name[:100], str(value)[:4000]
