"""EasyR1's sharded checkpoints as Hugging Face folders, by its own merge script, beside the training."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.artifacts import Published
from stepwell_trainer.adapters.base import Command
from stepwell_trainer.adapters.process import StackProcess
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.context import JobContext

TRACKER = "checkpoint_tracker.json"
_FOLDER = re.compile(r"^global_step_(\d+)$")
_MERGED = "stepwell_merged"
_GRACE_SECONDS = 2.0


def last_saved(checkpoints: Path) -> int | None:
    """The train step that EasyR1 would resume from: the tracker is written after everything else."""
    try:
        step = json.loads((checkpoints / TRACKER).read_text("utf-8")).get("last_global_step")
    except (OSError, ValueError, AttributeError):
        return None
    return step if isinstance(step, int) and (checkpoints / f"global_step_{step}").is_dir() else None


class Merger:
    """Merges one whole checkpoint after the other. A copy that fails is tried once and said."""

    def __init__(self, context: JobContext[Any], checkpoints: Path, root: Path, python: str) -> None:
        self._context = context
        self._checkpoints = checkpoints
        self._root = root
        self._python = python
        self._failed: set[int] = set()
        self.published = Published(context)
        self._running: tuple[int, StackProcess] | None = None

    def poll(self) -> None:
        """Publishes a merge that has ended and begins the next."""
        if self._running is not None:
            step, process = self._running
            if process.exit_code() is None:
                return
            self._running = None
            self._collect(step, process.exit_code() or 0)
        waiting = self._waiting()
        if waiting:
            self._begin(waiting[0])

    def finish(self, step: int) -> None:
        """Until everything is merged. Raises TrainerError where the checkpoint of `step` is not."""
        self.poll()
        while self._running is not None:
            self._running[1].wait(1.0)
            if self._context.cancelled():
                raise TrainerError("stopped while the last checkpoint was merged; a resumed attempt merges it")
            self.poll()
        if self.published.lacks(step):
            raise TrainerError(f"the checkpoint of train step {step} could not be merged; see the log")

    def close(self) -> None:
        if self._running is not None:
            self._running[1].end()

    def _waiting(self) -> list[int]:
        """Whole checkpoints that are not published yet, oldest first."""
        last = last_saved(self._checkpoints)
        if last is None:
            return []
        found = (_FOLDER.match(path.name) for path in self._checkpoints.iterdir())
        steps = sorted(int(match.group(1)) for match in found if match)
        return [s for s in steps if s <= last and s not in self._failed and self.published.lacks(s)]

    def _begin(self, step: int) -> None:
        actor = self._checkpoints / f"global_step_{step}" / "actor"
        argv = [self._python, "scripts/model_merger.py", "--local_dir", str(actor)]
        if "--output_name" in (self._root / "scripts/model_merger.py").read_text("utf-8", errors="replace"):
            argv += ["--output_name", _MERGED]
        # The GPUs are busy training; merging needs none.
        command = Command(tuple(argv), self._root, {"CUDA_VISIBLE_DEVICES": ""})
        log = self._context.run_dir / f"merge-{step}.log"
        self._running = (step, StackProcess(command, log, _GRACE_SECONDS))

    def _collect(self, step: int, code: int) -> None:
        actor = self._checkpoints / f"global_step_{step}" / "actor"
        folder = actor / _MERGED if (actor / _MERGED).is_dir() else actor / "huggingface"
        files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
        if code == 0 and any(path.suffix in (".safetensors", ".bin") for path in files):
            self.published.publish(step, files)
            return
        self._failed.add(step)
        log = self._context.run_dir / f"merge-{step}.log"
        said = log.read_text("utf-8", errors="replace")[-2000:] if log.exists() else ""
        self._context.reporter.log("warn", f"merging the checkpoint of train step {step} failed ({code}):\n{said}")
