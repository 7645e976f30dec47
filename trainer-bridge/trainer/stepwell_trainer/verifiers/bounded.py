"""A function in a process of its own, killed when it takes too long.

A signal would not do: a symbolic comparison can hang inside one C call (`9**9**9`), where Python delivers none.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


def _serve(function: Callable[[A], R], pipe: Connection) -> None:
    """Answers ("ok", result) or ("error", text) to each argument until the pipe closes."""
    pipe.send(("ready", None))
    while True:
        try:
            argument = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("ok", function(argument)))
        except Exception as problem:  # noqa: BLE001 - whatever a parser raises is one undecided answer
            pipe.send(("error", f"{type(problem).__name__}: {problem}"))


class BoundedCall(Generic[A, R]):
    """Calls `function` (a module-level one) at most `seconds` long; the helper starts on the first call."""

    def __init__(self, function: Callable[[A], R], seconds: float, start_seconds: float = 120.0) -> None:
        self._function = function
        self._seconds = seconds
        self._start_seconds = start_seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __call__(self, argument: A) -> R | None:
        """The result, or None where the function raised, ran out of time, or took its process down."""
        pipe = self._ready()
        try:
            pipe.send(argument)
            if pipe.poll(self._seconds):
                status, result = pipe.recv()
                return result if status == "ok" else None
        except (EOFError, OSError):
            pass
        self.close()
        return None

    def _ready(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self.close()
        # spawn: a forked copy of a process that runs torch's threads can deadlock.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self._function, theirs), daemon=True)
        process.start()
        theirs.close()
        if not ours.poll(self._start_seconds):
            process.kill()
            raise RuntimeError("the verifier's helper process did not start")
        ours.recv()
        self._pipe, self._process = ours, process
        return ours

    def close(self) -> None:
        """Kills the helper; the next call starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
