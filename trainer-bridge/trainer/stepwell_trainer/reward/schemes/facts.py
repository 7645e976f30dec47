"""What a scheme sees of one response of valid format; its own part of the reward is proc'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.parts import Gate, StepCounts


@dataclass(frozen=True)
class SchemeFacts:
    """Unknown is None, never 0. `c0` is the share of right responses in the response's group."""

    config: RewardConfig
    outcome: float | None
    scored: Sequence[StepCounts]
    process: float | None
    gate: Gate
    bonus: float
    c0: float | None


@dataclass(frozen=True)
class Scheme:
    """R = R_fmt + lambda_outcome * outcome' + lambda_process * proc' + B(K); a scheme says what proc' is.

    `gated`: whether the gate on R_proc decides over proc'. The same schemes stand in lib/rewards/schemes, with their
    sources; golden/what-if.json holds both to the same values.
    """

    process_part: Callable[[SchemeFacts], float | None]
    gated: bool = True


def gated_by(facts: SchemeFacts, value: float | None) -> float | None:
    """`value` where the gate passes or is off, -B(K) where it fails, unknown where it is undetermined."""
    if facts.gate == "undetermined":
        return None
    return -facts.bonus if facts.gate == "fail" else value
