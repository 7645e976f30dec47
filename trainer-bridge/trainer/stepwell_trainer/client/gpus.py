"""What nvidia-smi tells of the GPUs, without ever waiting long for it: a broken driver can hang it for good."""

from __future__ import annotations

import math
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

LIMIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 60.0
MOST_GPUS = 128
MOST_OUTPUT = 200_000
MAX_NAME = 100
MIB = 1024 * 1024

FIELDS = ("index", "uuid", "utilization.gpu", "memory.used", "memory.total", "power.draw", "temperature.gpu", "name")
"""The name comes last: it alone may hold a comma."""

Gpu = dict[str, object]


class GpuReader:
    """Reads the GPUs again and again. `trouble` says why there is nothing to read; empty while there is.

    A machine without nvidia-smi is asked once. One that fails or hangs is asked again a minute later, and never while
    an earlier question is still stuck in the driver.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        limit: float = LIMIT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program = shutil.which("nvidia-smi", path=environment.get("PATH", ""))
        self._environment = dict(environment)
        self._visible = environment.get("CUDA_VISIBLE_DEVICES")
        self._limit = limit
        self._clock = clock
        self._stuck: subprocess.Popen[bytes] | None = None
        self._ask_at = -math.inf
        self.trouble = "" if self._program else f"nvidia-smi is not there on {socket.gethostname()}"

    def read(self) -> list[Gpu] | None:
        """The GPUs that this process sees, in the contract's words; None where they cannot be told."""
        if self._program is None or self._clock() < self._ask_at or self._is_stuck():
            return None
        text = self._ask(self._program)
        if text is None:
            self._ask_at = self._clock() + RETRY_AFTER_SECONDS
            return None
        self.trouble = ""
        return read_gpus(text, self._visible)

    def _is_stuck(self) -> bool:
        return self._stuck is not None and self._stuck.poll() is None

    def _ask(self, program: str) -> str | None:
        command = [program, f"--query-gpu={','.join(FIELDS)}", "--format=csv,noheader,nounits"]
        try:
            asked = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            return self._failed(f"cannot be started: {error.strerror}")
        try:
            output, _ = asked.communicate(timeout=self._limit)
        except subprocess.TimeoutExpired:
            asked.kill()
            # Not waited for: a process that hangs in the driver does not even die.
            self._stuck = asked
            return self._failed(f"did not answer within {self._limit:g} s")
        if asked.returncode != 0:
            said = output.decode("utf-8", "replace").strip().splitlines()
            return self._failed(f"ended with {asked.returncode}{': ' + said[-1][:200] if said else ''}")
        return output[:MOST_OUTPUT].decode("utf-8", "replace")

    def _failed(self, why: str) -> None:
        self.trouble = f"nvidia-smi on {socket.gethostname()} {why}"


def read_gpus(text: str, visible: str | None = None) -> list[Gpu]:
    """The lines of nvidia-smi as GPUs; a line that is none is left out.

    `visible`: as in CUDA_VISIBLE_DEVICES, by number or by the beginning of the UUID; None: all of them. Memory comes
    in MiB, use in percent, power in watts; what a GPU does not tell ("[N/A]") is None.
    """
    gpus = [gpu for line in text.splitlines() if (gpu := _gpu(line)) is not None]
    wanted = _wanted(visible)
    shown = gpus if wanted is None else [gpu for gpu in gpus if _is_wanted(gpu, wanted)]
    return [{key: value for key, value in gpu.items() if key != "uuid"} for gpu in shown[:MOST_GPUS]]


def _gpu(line: str) -> Gpu | None:
    parts = [part.strip() for part in line.split(",", len(FIELDS) - 1)]
    if len(parts) != len(FIELDS) or not parts[0].isdecimal() or int(parts[0]) > 10_000:
        return None
    _, uuid, busy, used, total, watts, celsius, name = parts
    share = _number(busy)
    return {
        "index": int(parts[0]),
        "uuid": uuid,
        "name": "".join(c if c.isprintable() else "?" for c in name)[:MAX_NAME],
        "utilization": None if share is None else min(share / 100, 1.0),
        "memoryBytes": _bytes(used),
        "memoryTotalBytes": _bytes(total),
        "watts": _number(watts),
        "celsius": _number(celsius),
    }


def _number(text: str) -> float | None:
    """A number that is none below zero; None for anything else a driver may print."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value < 1e12 else None


def _bytes(text: str) -> int | None:
    mebibytes = _number(text)
    return None if mebibytes is None else int(mebibytes * MIB)


def _wanted(visible: str | None) -> Sequence[str] | None:
    """Entries that nvidia-smi's own figures can be matched with; slices of a GPU (MIG) cannot: then all are shown."""
    if visible is None:
        return None
    entries = [entry.strip() for entry in visible.split(",") if entry.strip()]
    return None if any(entry.startswith("MIG-") for entry in entries) else entries


def _is_wanted(gpu: Gpu, wanted: Sequence[str]) -> bool:
    return any(
        entry == str(gpu["index"]) or (entry.startswith("GPU-") and str(gpu["uuid"]).startswith(entry))
        for entry in wanted
    )
