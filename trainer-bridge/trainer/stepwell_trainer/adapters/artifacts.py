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
    """Makes a sealed checkpoint of `files` (hard links where the file system can) and reports it, once.

    The stack may delete its own copy afterwards.
    """
    folder = checkpoint_folder(context, train_step)
    if is_sealed(folder):
        return folder
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for file in files:
        _link(file, draft / file.name)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    announce(context, folder, train_step)
    return folder


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
