"""Checkpoints of other stacks as Stepwell's: sealed Hugging Face folders named checkpoint-N."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.training.lifecycle import checkpoints_dir, report_final
from stepwell_trainer.training.manifest import is_sealed, seal


def checkpoint_folder(context: JobContext[Any], train_step: int) -> Path:
    """Where the checkpoint of a train step belongs."""
    return checkpoints_dir(context) / f"checkpoint-{train_step}"


def publish(context: JobContext[Any], train_step: int, files: Iterable[Path]) -> Path:
    """Makes a sealed checkpoint of `files` (hard links where the file system can) and reports it.

    The stack may delete its own copy afterwards. One that an earlier attempt left there is replaced.
    """
    folder = checkpoint_folder(context, train_step)
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for file in files:
        _link(file, draft / file.name)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    announce(context, folder, train_step)
    return folder


class Published:
    """Which checkpoints are published: those of this attempt, and those before the train step that it resumed from."""

    def __init__(self, context: JobContext[Any]) -> None:
        self._context = context
        self._own: set[int] = set()
        self.resumed_from = 0

    def lacks(self, train_step: int) -> bool:
        """Whether the checkpoint is still to be published. A later one than resumed from is of an older history."""
        if train_step in self._own:
            return False
        return train_step > self.resumed_from or not is_sealed(checkpoint_folder(self._context, train_step))

    def publish(self, train_step: int, files: Iterable[Path]) -> None:
        publish(self._context, train_step, files)
        self._own.add(train_step)


def announce(context: JobContext[Any], folder: Path, train_step: int) -> None:
    """Seals a whole checkpoint where it stands and reports it."""
    context.reporter.artifact("checkpoint", str(folder), seal(folder), train_step, final=False)
    context.reporter.log("info", f"checkpoint at train step {train_step}: {folder}")


def announce_final(context: JobContext[Any], train_step: int) -> None:
    """Names the checkpoint that dependent jobs read."""
    report_final(context, checkpoint_folder(context, train_step), train_step, {})


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
