"""What an adapter must offer, and what all of them say alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.context import JobContext


@dataclass(frozen=True)
class Command:
    """How a stack is started: an argument vector, never shell text.

    `env` is added to the attempt's own; `facts` say which installation it is, for the run's page.
    """

    argv: tuple[str, ...]
    cwd: Path
    env: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


class StackRun(Protocol):
    """One attempt at a job by another stack."""

    def prepare(self) -> Command:
        """Writes data and configuration. Raises InvalidJob that names the field of what the stack cannot express."""
        ...

    def poll(self) -> None:
        """Reports what the stack has written since the last call. Cheap where there is nothing new."""
        ...

    def remember(self) -> None:
        """Stores how far the stack's files have been reported, for the attempt after this one."""
        ...

    def finish(self) -> None:
        """After exit code 0 and the last poll: reports the final checkpoint. Raises TrainerError without one."""
        ...

    def close(self) -> None:
        """Ends whatever else the adapter started. Called once, however the attempt ended."""
        ...

    def last_checkpoint(self) -> int | None:
        """The train step from which a next attempt would go on."""
        ...


def refuse(fieldname: str, why: str) -> InvalidJob:
    """The error for a setting that a stack cannot express; raise what this returns."""
    return InvalidJob(f"{fieldname}: {why}")


def stack_dir(context: JobContext[Any], name: str) -> Path:
    """The stack's own folder; shared by the attempts of a job, so that it resumes there."""
    folder = context.output_dir / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
