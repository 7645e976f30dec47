"""What a program says to Stepwell while `stepwell run -- …` wraps it. Outside of that it only says so, once.

Everything here is cheap, never waits and never raises for trouble of its own: lines are appended to a file of the run
directory, which the wrapper forwards. Forked and launched processes each have a file of their own.

    import stepwell

    stepwell.config({"lr": 1e-4})
    for step in range(100):
        stepwell.log({"loss": loss}, step=step)
    stepwell.checkpoint("out/checkpoint-100", step=100)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell_trainer.wrap.inbox_writer import Inbox

if TYPE_CHECKING:
    from stepwell.transformers_callback import TrainerCallback

__all__ = ["TrainerCallback", "checkpoint", "config", "log", "phase", "trace"]

_inbox = Inbox()


def log(values: Mapping[str, object], step: int | None = None) -> None:
    """Metrics of one train step. Nested mappings become `outer/inner`; what is no number is left out.

    `step`: the train step; left out, one more than the last one that was logged here.
    """
    _inbox.metrics(values, step)


def config(settings: Mapping[str, object]) -> None:
    """Settings worth finding again; shown with the run's environment."""
    _inbox.config(settings)


def phase(name: str, message: str = "", done: int | None = None, total: int | None = None) -> None:
    """What the program is doing now, in words; `done` of `total` where it can be counted."""
    _inbox.phase(name, message, done, total)


def trace(record: Mapping[str, object]) -> None:
    """One response with its trace steps, in the shape of the contract's `traceRecord`."""
    _inbox.trace(record)


def checkpoint(path: str | Path, step: int, final: bool = False) -> None:
    """A folder that was written to the end: it is listed with its files, sizes and sha256 sums."""
    _inbox.checkpoint(Path(path), step, final)


def __getattr__(name: str) -> object:
    """`stepwell.TrainerCallback` for transformers and TRL, which are imported only where it is used."""
    if name == "TrainerCallback":
        from stepwell.transformers_callback import TrainerCallback

        return TrainerCallback
    raise AttributeError(f"module 'stepwell' has no attribute {name!r}")
