"""EasyR1's YAML from a GRPO job.

Names and defaults: EasyR1/examples/config_processthinker_grpo.yaml, verl/trainer/config.py, verl/workers/*/config.py,
verl/reward_function/processthinker_reward.py of 77Han329/ProcessThinker at commit 11dc221. What the job does not say
keeps the published file's value.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stepwell_trainer.adapters.base import refuse
from stepwell_trainer.adapters.config_file import KEPT, RESUMES, Tree, with_overrides
from stepwell_trainer.jobs.spec import GrpoJob, HfProfile
from stepwell_trainer.jobs.stacks import EasyR1Stack

# The published code compares with this number, whatever the configuration says.
PUBLISHED_TAU = 0.5
_MAX_PROMPT_TOKENS = 16384
_MAX_BATCHED_TOKENS = 20736
_RESERVED = {
    "data.train_files": KEPT,
    "data.val_files": KEPT,
    "data.prompt_key": KEPT,
    "data.answer_key": KEPT,
    "trainer.logger": KEPT,
    "trainer.save_checkpoint_path": KEPT,
    "trainer.load_checkpoint_path": RESUMES,
    "trainer.find_last_checkpoint": RESUMES,
    "trainer.max_steps": "set grpo.trainSteps",
    "trainer.save_freq": "set grpo.checkpointEvery",
    "trainer.val_only": "this job trains",
    "trainer.val_before_train": "the reward's counter is shared with validation, so steps could not be told apart",
    "trainer.val_freq": "the reward's counter is shared with validation, so steps could not be told apart",
    "algorithm.online_filtering": "it calls the reward more than once a train step, so steps could not be told apart",
    "algorithm.adv_estimator": "this adapter runs GRPO",
    "worker.rollout.n": "set grpo.groupSize",
    "worker.reward.reward_function": "this adapter runs the published ProcessThinker reward",
    "worker.reward.reward_function_kwargs.reward_log_dir": KEPT,
    "worker.reward.reward_function_kwargs.process_n": "set reward.continuationsPerStep",
    "worker.reward.reward_function_kwargs.acc_weight": "set reward.lambdaOutcome",
    "worker.reward.reward_function_kwargs.cot_weight": "set reward.lambdaProcess",
}


@dataclass(frozen=True)
class Places:
    """Where the stack reads and writes, and how many GPUs of this host it trains on."""

    model: str
    train_file: Path
    val_file: Path
    checkpoints: Path
    reward_logs: Path
    reward_module: Path
    gpus: int


def check(job: GrpoJob) -> EasyR1Stack:
    """The stack's settings. Raises InvalidJob that names the first field EasyR1's published reward cannot express."""
    stack, reward, grpo = job.stack, job.training.reward, job.training.grpo
    assert isinstance(stack, EasyR1Stack)
    if not isinstance(job.profile, HfProfile):
        raise refuse("profile.kind", "EasyR1 needs a model with a chat template; the tiny profile is Stepwell's own")
    if reward.scheme != "weighted":
        raise refuse("training.reward.scheme", f"the published reward is `weighted`; it cannot pay {reward.scheme!r}")
    if reward.penalty_gate and reward.draws_continuations and reward.tau != PUBLISHED_TAU:
        raise refuse("training.reward.tau", f"the published code compares R_proc with {PUBLISHED_TAU}; set that")
    if reward.draws_continuations and stack.process_endpoint is None:
        raise refuse("stack.processEndpoint", "the published process reward needs a vLLM server for its continuations")
    if grpo.scale_rewards != "group":
        raise refuse("training.grpo.scaleRewards", "EasyR1 divides advantages by the group's SD; set `group`")
    if grpo.loss_type != "dapo":
        raise refuse("training.grpo.lossType", "EasyR1 averages the loss over all tokens of an update, which is `dapo`")
    if job.probe is not None:
        raise refuse("probe", "EasyR1 draws no diagnostic continuations; launch without the probe")
    return stack


def config(job: GrpoJob, places: Places) -> Tree:
    """The whole file, the job's overrides laid over it."""
    stack = check(job)
    tree: Tree = {
        "data": _data(job, places),
        "algorithm": _algorithm(job),
        "worker": {
            "actor": _actor(job, places),
            "rollout": _rollout(job),
            "ref": {
                "fsdp": {"enable_full_shard": True, "enable_cpu_offload": False, "enable_rank0_init": True},
                "offload": {"offload_params": False},
            },
            "reward": {
                "reward_type": "batch",
                "reward_function": f"{places.reward_module}:compute_score",
                "reward_function_kwargs": reward_arguments(job, stack, places.reward_logs),
            },
        },
        "trainer": _trainer(job, places),
    }
    return with_overrides(tree, stack.overrides, _RESERVED)


