"""What a job is told: the Python side of lib/contracts/job-spec.ts and training-config.ts (a test compares them)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Union

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.stacks import OwnStack, Stack
from stepwell_trainer.jobs.strict import (
    Bounds,
    Count,
    PositiveFloat,
    PositiveInt,
    Share,
    parse,
)
from stepwell_trainer.reward.config import RewardConfig

LearningRate = Annotated[float, Bounds(above=0, at_most=1)]
VerifierKind = Literal["option-letter", "number", "math", "reasoning-gym"]


@dataclass(frozen=True)
class ManifestFile:
    path: str
    bytes: Count
    sha256: str


@dataclass(frozen=True)
class ArtifactRef:
    """A folder that one job wrote and another reads."""

    path: str
    checkpoint_id: str | None = None
    files: tuple[ManifestFile, ...] = ()


@dataclass(frozen=True)
class TinyProfile:
    kind: Literal["tiny"]
    families: tuple[str, ...]


@dataclass(frozen=True)
class LocalTeacher:
    kind: Literal["local"]
    model: str


@dataclass(frozen=True)
class EndpointTeacher:
    kind: Literal["endpoint"]
    url: str
    model: str


@dataclass(frozen=True)
class BenchmarkSource:
    dataset: str
    split: str = "test"


@dataclass(frozen=True)
class HfProfile:
    kind: Literal["hf"]
    model: str
    dataset: str
    verifier: VerifierKind
    split: str = "train"
    teacher: Union[LocalTeacher, EndpointTeacher, None] = None
    benchmarks: dict[str, BenchmarkSource] = field(default_factory=dict)


@dataclass(frozen=True)
class RewriteConfig:
    traces: PositiveInt


@dataclass(frozen=True)
class SftConfig:
    learning_rate: LearningRate
    batch_size: PositiveInt
    max_train_steps: PositiveInt
    stop_at_accuracy: Share | None
    check_every: PositiveInt
    checkpoint_every: PositiveInt


@dataclass(frozen=True)
class GrpoConfig:
    train_steps: PositiveInt
    learning_rate: LearningRate
    prompts_per_step: PositiveInt
    group_size: Annotated[int, Bounds(at_least=2)]
    max_response_tokens: Annotated[int, Bounds(at_least=8)]
    temperature: PositiveFloat
    top_p: Annotated[float, Bounds(above=0, at_most=1)]
    kl_beta: Annotated[float, Bounds(at_least=0)]
    scale_rewards: Literal["group", "batch", "none"]
    loss_type: Literal["grpo", "dapo", "dr_grpo", "bnpo"]
    iterations: PositiveInt
    checkpoint_every: PositiveInt


@dataclass(frozen=True)
class ProbeConfig:
    every_train_steps: PositiveInt
    prompts: PositiveInt
    continuations_per_step: PositiveInt


@dataclass(frozen=True)
class EvaluationConfig:
    decodes: PositiveInt
    temperature: Annotated[float, Bounds(at_least=0)]
    batch_size: PositiveInt
    max_response_tokens: Annotated[int, Bounds(at_least=8)]
    questions: PositiveInt | None


@dataclass(frozen=True)
class Arm:
    key: str
    name: str


@dataclass(frozen=True)
class ArmTraining:
    start: Literal["warm-up", "base", "checkpoint"]
    reward: RewardConfig
    grpo: GrpoConfig


@dataclass(frozen=True)
class CommandConfig:
    """A program and its arguments, never shell text."""

    argv: tuple[str, ...]
    cwd: str | None = None
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class JobCommon:
    """What every job is told. `output_dir` outlives the attempt; the run directory does not."""

    schema_version: Literal[1]
    job_id: str
    attempt_id: str
    run_id: str | None
    ablation_id: str
    name: str
    server_url: str
    events_path: str
    output_dir: str
    seed: Count
    profile: Union[TinyProfile, HfProfile]
    threads: PositiveInt | None
    launch: dict[str, object] = field(default_factory=dict, kw_only=True)
    stack: Stack = field(default_factory=lambda: OwnStack("stepwell"), kw_only=True)


@dataclass(frozen=True)
class RewriteJob(JobCommon):
    kind: Literal["rewrite"]
    rewrite: RewriteConfig


@dataclass(frozen=True)
class SftJob(JobCommon):
    kind: Literal["sft"]
    traces: ArtifactRef
    sft: SftConfig
    max_response_tokens: Annotated[int, Bounds(at_least=8)]


@dataclass(frozen=True)
class GrpoJob(JobCommon):
    kind: Literal["grpo"]
    checkpoint: ArtifactRef | None
    arm: Arm
    training: ArmTraining
    probe: ProbeConfig | None
    trace_sampling: Share
    token_scores: bool = False


@dataclass(frozen=True)
class EvaluateJob(JobCommon):
    kind: Literal["evaluate"]
    checkpoint: ArtifactRef
    checkpoint_train_step: Count
    benchmarks: tuple[str, ...]
    evaluation: EvaluationConfig


@dataclass(frozen=True)
class CommandJob(JobCommon):
    kind: Literal["command"]
    command: CommandConfig


Job = Union[RewriteJob, SftJob, GrpoJob, EvaluateJob, CommandJob]
_KINDS: dict[str, type[Job]] = {
    "rewrite": RewriteJob,
    "sft": SftJob,
    "grpo": GrpoJob,
    "evaluate": EvaluateJob,
    "command": CommandJob,
}


def parse_job(value: object) -> Job:
    """A decoded job.json as a job. Raises InvalidJob that names the field."""
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if kind not in _KINDS:
        raise InvalidJob(f"job.kind: {kind!r} is not one of {', '.join(_KINDS)}")
    return parse(_KINDS[kind], value)


def read_raw_job(run_dir: Path) -> dict[str, object]:
    """run_dir/job.json, decoded only."""
    path = run_dir / "job.json"
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise InvalidJob(f"cannot read {path}: {problem.strerror}") from problem
    except ValueError as problem:
        raise InvalidJob(f"{path} is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise InvalidJob(f"{path}: expected an object")
    return value
