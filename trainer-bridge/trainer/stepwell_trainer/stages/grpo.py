"""GRPO from a warm-up or from the base model, with the reward of method.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasets import Dataset
from trl import GRPOConfig

from stepwell_trainer.continuations.draw import ContinuationDrawer, DrawSettings
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.model.loading import LoadedModel, load_model, pick_device
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.sampling.sampler import Decoding
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.device import shared_arguments
from stepwell_trainer.training.grpo_reporting import GrpoReporting
from stepwell_trainer.training.grpo_trainer import StepwellGRPOTrainer
from stepwell_trainer.training.lifecycle import (
    LifecycleCallback,
    checkpoints_dir,
    find_resume,
    report_final,
    train_to_the_end,
)
from stepwell_trainer.training.manifest import verified_folder
from stepwell_trainer.training.probe import Probe
from stepwell_trainer.training.progress import Progress
from stepwell_trainer.training.prompt_order import planned_items
from stepwell_trainer.training.scoring import ResponseScorer
from stepwell_trainer.training.token_scores import TokenScorer
from stepwell_trainer.training.vllm_settings import vllm_arguments
from stepwell_trainer.verifiers.index import VerifierSet


def run(context: JobContext[GrpoJob]) -> None:
    """Trains to the last train step. Output artifact: the final checkpoint."""
    job = context.job
    vllm_arguments(job, pick_device().type == "cuda")  # refuses what cannot work before a model is loaded
    profile = profile_of(job)
    loaded = load_model(_start(context, profile))
    context.reporter.log("info", f"model of {loaded.parameters:,} parameters on {loaded.model.device}")
    context.reporter.environment(loaded.facts())
    resume = find_resume(context)
    progress = Progress.load(resume[0] if resume else None, job.training.grpo.train_steps)
    verifiers = VerifierSet()
    try:
        trainer, callback = _build(context, profile, loaded, progress, verifiers)
        train_to_the_end(trainer, callback, resume)
    finally:
        verifiers.close()
    final = checkpoints_dir(context) / f"checkpoint-{trainer.state.global_step}"
    report_final(context, final, trainer.state.global_step, {"activeMs": progress.total_active_ms})


def _start(context: JobContext[GrpoJob], profile: Profile) -> str:
    """The warm-up's checkpoint, or the base model where the arm starts without SFT."""
    checkpoint = context.job.checkpoint
    if checkpoint is None:
        return profile.base_model(context.output_dir)
    return str(verified_folder(checkpoint))


def _build(
    context: JobContext[GrpoJob],
    profile: Profile,
    loaded: LoadedModel,
    progress: Progress,
    verifiers: VerifierSet,
) -> tuple[StepwellGRPOTrainer, LifecycleCallback]:
    job, grpo = context.job, context.job.training.grpo
    items = planned_items(profile, grpo.prompts_per_step, progress.plan)
    decoding = Decoding(grpo.temperature, grpo.top_p)
    reporting = GrpoReporting(context, profile, progress)
    callback = LifecycleCallback(context, progress, grpo.train_steps, grpo.iterations)
    trainer = StepwellGRPOTrainer(
        loaded=loaded,
        profile=profile,
        items=items,
        decoding=decoding,
        args=_arguments(job, checkpoints_dir(context)),
        on_scored=reporting.scored,
        on_step=reporting.updated,
        train_dataset=_dataset(items),
        callbacks=[callback],
    )
    drawer = ContinuationDrawer(loaded.tokenizer, trainer.policy_sampler, verifiers)
    settings = DrawSettings(
        continuations_per_step=job.training.reward.continuations_per_step,
        max_scored_steps=job.training.reward.max_scored_steps,
        max_response_tokens=grpo.max_response_tokens,
        decoding=decoding,
    )
    trainer.scorer = ResponseScorer(job.training.reward, settings, drawer, verifiers, grpo.group_size)
    if job.token_scores:
        reporting.token_scorer = TokenScorer(loaded, grpo.temperature, trainer.lend_policy)
    if job.probe is not None:
        trainer.probe = Probe(context, job.probe, profile, loaded, trainer.policy_sampler, drawer, settings, verifiers)
    return trainer, callback


def _dataset(parts: list[list[Item]]) -> Dataset:
    """The prompt, and the index of its item: Arrow would mangle the scorers' entries."""
    items = [item for part in parts for item in part]
    return Dataset.from_dict({"prompt": [i.prompt for i in items], "item": list(range(len(items)))})


def _arguments(job: GrpoJob, output_dir: Path) -> GRPOConfig:
    """All responses of a train step are sampled at once; on a GPU they are updated on a group at a time."""
    grpo = job.training.grpo
    on_gpu = pick_device().type == "cuda"
    micro = grpo.group_size if on_gpu else grpo.group_size * grpo.prompts_per_step
    accumulation = grpo.group_size * grpo.prompts_per_step // micro
    arguments: dict[str, Any] = shared_arguments(output_dir, job.seed, grpo.checkpoint_every)
    return GRPOConfig(
        **arguments,
        max_steps=grpo.train_steps,
        learning_rate=grpo.learning_rate,
        warmup_steps=min(5, grpo.train_steps // 10),
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=accumulation,
        steps_per_generation=accumulation,
        num_generations=grpo.group_size,
        num_iterations=grpo.iterations,
        max_completion_length=grpo.max_response_tokens,
        temperature=grpo.temperature,
        top_p=grpo.top_p,
        beta=grpo.kl_beta,
        scale_rewards=grpo.scale_rewards,
        loss_type=grpo.loss_type,
        **vllm_arguments(job, on_gpu),
    )