def reward_arguments(job: GrpoJob, stack: EasyR1Stack, reward_logs: Path) -> Tree:
    """`reward_function_kwargs`: the reward's constants under the published code's names."""
    reward, grpo = job.training.reward, job.training.grpo
    return {
        "step_min": reward.step_min,
        "step_max": reward.step_max,
        "l_min": reward.length_min,
        "l_max": reward.length_max,
        "r1_value": reward.format_reward,
        "beta_value": reward.length_reward,
        "penalty": reward.penalty_gate,
        "use_step_bonus": reward.step_bonus,
        "alpha": reward.alpha,
        "acc_weight": reward.lambda_outcome,
        "cot_weight": reward.lambda_process,
        "process_model_endpoint": stack.process_endpoint,
        "process_model_name": stack.process_model,
        "process_n": reward.continuations_per_step,
        "process_max_steps": reward.max_scored_steps,
        "process_max_tokens": grpo.max_response_tokens,
        "process_temperature": grpo.temperature,
        "process_top_p": grpo.top_p,
        "process_timeout": 60.0,
        "process_media_format": "openai",
        "process_use_prefill": True,
        "reward_log_dir": str(reward_logs),
    }


def _data(job: GrpoJob, places: Places) -> Tree:
    grpo = job.training.grpo
    return {
        "train_files": str(places.train_file),
        "val_files": str(places.val_file),
        "prompt_key": "problem",
        "answer_key": "solution",
        "image_key": "images",
        "video_key": "videos",
        "image_dir": None,
        "video_fps": 2.0,
        "max_prompt_length": _MAX_PROMPT_TOKENS,
        "max_response_length": grpo.max_response_tokens,
        "rollout_batch_size": grpo.prompts_per_step,
        "mini_rollout_batch_size": None,
        "val_batch_size": -1,
        "format_prompt": None,
        "override_chat_template": None,
        # The file is in the order that this seed drew.
        "shuffle": False,
        "seed": job.seed,
        "min_pixels": 3136,
        "max_pixels": 1048576,
        "filter_overlong_prompts": False,
    }


def _algorithm(job: GrpoJob) -> Tree:
    return {
        "adv_estimator": "grpo",
        "disable_kl": job.training.grpo.kl_beta == 0,
        "use_kl_loss": True,
        "kl_penalty": "low_var_kl",
        "kl_coef": job.training.grpo.kl_beta,
        "online_filtering": False,
    }


def _actor(job: GrpoJob, places: Places) -> Tree:
    grpo = job.training.grpo
    return {
        "global_batch_size": grpo.prompts_per_step,
        "micro_batch_size_per_device_for_update": 1,
        "micro_batch_size_per_device_for_experience": 2 if grpo.group_size % 2 == 0 else 1,
        "max_grad_norm": 1.0,
        "loss_avg_mode": "token",
        "ppo_epochs": grpo.iterations,
        "padding_free": True,
        "dynamic_batching": True,
        "ulysses_size": 1,
        "model": {
            "model_path": places.model,
            "enable_gradient_checkpointing": True,
            "trust_remote_code": False,
            "freeze_vision_tower": False,
        },
        "optim": {"lr": grpo.learning_rate, "weight_decay": 0.01, "strategy": "adamw", "lr_warmup_ratio": 0.0},
        "fsdp": {"enable_full_shard": True, "enable_cpu_offload": False, "enable_rank0_init": True},
        "offload": {"offload_params": False, "offload_optimizer": False},
    }


def _rollout(job: GrpoJob) -> Tree:
    grpo = job.training.grpo
    return {
        "n": grpo.group_size,
        "temperature": grpo.temperature,
        "top_p": grpo.top_p,
        "seed": job.seed,
        "limit_images": 0,
        "gpu_memory_utilization": 0.5,
        "enforce_eager": False,
        "enable_chunked_prefill": True,
        "tensor_parallel_size": 1,
        "disable_tqdm": True,
        "max_num_batched_tokens": max(_MAX_BATCHED_TOKENS, _MAX_PROMPT_TOKENS + grpo.max_response_tokens),
        "val_override_config": {"temperature": 0.7, "top_p": 0.95, "n": 1},
    }


def _trainer(job: GrpoJob, places: Places) -> Tree:
    grpo = job.training.grpo
    return {
        "total_epochs": 1,
        "max_steps": grpo.train_steps,
        "project_name": "stepwell",
        "experiment_name": job.job_id,
        "logger": ["console", "file"],
        "nnodes": 1,
        "n_gpus_per_node": places.gpus,
        "max_try_make_batch": 20,
        "val_freq": -1,
        "val_before_train": False,
        "val_only": False,
        "val_generations_to_log": 0,
        "save_freq": grpo.checkpoint_every,
        # For resuming; Stepwell keeps a merged copy of each by the launch's own retention.
        "save_limit": 2,
        "save_model_only": False,
        "save_checkpoint_path": str(places.checkpoints),
        "load_checkpoint_path": None,
        "find_last_checkpoint": True,
    }
