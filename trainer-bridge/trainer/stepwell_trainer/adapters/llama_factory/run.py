"""One attempt at a warm-up by LLaMA-Factory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.artifacts import announce, announce_final, checkpoint_folder, publish
from stepwell_trainer.adapters.base import Command, stack_dir
from stepwell_trainer.adapters.config_file import write_yaml
from stepwell_trainer.adapters.gpus import visible_gpus
from stepwell_trainer.adapters.lines import json_record
from stepwell_trainer.adapters.llama_factory import config, data, follow
from stepwell_trainer.adapters.positions import Positions
from stepwell_trainer.client.files import write_atomic
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import SftJob
from stepwell_trainer.jobs.stacks import LlamaFactoryStack
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.training.lifecycle import checkpoints_dir, find_resume
from stepwell_trainer.training.manifest import is_sealed, verified_folder


class LlamaFactoryRun:
    """LLaMA-Factory writes its checkpoints where ours stand, as `checkpoint-N`; they are sealed in place."""

    def __init__(self, context: JobContext[SftJob]) -> None:
        self._context = context
        self._folder = stack_dir(context, "llama-factory")
        self._output = checkpoints_dir(context)
        self._output.mkdir(parents=True, exist_ok=True)
        self._positions = Positions(context.output_dir, context.reporter.flush)
        self._log = self._positions.follower(self._output / "trainer_log.jsonl")
        self._logged = 0
        self._gpu = False
        self._plain_prompts = False

    def prepare(self) -> Command:
        job = self._context.job
        assert isinstance(job.stack, LlamaFactoryStack)
        devices = visible_gpus()
        self._gpu = devices > 0
        config.check(job, max(devices, 1))
        profile = profile_of(job)
        model = profile.base_model(self._context.output_dir)
        written = self._write_data(model, config.template_of(job.stack))
        resume = find_resume(self._context)
        tree = config.config(
            job, model, self._folder / "data", self._output, written.longest, resume[0] if resume else None, devices
        )
        path = self._folder / "train.yaml"
        write_yaml(path, tree)
        self._context.reporter.log(
            "info", f"wrote {path} for {written.traces} traces, {written.longest} tokens at most"
        )
        return Command((job.stack.program, "train", str(path)), self._folder)

    def _write_data(self, model: str, template: str) -> data.Written:
        from transformers import AutoTokenizer

        job = self._context.job
        tokenizer: Any = AutoTokenizer.from_pretrained(model)
        traces = verified_folder(job.traces) / "traces.jsonl"
        if template != config.OWN_TEXT:
            return data.write_plain(traces, self._folder / "data", tokenizer)
        if tokenizer.eos_token is None:
            raise TrainerError(f"the tokenizer of {model} has no end-of-sequence token, so no response could end")
        self._plain_prompts = tokenizer.chat_template is None
        written = data.write_rendered(traces, self._folder / "data", profile_of(job), tokenizer)
        if written.changed:
            said = f"{written.changed} of {written.traces} prompts read back as other tokens than GRPO will use"
            self._context.reporter.log("warn", said)
        return written

    def poll(self) -> None:
        last: dict[str, Any] | None = None
        for line in self._log.lines():
            record = json_record(line)
            if record is None or not isinstance(record.get("current_steps"), int):
                continue
            self._report(record)
            last = record
        if last is not None:
            total = last.get("total_steps")
            self._context.reporter.phase(
                "training", done=last["current_steps"], total=total if isinstance(total, int) else None
            )
            self._seal(before=last["current_steps"])

    def _report(self, record: dict[str, Any]) -> None:
        values = follow.metrics_of(record)
        self._logged = record["current_steps"]
        if names.OPTIM_LOSS not in values and "eval_loss" not in values:
            return
        spent = follow.elapsed_ms(record)
        progress = {"responseTokens": 0, "continuationTokens": 0, "activeMs": spent, "gpuMs": spent if self._gpu else 0}
        self._context.reporter.metrics(self._logged, values, progress)

    def _seal(self, before: int) -> None:
        """Reports whole checkpoints. Train step `before` has been logged, so earlier ones are no longer written to."""
        for folder in sorted(self._output.glob("checkpoint-*")):
            train_step = _train_step(folder)
            if train_step is None or train_step >= before or is_sealed(folder):
                continue
            history = follow.history_of(folder)
            if history is None:
                continue
            since = max((s for s in self._sealed() if s < train_step), default=0)
            for step, norm in history:
                if since < step <= train_step:
                    self._context.reporter.metrics(step, {names.OPTIM_GRAD_NORM: norm})
            if self._plain_prompts:
                remove_chat_template(folder)
            announce(self._context, folder, train_step)

    def _sealed(self) -> list[int]:
        steps = ((_train_step(folder), folder) for folder in self._output.glob("checkpoint-*"))
        return [step for step, folder in steps if step is not None and is_sealed(folder)]

    def remember(self) -> None:
        self._positions.save()

    def close(self) -> None:
        """Nothing else was started."""

    def last_checkpoint(self) -> int | None:
        return max(self._sealed(), default=None)

    def finish(self) -> None:
        """The process has ended well, so every checkpoint is whole; the last is the result."""
        self._seal(before=self._logged + 1)
        last = self.last_checkpoint()
        if last is None or last < self._logged:
            last = self._from_root()
        announce_final(self._context, last)

    def _from_root(self) -> int:
        """Versions that write no checkpoint after the last train step leave the final model beside the others."""
        files = [path for path in self._output.iterdir() if path.is_file() and path.suffix != ".jsonl"]
        if self._logged == 0 or not any(path.name == "config.json" for path in files):
            raise TrainerError("LLaMA-Factory ended without an error and left no model; see its output in the log")
        publish(self._context, self._logged, files)
        return _train_step(checkpoint_folder(self._context, self._logged)) or self._logged


def remove_chat_template(checkpoint: Path) -> None:
    """LLaMA-Factory saves one of its own with a tokenizer that had none; prompts would then be rendered differently."""
    (checkpoint / "chat_template.jinja").unlink(missing_ok=True)
    path = checkpoint / "tokenizer_config.json"
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(settings, dict) and settings.pop("chat_template", None) is not None:
        write_atomic(path, json.dumps(settings, indent=2).encode())


def _train_step(folder: Path) -> int | None:
    number = folder.name.removeprefix("checkpoint-")
    return int(number) if number.isdecimal() else None


def start(context: JobContext[SftJob]) -> LlamaFactoryRun:
    return LlamaFactoryRun(context)
