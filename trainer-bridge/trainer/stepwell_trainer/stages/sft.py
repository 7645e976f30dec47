"""The warm-up: supervised fine-tuning on step-tagged traces, until the model is good enough to learn by itself."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasets import Dataset
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from trl import SFTConfig, SFTTrainer

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import SftJob
from stepwell_trainer.model.loading import LoadedModel, load_model
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.training.device import shared_arguments
from stepwell_trainer.training.heldout import HeldoutCheck
from stepwell_trainer.training.lifecycle import (
    LifecycleCallback,
    checkpoints_dir,
    find_resume,
    report_final,
    train_to_the_end,
)
from stepwell_trainer.training.manifest import verified_folder
from stepwell_trainer.training.progress import Progress


class WarmUpCallback(TrainerCallback):
    """Logs every train step; checks held-out accuracy now and then and ends the warm-up when it is reached."""

    def __init__(self, context: JobContext[SftJob], check: HeldoutCheck, progress: Progress) -> None:
        self._context = context
        self._check = check
        self._progress = progress
        self._started = time.perf_counter()
        self._heldout: float | None = None
        self.accuracy = math.nan

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> TrainerControl:
        config = self._context.job.sft
        last = state.global_step >= config.max_train_steps
        self._heldout = None
        if state.global_step % config.check_every and not last:
            return control
        self._heldout = self.accuracy = self._check.accuracy(state.global_step)
        target = config.stop_at_accuracy
        if target is not None and self.accuracy > target:
            self._log("info", state, f"passed {target:.0%}: the warm-up ends")
            control.should_training_stop = control.should_save = True
        elif target is not None and last:
            self._log("warn", state, f"the last train step, and {target:.0%} was not reached")
        else:
            self._log("info", state)
        return control

    def _log(self, level: Any, state: TrainerState, text: str = "") -> None:
        where = f"train step {state.global_step}: held-out accuracy {self.accuracy:.1%} (sampled)"
        self._context.reporter.log(level, f"{where}, {text}" if text else where)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, float] | None = None,
        **_: object,
    ) -> None:
        if logs is None or "loss" not in logs:
            return
        now = time.perf_counter()
        self._progress.active_ms += (now - self._started) * 1000
        values = {
            names.OPTIM_LOSS: logs["loss"],
            names.OPTIM_LEARNING_RATE: logs["learning_rate"],
            names.SECONDS_UPDATE: now - self._started,
        }
        if "grad_norm" in logs:
            values[names.OPTIM_GRAD_NORM] = logs["grad_norm"]
        if "entropy" in logs:
            values[names.POLICY_ENTROPY] = logs["entropy"]
        if self._heldout is not None:
            values[names.HELDOUT_ACCURACY] = self._heldout
        self._started = now
        self._context.reporter.metrics(state.global_step, values, self._progress.wire())


class WarmUpTrainer(SFTTrainer):
    """TRL's SFTTrainer without model cards: checkpoints carry a manifest instead."""

    def create_model_card(self, *_: Any, **__: Any) -> None:
        """Nothing to write."""


def run(context: JobContext[SftJob]) -> None:
    """Trains until held-out accuracy passes the threshold, or to the last train step. Output: the checkpoint."""
    job = context.job
    profile = profile_of(job)
    loaded = load_model(profile.base_model(context.output_dir))
    rows = read_traces(verified_folder(job.traces) / "traces.jsonl", profile, loaded)
    context.reporter.log("info", f"model of {loaded.parameters:,} parameters on {loaded.model.device}")
    context.reporter.environment(loaded.facts())
    resume = find_resume(context)
    progress = Progress.load(resume[0] if resume else None, job.sft.max_train_steps)
    check = HeldoutCheck(profile, loaded, job.max_response_tokens, job.seed)
    lifecycle = LifecycleCallback(context, progress, job.sft.max_train_steps)
    warm_up = WarmUpCallback(context, check, progress)
    trainer = WarmUpTrainer(
        model=loaded.model,
        processing_class=loaded.tokenizer,
        args=_arguments(job, checkpoints_dir(context)),
        train_dataset=rows,
        callbacks=[warm_up, lifecycle],
    )
    try:
        train_to_the_end(trainer, lifecycle, resume)
    finally:
        check.close()
    final = checkpoints_dir(context) / f"checkpoint-{trainer.state.global_step}"
    report_final(context, final, trainer.state.global_step, {"heldoutAccuracy": warm_up.accuracy})


def _arguments(job: SftJob, output_dir: Path) -> SFTConfig:
    return SFTConfig(
        **shared_arguments(output_dir, job.seed, job.sft.checkpoint_every),
        max_steps=job.sft.max_train_steps,
        learning_rate=job.sft.learning_rate,
        warmup_steps=min(50, job.sft.max_train_steps // 10),
        per_device_train_batch_size=job.sft.batch_size,
        weight_decay=0.01,
        dataset_kwargs={"skip_prepare_dataset": True},
        remove_unused_columns=False,
    )


def read_traces(path: Path, profile: Profile, loaded: LoadedModel) -> Dataset:
    """Prompt and response as token ids; only the response, its end token included, is learned from."""
    ids: list[list[int]] = []
    labels: list[list[int]] = []
    end = loaded.tokenizer.eos_token_id
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            trace = json.loads(line)
            prompt = list(profile.prompt_ids(loaded.tokenizer, trace["prompt"]))
            response = [*loaded.tokenizer.encode(trace["response"], add_special_tokens=False), end]
            ids.append(prompt + response)
            labels.append([-100] * len(prompt) + response)
    if not ids:
        raise TrainerError(f"{path} holds no traces, so there is nothing to warm up on")
    return Dataset.from_dict({"input_ids": ids, "labels": labels})
