"""What the followers of GRPO stacks record alike: metrics by our names, prompts, groups, advantages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stepwell_trainer.jobs.spec import GrpoConfig
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.groups import GroupStats
from stepwell_trainer.training.trace_records import group_record, prompt_record

Values = dict[str, float]

# What verl, and EasyR1 after it, add to a group's SD (core_algos.py, compute_grpo_outcome_advantage).
_EPSILON = 1e-6
_NOT_A_NAME = re.compile(r"[^\w.@%+/-]")
_TOKENS = {"response_length/mean": names.TOKENS_RESPONSE, "prompt_length/mean": names.TOKENS_PROMPT}


def step_values(raw: Mapping[str, float], same: Mapping[str, str], grpo: GrpoConfig) -> Values:
    """A train step's values under the names in `same`, else the stack's own made fit; tokens as the step's totals."""
    # The policy's loss is the loss only where no KL term is added to it.
    known = {**same, "actor/pg_loss": names.OPTIM_LOSS} if grpo.kl_beta == 0 else same
    values = {known.get(name) or _NOT_A_NAME.sub("_", name).strip("/"): value for name, value in raw.items()}
    responses = grpo.prompts_per_step * grpo.group_size
    totals = {ours: round(raw[theirs] * responses) for theirs, ours in _TOKENS.items() if theirs in raw}
    return {**values, **totals}


def question(item: Item) -> dict[str, Any]:
    """The prompt of a trace: stacks get the question as one message."""
    return prompt_record(item, [{"role": "user", "content": item.prompt}])


def prompt_group(group: GroupStats | None, attempt_id: str, train_step: int, key: str) -> dict[str, Any] | None:
    """The group of a prompt's responses in a train step; None where they are not all there."""
    return None if group is None else group_record(group, f"{attempt_id}/{train_step}/{key}"[:200])


def advantage(score: float, group: GroupStats | None, by_sd: bool) -> float | None:
    """As trained with: less the group's mean, divided by its SD or by nothing."""
    if group is None or group.mean is None or group.sd is None:
        return None
    return (score - group.mean) / (group.sd + _EPSILON if by_sd else 1.0)
