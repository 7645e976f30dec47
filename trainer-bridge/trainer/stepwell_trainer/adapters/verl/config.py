"""verl's configuration from a GRPO job: a Hydra file whose defaults are verl's own `ppo_trainer`.

Names: verl/trainer/config of volcengine/verl; every one of them stands in releases 0.7.0 and 0.9.1 alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stepwell_trainer.adapters.base import refuse
from stepwell_trainer.adapters.config_file import KEPT, RESUMES, Tree, with_overrides
from stepwell_trainer.jobs.spec import GrpoJob, HfProfile
from stepwell_trainer.jobs.stacks import VerlStack

NAME = "stepwell"
_MAX_PROMPT_TOKENS = 4096
_RESERVED = {
    "hydra": KEPT,
    "defaults": KEPT,
    "data.train_files": KEPT,
    "data.val_files": KEPT,
    "data.prompt_key": KEPT,
    "custom_reward_function": "this adapter pays Stepwell's reward",
    "trainer.logger": KEPT,
    "trainer.default_local_dir": KEPT,
    "trainer.rollout_data_dir": KEPT,
    "trainer.default_hdfs_dir": "checkpoints are read from this host",
    "trainer.resume_mode": RESUMES,
    "trainer.resume_from_path": RESUMES,
    "trainer.total_training_steps": "set grpo.trainSteps",
    "trainer.save_freq": "set grpo.checkpointEvery",
    "trainer.val_only": "this job trains",
    "algorithm.adv_estimator": "this adapter runs GRPO",
    "actor_rollout_ref.rollout.n": "set grpo.groupSize",
    "actor_rollout_ref.actor.checkpoint": "checkpoints hold the model as a Hugging Face folder too",
}
# TRL's loss -> how verl puts the losses of tokens together.
_LOSSES = {"dapo": "token-mean", "grpo": "seq-mean-token-mean", "dr_grpo": "seq-mean-token-sum-norm"}


@dataclass(frozen=True)
class Places:
    """Where verl reads and writes, and how many GPUs of this host it trains on."""

    model: str
    train_file: Path
    val_file: Path
    checkpoints: Path
    rollouts: Path
    reward_module: Path
    gpus: int


def check(job: GrpoJob) -> VerlStack:
    """The stack's settings. Raises InvalidJob that names the first field verl cannot express."""
    stack, reward, grpo = job.stack, job.training.reward, job.training.grpo
    assert isinstance(stack, VerlStack)
    if not isinstance(job.profile, HfProfile):
        raise refuse("profile.kind", "verl needs a model with a chat template; the tiny profile is Stepwell's own")
    if job.profile.verifier == "reasoning-gym":
        raise refuse("profile.verifier", "reasoning-gym grades with facts that verl's reward does not get")
    if reward.draws_continuations:
        raise refuse(
            "training.reward.lambdaProcess",
            "verl draws no continuations of the current policy; train this arm with Stepwell's trainer or EasyR1",
        )
    if reward.scheme != "weighted":
        raise refuse("training.reward.scheme", f"{reward.scheme!r} looks at continuations, which verl does not draw")
    if grpo.loss_type not in _LOSSES:
        raise refuse("training.grpo.lossType", f"verl has {', '.join(_LOSSES)}; not {grpo.loss_type}")
    if grpo.scale_rewards == "batch":
        raise refuse("training.grpo.scaleRewards", "verl divides advantages by the group's SD or by nothing")
    if job.probe is not None:
        raise refuse("probe", "verl draws no diagnostic continuations; launch without the probe")
    return stack


def config(job: GrpoJob, places: Places) -> Tree:
    """The whole file, the job's overrides laid over it."""
    stack, grpo = check(job), job.training.grpo
    tree: Tree = {
        "hydra": {"searchpath": ["pkg://verl.trainer.config"], "run": {"dir": "."}, "output_subdir": None},
        "defaults": ["ppo_trainer", "_self_"],
        "data": {
            "train_files": str(places.train_file),
            "val_files": str(places.val_file),
            "prompt_key": "prompt",
            "train_batch_size": grpo.prompts_per_step,
            "max_prompt_length": _MAX_PROMPT_TOKENS,
            "max_response_length": grpo.max_response_tokens,
            # The file is in the order that this seed drew.
            "shuffle": False,
            "seed": job.seed,
            "filter_overlong_prompts": False,
            "truncation": "error",
        },
        "actor_rollout_ref": {"model": _model(places), "actor": _actor(job), "rollout": _rollout(job), "ref": _REF},
        "custom_reward_function": {"path": str(places.reward_module), "name": "compute_score"},
        "algorithm": {
            "adv_estimator": "grpo",
            "norm_adv_by_std_in_grpo": grpo.scale_rewards == "group",
            "use_kl_in_reward": False,
        },
        "trainer": _trainer(job, places),
    }
    return with_overrides(tree, stack.overrides, _RESERVED)


_REF: Tree = {"log_prob_micro_batch_size_per_gpu": 1}


def _model(places: Places) -> Tree:
    return {"path": places.model, "enable_gradient_checkpointing": True, "use_remove_padding": True}


def _actor(job: GrpoJob) -> Tree:
    grpo = job.training.grpo
    return {
        "ppo_mini_batch_size": grpo.prompts_per_step,
        "ppo_micro_batch_size_per_gpu": 1,
        "ppo_epochs": grpo.iterations,
        "loss_agg_mode": _LOSSES[grpo.loss_type],
        "use_kl_loss": grpo.kl_beta > 0,
        "kl_loss_coef": grpo.kl_beta,
        "kl_loss_type": "low_var_kl",
        "entropy_coeff": 0,
        "grad_clip": 1.0,
        "data_loader_seed": job.seed,
        "optim": {"lr": grpo.learning_rate, "weight_decay": 0.0, "lr_warmup_steps": min(5, grpo.train_steps // 10)},
        "checkpoint": {"save_contents": ["model", "optimizer", "extra", "hf_model"], "async_save": False},
    }


def _rollout(job: GrpoJob) -> Tree:
    grpo = job.training.grpo
    return {
        "name": "vllm",
        "n": grpo.group_size,
        "temperature": grpo.temperature,
        "top_p": grpo.top_p,
        "gpu_memory_utilization": 0.5,
        "tensor_model_parallel_size": 1,
        "log_prob_micro_batch_size_per_gpu": 1,
    }


def _trainer(job: GrpoJob, places: Places) -> Tree:
    grpo = job.training.grpo
    return {
        "total_epochs": grpo.train_steps,
        "total_training_steps": grpo.train_steps,
        "project_name": "stepwell",
        "experiment_name": job.job_id,
        "logger": ["console", "file"],
        "rollout_data_dir": str(places.rollouts),
        "nnodes": 1,
        "n_gpus_per_node": places.gpus,
        "save_freq": grpo.checkpoint_every,
        # For resuming; Stepwell keeps a copy of each model by the launch's own retention.
        "max_actor_ckpt_to_keep": 2,
        "test_freq": -1,
        "val_before_train": False,
        "val_only": False,
        "resume_mode": "auto",
        "default_local_dir": str(places.checkpoints),
    }
