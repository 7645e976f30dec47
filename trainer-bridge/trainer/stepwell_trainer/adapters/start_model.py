"""The model that another stack's GRPO starts from."""

from __future__ import annotations

from typing import Any

from stepwell_trainer.adapters.base import refuse
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.training.manifest import verified_folder


def start_model(context: JobContext[GrpoJob], profile: Profile) -> str:
    """The warm-up's checkpoint, checked against its sums, or the base model."""
    checkpoint = context.job.checkpoint
    return profile.base_model(context.output_dir) if checkpoint is None else str(verified_folder(checkpoint))


def chat_tokenizer(model: str, stack: str) -> Any:
    """The model's tokenizer. Raises InvalidJob where it has no chat template, which the stack renders prompts with."""
    from transformers import AutoTokenizer

    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(model)
    except (OSError, ValueError) as problem:
        raise refuse("profile.model", f"cannot load the tokenizer of {model}: {problem}") from problem
    if tokenizer.chat_template is None:
        raise refuse("profile.model", f"the tokenizer of {model} has no chat template, which {stack} needs")
    return tokenizer
