"""What every training does beside learning: seal checkpoints, heed cancellation, resume."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

from transformers import PrinterCallback, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from stepwell_trainer.errors import Cancelled
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.training.manifest import latest_checkpoint, seal
from stepwell_trainer.training.progress import Progress

_SECONDS_BETWEEN_PHASES = 1.0


class LifecycleCallback(TrainerCallback):
    """Seals and reports each checkpoint; on a cancellation writes one at the end of the train step and stops.

    Where several train steps learn from the same responses (`together`), checkpoints are written after the last of
    them: the responses are in no checkpoint.
    """

    def __init__(self, context: JobContext[Any], progress: Progress, total: int, together: int = 1) -> None:
        self._context = context
        self._progress = progress
        self._total = total
        self._together = together
        self._said = -math.inf
        self.cancelled = False

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> TrainerControl:
        self._say_progress(state.global_step)
        if state.global_step % self._together and state.global_step < self._total:
            control.should_save = False
        elif not self.cancelled and self._context.cancelled():
            self.cancelled = True
            control.should_save = control.should_training_stop = True
            self._context.reporter.log("info", f"asked to stop after train step {state.global_step}")
        return control

    def _say_progress(self, done: int) -> None:
        """At most once a second: a tiny model takes many train steps in one."""
        now = time.monotonic()
        if now - self._said >= _SECONDS_BETWEEN_PHASES:
            self._said = now
            self._context.reporter.phase("training", done=done, total=self._total)

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> TrainerControl:
        folder = Path(str(args.output_dir)) / f"checkpoint-{state.global_step}"
        self._progress.save(folder)
        files = seal(folder)
        self._context.reporter.artifact("checkpoint", str(folder), files, state.global_step, final=False)
        self._context.reporter.log("info", f"checkpoint at train step {state.global_step}: {folder}")
        return control


def train_to_the_end(trainer: Any, callback: LifecycleCallback, resume: tuple[Path, int] | None) -> None:
    """Trains from the beginning or the last checkpoint. Raises Cancelled once a cancelled job's is written."""
    trainer.remove_callback(PrinterCallback)
    trainer.train(resume_from_checkpoint=str(resume[0]) if resume else None)
    if callback.cancelled:
        raise Cancelled(f"stopped after train step {trainer.state.global_step}; its checkpoint is written")


def checkpoints_dir(context: JobContext[Any]) -> Path:
    return context.output_dir / "checkpoints"


def find_resume(context: JobContext[Any]) -> tuple[Path, int] | None:
    """The checkpoint an earlier attempt of this job left, said in the log."""
    found = latest_checkpoint(checkpoints_dir(context))
    if found:
        context.reporter.log("info", f"resuming from train step {found[1]}")
    return found


def report_final(context: JobContext[Any], folder: Path, train_step: int, summary: dict[str, float]) -> None:
    """Names the checkpoint that dependent jobs read."""
    files = seal(folder)
    context.reporter.artifact("checkpoint", str(folder), files, train_step, final=True, summary=summary)
