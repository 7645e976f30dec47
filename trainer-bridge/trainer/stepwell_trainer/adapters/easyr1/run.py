"""One attempt at a GRPO run by EasyR1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.artifacts import announce_final
from stepwell_trainer.adapters.base import Command, refuse, stack_dir
from stepwell_trainer.adapters.checkout import checkout, commit_of
from stepwell_trainer.adapters.config_file import write_yaml
from stepwell_trainer.adapters.easyr1 import config, metrics
from stepwell_trainer.adapters.easyr1.checkpoints import Merger, last_saved
from stepwell_trainer.adapters.easyr1.data import PromptIndex, write_rows
from stepwell_trainer.adapters.easyr1.records import RewardLine
from stepwell_trainer.adapters.easyr1.reward_logs import RewardLogs
from stepwell_trainer.adapters.easyr1.traces import Joined, StepFacts, join
from stepwell_trainer.adapters.gpus import visible_gpus
from stepwell_trainer.adapters.lines import json_record
from stepwell_trainer.adapters.positions import Positions
from stepwell_trainer.adapters.sampled import is_sampled
from stepwell_trainer.adapters.start_model import chat_tokenizer, start_model
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.training.model_id import model_id
from stepwell_trainer.training.progress import Progress

_MAIN = "verl/trainer/main.py"
_REWARD = "verl/reward_function/processthinker_reward.py"
_MERGE = "scripts/model_merger.py"
_VALIDATION_PROMPTS = 8


class EasyR1Run:
    """Its own checkpoints stand in `easyr1/checkpoints`; merged copies are the run's."""

    def __init__(self, context: JobContext[GrpoJob]) -> None:
        self._context = context
        self._stack = config.check(context.job)
        self._root = checkout(self._stack.repository, "EasyR1", (_MAIN, _REWARD, _MERGE))
        self._folder = stack_dir(context, "easyr1")
        self._checkpoints = self._folder / "checkpoints"
        self._positions = Positions(self._folder, context.reporter.flush)
        self._log = self._positions.follower(self._checkpoints / "experiment_log.jsonl")
        self._merger = Merger(context, self._checkpoints, self._root, self._stack.python)
        self._progress = Progress()
        self._gpus = visible_gpus()
        self._prompts = PromptIndex([], [])
        self._logs: RewardLogs | None = None
        self._tokenizer: Any = None

    def prepare(self) -> Command:
        job, grpo = self._context.job, self._context.job.training.grpo
        profile = profile_of(job)
        training = profile.training_items(grpo.prompts_per_step * grpo.train_steps)
        validation = profile.heldout_items(_VALIDATION_PROMPTS)
        if len(training) < grpo.prompts_per_step:
            raise refuse("training.grpo.promptsPerStep", f"the data set has only {len(training)} prompts to train on")
        model = start_model(self._context, profile)
        self._tokenizer = chat_tokenizer(model, "EasyR1")
        self._prompts = PromptIndex(training, validation)
        data = self._folder / "data"
        write_rows(data / "train.jsonl", training)
        write_rows(data / "val.jsonl", validation)
        self._catch_up()
        logs = self._reward_folder(self._context.job.attempt_id)
        base = self._merger.published.resumed_from = last_saved(self._checkpoints) or 0
        RewardLogs.create(logs, base)
        self._logs = RewardLogs(logs, -1, self._is_validation)
        if base:
            self._context.reporter.log("info", f"resuming from train step {base}")
        places = config.Places(
            model=model,
            train_file=data / "train.jsonl",
            val_file=data / "val.jsonl",
            checkpoints=self._checkpoints,
            reward_logs=logs,
            reward_module=self._root / _REWARD,
            gpus=max(self._gpus, 1),
        )
        path = self._folder / "config.yaml"
        write_yaml(path, config.config(job, places))
        self._context.reporter.log("info", f"wrote {path} for {len(training)} prompts")
        argv = (self._stack.python, "-m", "verl.trainer.main", f"config={path}")
        return Command(argv, self._root, facts={"stack folder": str(self._root), **commit_of(self._root)})

    def _reward_folder(self, attempt: str) -> Path:
        return self._folder / "reward_logs" / attempt

    def _is_validation(self, line: RewardLine) -> bool:
        return self._prompts.is_validation(line.problem, line.ground_truth)

    def _catch_up(self) -> None:
        """Reports what the attempt before this one wrote and nobody read."""
        folders = [p for p in (self._folder / "reward_logs").glob("*") if (p / "stepwell.json").is_file()]
        if not folders:
            return
        latest = max(folders, key=lambda path: (path / "stepwell.json").stat().st_mtime_ns)
        self._logs = RewardLogs(latest, self._last_reported(), self._is_validation)
        self._report(finish=True)
        self._positions.save()
        self._progress = Progress()

    def _last_reported(self) -> int:
        """The last train step of experiment_log.jsonl that an earlier attempt read."""
        path, end = self._log.path, self._log.position.offset
        if end == 0 or not path.is_file():
            return -1
        with path.open("rb") as file:
            lines = file.read(end).decode("utf-8", errors="replace").splitlines()
        steps = [record.get("step") for line in lines if (record := json_record(line)) is not None]
        return next((step for step in reversed(steps) if isinstance(step, int)), -1)

    def poll(self) -> None:
        self._report(finish=False)
        self._merger.poll()

    def _report(self, finish: bool) -> None:
        last = None
        for line in self._log.lines(finish):
            record = json_record(line)
            step = record.get("step") if record else None
            if record is None or not isinstance(step, int) or step < 1:
                continue
            self._report_step(step, record, finish)
            last = step
        if last is not None:
            self._context.reporter.phase("training", done=last, total=self._context.job.training.grpo.train_steps)

    def _report_step(self, step: int, record: dict[str, Any], finish: bool) -> None:
        job = self._context.job
        values = metrics.stack_metrics(record, job)
        if not any(name.startswith(("optim/", "actor/")) for name in values):
            # The validation after the last train step is logged under the same step and says nothing of training.
            self._context.reporter.metrics(step, values)
            return
        joined = self._joined(step, finish)
        values |= metrics.trace_metrics(joined.groups.values())
        for key, group in joined.groups.items():
            if is_sampled(job, step, key):
                for trace in group:
                    self._context.reporter.trace(trace)
        self._say_unjoined(step, joined)
        self._count(values, metrics.step_seconds(record))
        self._context.reporter.metrics(step, values, self._progress.wire())

    def _joined(self, step: int, finish: bool) -> Joined:
        logs, job = self._logs, self._context.job
        if logs is None:
            return Joined({}, {})
        logs.read(finish)
        lines, rollouts = logs.pop(step)
        facts = StepFacts(
            train_step=step,
            group_size=job.training.grpo.group_size,
            attempt_id=job.attempt_id,
            model_id=self._model_id(step),
            reward=job.training.reward,
            max_response_tokens=job.training.grpo.max_response_tokens,
        )
        return join(
            lines, rollouts, lambda line: self._prompts.find(line.problem, line.ground_truth), self._tokens, facts
        )

    def _model_id(self, step: int) -> str:
        """The published reward asks a server for continuations: whatever that has loaded, not the current policy."""
        sampled = model_id(self._context.job, step)
        if not self._context.job.training.reward.draws_continuations:
            return sampled
        return f"{sampled}; continuations: {self._stack.process_model} at {self._stack.process_endpoint}"[:500]

    def _tokens(self, text: str) -> int:
        """Tokens of a continuation, encoded again, and its end token: the logs hold text only."""
        return len(self._tokenizer.encode(text, add_special_tokens=False)) + 1

    def _say_unjoined(self, step: int, joined: Joined) -> None:
        for reason, count in joined.unjoined.items():
            self._context.reporter.log(
                "warn", f"train step {step}: {count} lines of the reward logs left out: {reason}"
            )
        logs = self._logs
        if logs is not None and logs.restarted:
            why = "the reward's counter started again, so their train step is unknown"
            self._context.reporter.log("warn", f"{logs.restarted} responses left out: {why}")
            logs.restarted = 0
        if logs is not None and logs.unreadable:
            self._context.reporter.log("warn", f"{logs.unreadable} lines of the reward logs are no records")
            logs.unreadable = 0

    def _count(self, values: dict[str, float], seconds: float) -> None:
        self._progress.response_tokens += int(values.get("tokens/response", 0))
        self._progress.continuation_tokens += int(values.get("tokens/continuation", 0))
        self._progress.active_ms += seconds * 1000
        self._progress.gpu_ms += seconds * 1000 * self._gpus

    def remember(self) -> None:
        self._positions.save()

    def last_checkpoint(self) -> int | None:
        return last_saved(self._checkpoints)

    def finish(self) -> None:
        last = last_saved(self._checkpoints)
        if last is None:
            raise TrainerError("EasyR1 ended without an error and left no checkpoint; see its output in the log")
        self._context.reporter.phase("merging", f"the checkpoint of train step {last}")
        self._merger.finish(last)
        announce_final(self._context, last)

    def close(self) -> None:
        self._merger.close()


def start(context: JobContext[GrpoJob]) -> EasyR1Run:
    return EasyR1Run(context)
