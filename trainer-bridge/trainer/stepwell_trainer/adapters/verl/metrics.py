"""A train step's values: verl's by our names where they mean the same, the rest under its names.

Its names: verl/trainer/ppo/metric_utils.py and ray_trainer.py; its line is `{"step": N, "data": {name: value}}`
(FileLogger in verl/utils/tracking.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Any

from stepwell_trainer.adapters.grpo_records import Values, step_values
from stepwell_trainer.adapters.numbers import flattened
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.reporting import metric_names as names

_SAME = {
    "critic/score/mean": names.REWARD_MEAN,
    "response_length/mean": names.RESPONSE_TOKENS,
    "response_length/clip_ratio": names.SHARE_TRUNCATED,
    "actor/entropy": names.POLICY_ENTROPY,
    "actor/kl_loss": names.POLICY_KL,
    "actor/grad_norm": names.OPTIM_GRAD_NORM,
    "actor/lr": names.OPTIM_LEARNING_RATE,
    "timing_s/gen": names.SECONDS_RESPONSES,
    "timing_s/reward": names.SECONDS_GRADING,
    "timing_s/update_actor": names.SECONDS_UPDATE,
}


def stack_metrics(data: dict[str, Any], job: GrpoJob) -> Values:
    """One line's `data`."""
    return step_values(dict(flattened(data)), _SAME, job.training.grpo)


def trace_metrics(groups: Sequence[Sequence[dict[str, Any]]]) -> Values:
    """What the step's responses say that verl does not log."""
    parts = [trace["reward"] for group in groups for trace in group]
    values: Values = {}
    for name, part in (
        (names.REWARD_FORMAT, "format"),
        (names.REWARD_OUTCOME, "outcome"),
        (names.REWARD_OUTCOME_GATED, "outcomeGated"),
        (names.REWARD_STEP_BONUS, "stepBonus"),
        (names.SHARE_VALID_FORMAT, "formatValid"),
        (names.SHARE_VALID_LENGTH, "lengthValid"),
    ):
        known = [float(p[part]) for p in parts if p[part] is not None]
        if known:
            values[name] = fmean(known)
    if len(parts) > 1:
        values[names.REWARD_SD] = stdev([p["reward"] for p in parts])
    steps = [p["stepCount"] for p in parts if p["formatValid"]]
    if steps:
        values[names.RESPONSE_TRACE_STEPS] = fmean(steps)
    stats = [group[0]["group"] for group in groups if group and group[0]["group"]]
    if stats:
        values[names.SHARE_GROUPS_WITHOUT_SIGNAL] = fmean((g["sd"] or 0) <= 1e-8 for g in stats)
    return values
