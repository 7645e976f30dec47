"""The files of one attempt, which the agent reads at any time: each is there whole or not at all."""

from __future__ import annotations

import json
import os
import socket
import time
from datetime import datetime, timezone
from typing import Any, Callable

DISK_RETRY_S = 1.0


def now_iso() -> str:
    """This moment in UTC, to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_bytes(text: str) -> bytes:
    """UTF-8; half a surrogate pair, for which it has no room, becomes a question mark."""
    return text.encode("utf-8", "replace")


def json_line(value: Any) -> bytes:
    return (json.dumps(value) + "\n").encode("ascii")


def _sync_folder(path: str) -> None:
    try:
        folder = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(folder)
    except OSError:
        pass  # not every network file system can; the file itself is on its disk
    finally:
        os.close(folder)


def _through_temporary(path: str, data: bytes, mode: int, place: Callable[[str, str], None]) -> None:
    # Several machines may write beside each other on a shared file system.
    temporary = f"{path}.{socket.gethostname()}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        place(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    _sync_folder(os.path.dirname(path))


def write_atomic(path: str, data: bytes, mode: int = 0o666) -> None:
    """Replaces the file. OSError if the disk refuses."""
    _through_temporary(path, data, mode, os.replace)


def create_exclusively(path: str, data: bytes) -> bool:
    """Creates the file; False if it is there already. OSError if the disk refuses."""
    try:
        _through_temporary(path, data, 0o666, os.link)
    except FileExistsError:
        return False
    return True


def read_json(path: str) -> Any:
    """The value in a file; None if there is no such file. ValueError if it is not JSON."""
    try:
        with open(path, "rb") as file:
            return json.loads(file.read().decode("utf-8"))
    except FileNotFoundError:
        return None


class RunDirectory:
    """The folder of one attempt. Its supervisor owns it from its claim to its exit record."""

    def __init__(self, path: str) -> None:
        self.path = path

    def at(self, name: str) -> str:
        return os.path.join(self.path, name)

    def read(self, name: str) -> Any:
        return read_json(self.at(name))

    def exists(self) -> bool:
        """Opening the directory makes NFS look again, a stat does not. A share may not answer for a moment."""
        try:
            os.listdir(self.path)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True

    def claim(self, name: str, value: Any) -> bool:
        """Creates the file unless somebody has."""
        return create_exclusively(self.at(name), json_line(value))

    def record(self, name: str, value: Any) -> None:
        """Writes what must not get lost: a full disk is waited out; a removed directory wants no record."""
        while self.exists():
            try:
                write_atomic(self.at(name), json_line(value))
                return
            except OSError:
                time.sleep(DISK_RETRY_S)

    def remove(self, name: str) -> None:
        try:
            os.unlink(self.at(name))
        except FileNotFoundError:
            pass
