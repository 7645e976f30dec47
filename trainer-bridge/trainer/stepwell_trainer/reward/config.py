"""The constants of the reward: the Python mirror of lib/contracts/reward-config.ts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.strict import Count, PositiveInt, Share

Scheme = Literal["weighted", "progress", "clipped", "process-if-correct"]


@dataclass(frozen=True)
class RewardConfig:
    """Every constant of method.md's "Reward of one response"; names follow the golden files.

    Raises InvalidJob for combinations that have no meaning, so that no run starts with one.
    """

    lambda_outcome: Share
    lambda_process: Share
    alpha: float
    tau: Share
    step_min: PositiveInt
    step_max: PositiveInt
    length_min: Count
    length_max: Count
    format_reward: float
    length_reward: float
    penalty_gate: bool
    step_bonus: bool
    continuations_per_step: PositiveInt
    max_scored_steps: PositiveInt
    scheme: Scheme = "weighted"

    def __post_init__(self) -> None:
        if abs(self.lambda_outcome + self.lambda_process - 1) > 1e-9:
            raise InvalidJob("reward.lambdaProcess: lambdaOutcome and lambdaProcess must add up to 1")
        if self.penalty_gate and not self.step_bonus:
            raise InvalidJob("reward.stepBonus: the gate pays -B(K), so it needs the step bonus")
        if self.step_max < self.step_min:
            raise InvalidJob("reward.stepMax: must not be below stepMin")
        if self.length_max < self.length_min:
            raise InvalidJob("reward.lengthMax: must not be below lengthMin")

    @property
    def draws_continuations(self) -> bool:
        """Whether c_i enters the reward: an outcome-only arm never pays for continuations."""
        return self.lambda_process > 0
