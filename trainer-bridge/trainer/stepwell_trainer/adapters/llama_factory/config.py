"""LLaMA-Factory's training YAML from a warm-up's settings.

Names: src/llamafactory/hparams and transformers' TrainingArguments, as of LLaMA-Factory 0.9.5.
"""

from __future__ import annotations

from pathlib import Path

from stepwell_trainer.adapters.base import refuse
from stepwell_trainer.adapters.config_file import Tree, with_overrides
from stepwell_trainer.adapters.llama_factory.data import DATASET
from stepwell_trainer.jobs.spec import SftJob
from stepwell_trainer.jobs.stacks import LlamaFactoryStack

_KEPT = "Stepwell follows this file or folder; leave it as it is"
_RESERVED = {
    "output_dir": _KEPT,
    "dataset": _KEPT,
    "dataset_dir": _KEPT,
    "logging_steps": "every train step is logged, so that curves have no holes",
    "save_strategy": "checkpoints are written every sft.checkpointEvery train steps; set that",
    "save_steps": "set sft.checkpointEvery",
    "max_steps": "set sft.maxTrainSteps",
    "stage": "this adapter does supervised fine-tuning",
    "finetuning_type": "only full fine-tuning leaves a model that GRPO can start from",
    "resume_from_checkpoint": "Stepwell resumes from the last whole checkpoint by itself",
    "overwrite_output_dir": "checkpoints of earlier attempts are needed to resume",
}
# Room beyond the longest trace for what a template adds around it.
_TEMPLATE_ROOM = 256
OWN_TEXT = "empty"


def template_of(stack: LlamaFactoryStack) -> str:
    """The template that the job names, else the one that adds nothing."""
    return str(stack.overrides.get("template", OWN_TEXT))


def check(job: SftJob, devices: int) -> None:
    """Raises InvalidJob for what LLaMA-Factory cannot do."""
    if job.sft.stop_at_accuracy is not None:
        raise refuse(
            "sft.stopAtAccuracy", "LLaMA-Factory samples no held-out answers while it trains; leave this empty"
        )
    if job.sft.batch_size % devices:
        raise refuse("sft.batchSize", f"must be a multiple of {devices}, the GPUs of this host")


def config(job: SftJob, model: str, data: Path, output: Path, longest: int, resume: Path | None, devices: int) -> Tree:
    """The whole file. `devices`: GPUs, 0 on a CPU; `longest`: tokens of the longest trace, which is never cut."""
    stack = job.stack
    assert isinstance(stack, LlamaFactoryStack)
    tree: Tree = {
        "model_name_or_path": model,
        "stage": "sft",
        "do_train": True,
        "finetuning_type": "full",
        "dataset": DATASET,
        "dataset_dir": str(data),
        "template": OWN_TEXT,
        "cutoff_len": longest + _TEMPLATE_ROOM,
        "overwrite_cache": True,
        "output_dir": str(output),
        "logging_steps": 1,
        "save_strategy": "steps",
        "save_steps": job.sft.checkpoint_every,
        "save_only_model": False,
        "report_to": "none",
        "per_device_train_batch_size": job.sft.batch_size // max(devices, 1),
        "gradient_accumulation_steps": 1,
        "learning_rate": job.sft.learning_rate,
        "weight_decay": 0.01,
        "max_steps": job.sft.max_train_steps,
        "lr_scheduler_type": "constant_with_warmup",
        "warmup_steps": min(50, job.sft.max_train_steps // 10),
        "bf16": devices > 0,
        "use_cpu": devices == 0,
        "seed": job.seed,
        "data_seed": job.seed,
        "disable_tqdm": True,
        "resume_from_checkpoint": None if resume is None else str(resume),
    }
    return with_overrides(tree, stack.overrides, _RESERVED)
