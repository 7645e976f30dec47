"""One attempt at a GRPO run by verl."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.artifacts import Published, announce_final
from stepwell_trainer.adapters.base import Command, refuse, stack_dir
from stepwell_trainer.adapters.config_file import write_yaml
from stepwell_trainer.adapters.gpus import visible_gpus
from stepwell_trainer.adapters.lines import LineFollower, json_record
from stepwell_trainer.adapters.positions import Positions
from stepwell_trainer.adapters.sampled import is_sampled
from stepwell_trainer.adapters.start_model import chat_tokenizer, start_model
from stepwell_trainer.adapters.verl import config, metrics, traces
from stepwell_trainer.adapters.verl.data import write_rows
from stepwell_trainer.client.files import write_atomic
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.jobs.strict import wire_name
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.progress import Progress

_TRACKER = "latest_checkpointed_iteration.txt"
_VALIDATION_PROMPTS = 8
_PACKAGE = Path(__file__).resolve().parents[2]


class VerlRun:
    """verl's own checkpoints stand in `verl/checkpoints`; the models in them are linked into the run's."""

    def __init__(self, context: JobContext[GrpoJob]) -> None:
        self._context = context
        self._stack = config.check(context.job)
        self._folder = stack_dir(context, "verl")
        self._checkpoints = self._folder / "checkpoints"
        self._positions = Positions(self._folder, context.reporter.flush)
        # verl empties its log when it starts, so every attempt has one of its own.
        self._log = self._positions.follower(self._log_of(context.job.attempt_id))
        self._rollouts = self._rollouts_of(context.job.attempt_id)
        self._items: Sequence[Item] = ()
        self._waiting: list[tuple[int, Path]] = []
        self._progress = Progress()
        self._published = Published(context)
        self._gpus = visible_gpus()

    def _log_of(self, attempt: str) -> Path:
        return self._folder / "metrics" / f"{attempt}.jsonl"

    def _rollouts_of(self, attempt: str) -> Path:
        return self._folder / "rollouts" / attempt

    def prepare(self) -> Command:
        job, grpo = self._context.job, self._context.job.training.grpo
        profile = profile_of(job)
        self._items = profile.training_items(grpo.prompts_per_step * grpo.train_steps)
        if len(self._items) < grpo.prompts_per_step:
            raise refuse(
                "training.grpo.promptsPerStep", f"the data set has only {len(self._items)} prompts to train on"
            )
        model = start_model(self._context, profile)
        chat_tokenizer(model, "verl")
        data, reward = self._folder / "data", self._folder / "reward.json"
        write_atomic(reward, json.dumps({"reward": _constants(job), "tokenizer": model}).encode())
        write_rows(data / "train.parquet", self._items, profile, "train", reward)
        write_rows(data / "val.parquet", profile.heldout_items(_VALIDATION_PROMPTS), profile, "val", reward)
        self._catch_up()
        self._log.path.parent.mkdir(parents=True, exist_ok=True)
        places = config.Places(
            model=model,
            train_file=data / "train.parquet",
            val_file=data / "val.parquet",
            checkpoints=self._checkpoints,
            rollouts=self._rollouts,
            reward_module=self._linked_package() / "adapters/verl/reward.py",
            gpus=max(self._gpus, 1),
        )
        path = self._folder / f"{config.NAME}.yaml"
        write_yaml(path, config.config(job, places))
        self._context.reporter.log("info", f"wrote {path} for {len(self._items)} prompts")
        argv = (self._stack.python, "-m", "verl.trainer.main_ppo", "--config-path", str(self._folder))
        return Command(
            (*argv, "--config-name", config.NAME), self._folder, {"VERL_FILE_LOGGER_PATH": str(self._log.path)}
        )

    def _linked_package(self) -> Path:
        """A folder with nothing but this package in it, so that verl's Python can import it and not our libraries."""
        link = self._folder / "imports" / _PACKAGE.name
        link.parent.mkdir(exist_ok=True)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(_PACKAGE, target_is_directory=True)
        return link

    def _catch_up(self) -> None:
        """Reports what earlier attempts wrote and nobody read; says where verl will go on."""
        for path in sorted((self._folder / "metrics").glob("*.jsonl")):
            if path != self._log.path:
                self._report(self._positions.follower(path), self._rollouts_of(path.stem), finish=True)
        self._drain_waiting(final=True)
        self._positions.save()
        self._progress = Progress()
        base = self._published.resumed_from = self.last_checkpoint() or 0
        if base:
            self._context.reporter.log("info", f"resuming from train step {base}")

    def poll(self) -> None:
        self._report(self._log, self._rollouts, finish=False)
        self._publish()

    def _report(self, log: LineFollower, rollouts: Path, finish: bool) -> None:
        last = None
        for line in log.lines(finish):
            record = json_record(line)
            step, data = (record or {}).get("step"), (record or {}).get("data")
            if not isinstance(step, int) or step < 1 or not isinstance(data, dict):
                continue
            self._report_step(step, data, rollouts)
            last = step
        if last is not None:
            self._context.reporter.phase("training", done=last, total=self._context.job.training.grpo.train_steps)
        self._drain_waiting(final=finish)

    def _report_step(self, step: int, data: dict[str, Any], rollouts: Path) -> None:
        values = metrics.stack_metrics(data, self._context.job)
        seconds = values.get("timing_s/step", values.get("perf/time_per_step", 0.0))
        self._progress.response_tokens += int(values.get(names.TOKENS_RESPONSE, 0))
        self._progress.active_ms += seconds * 1000
        self._progress.gpu_ms += seconds * 1000 * self._gpus
        training = any(name.startswith(("optim/", "actor/")) for name in values)
        self._context.reporter.metrics(step, values, self._progress.wire() if training else None)
        if training:
            self._waiting.append((step, rollouts / f"{step}.jsonl"))

    def _drain_waiting(self, final: bool) -> None:
        """Traces of the steps whose responses have been written."""
        for step, path in list(self._waiting):
            groups = traces.read_step(path, self._context.job, step, self._items)
            if groups is None and not final:
                return
            self._waiting.remove((step, path))
            if groups is None:
                self._context.reporter.log("warn", f"train step {step}: its responses were not written whole")
                continue
            for group in groups:
                if is_sampled(self._context.job, step, group[0]["prompt"]["key"]):
                    for trace in group:
                        self._context.reporter.trace(trace)
            self._context.reporter.metrics(step, metrics.trace_metrics(groups))

    def _publish(self) -> None:
        """Models of whole checkpoints: those that verl's tracker has reached."""
        last = self.last_checkpoint()
        for folder in sorted(self._checkpoints.glob("global_step_*")) if last else ():
            name = folder.name.removeprefix("global_step_")
            step = int(name) if name.isdecimal() else None
            if step is None or last is None or step > last or not self._published.lacks(step):
                continue
            model = folder / "actor/huggingface"
            files = [path for path in model.iterdir() if path.is_file()] if model.is_dir() else []
            if any(path.suffix in (".safetensors", ".bin") for path in files):
                self._published.publish(step, files)

    def remember(self) -> None:
        self._positions.save()

    def last_checkpoint(self) -> int | None:
        try:
            step = int((self._checkpoints / _TRACKER).read_text("ascii"))
        except (OSError, ValueError):
            return None
        return step if (self._checkpoints / f"global_step_{step}").is_dir() else None

    def finish(self) -> None:
        self._drain_waiting(final=True)
        last = self.last_checkpoint()
        if last is None or self._published.lacks(last):
            raise TrainerError("verl ended without an error and left no model; see its output in the log")
        announce_final(self._context, last)

    def close(self) -> None:
        """Nothing else was started."""


def _constants(job: GrpoJob) -> dict[str, object]:
    """The reward's constants in wire names, as our own reward reads them."""
    reward = job.training.reward
    return {wire_name(field.name): getattr(reward, field.name) for field in fields(RewardConfig)}


def start(context: JobContext[GrpoJob]) -> VerlRun:
    return VerlRun(context)
