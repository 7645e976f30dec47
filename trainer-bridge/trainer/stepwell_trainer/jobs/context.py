"""What a stage gets: its job, where to write, whom to tell, and whether to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Generic, TypeVar

from stepwell_trainer.jobs.spec import Job
from stepwell_trainer.reporting.reporter import Reporter

J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class JobContext(Generic[J]):
    """`stop_signal` is set by SIGTERM; the other two ways to stop are the cancel file and the server's answer."""

    run_dir: Path
    job: J
    reporter: Reporter
    stop_signal: Event = field(default_factory=Event)

    @property
    def output_dir(self) -> Path:
        folder = Path(self.job.output_dir)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def cancelled(self) -> bool:
        """Whether the job should write its checkpoint and end; cheap enough for every train step."""
        return self.stop_signal.is_set() or self.reporter.stop_requested() or (self.run_dir / "cancel").exists()
