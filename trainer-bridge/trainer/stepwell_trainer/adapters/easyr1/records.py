"""Lines of the published reward's logs (method.md, "Log formats"), checked field by field."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from stepwell_trainer.adapters.numbers import number


@dataclass(frozen=True)
class RewardLine:
    """One response. `counter` counts reward calls of one process: it is no train step."""

    counter: int
    sample: int
    problem: str
    ground_truth: str
    response: str
    tokens: int
    rewards: dict[str, float]

    @property
    def format_valid(self) -> bool:
        return self.rewards.get("format_valid", 0.0) > 0


@dataclass(frozen=True)
class RolloutLine:
    """The continuations of one prefix: what each added to it, and whether it was graded right."""

    counter: int
    sample: int
    step: int
    prefix_steps: tuple[str, ...]
    continuations: tuple[tuple[str, bool], ...]


def reward_line(record: dict[str, Any]) -> RewardLine | None:
    """None for a record that lacks what a response needs."""
    rewards, response = record.get("rewards"), record.get("raw_response")
    if not isinstance(rewards, dict) or not isinstance(response, str):
        return None
    counter, sample, tokens = (record.get(k) for k in ("global_step", "sample_idx", "response_length_tokens"))
    if not _is_count(counter) or not _is_count(sample):
        return None
    parts = {str(k): v for k, raw in rewards.items() if (v := number(raw)) is not None}
    if not math.isfinite(parts.get("overall", math.nan)):
        return None
    return RewardLine(
        counter=int(counter or 0),
        sample=int(sample or 0),
        problem=str(record.get("problem") or ""),
        ground_truth=str(record.get("ground_truth") or ""),
        response=response,
        tokens=int(tokens) if _is_count(tokens) and tokens is not None else 0,
        rewards=parts,
    )


def rollout_line(record: dict[str, Any]) -> RolloutLine | None:
    """None for a record that lacks what a prefix needs. A continuation that is no record was lost."""
    counter, sample, step = (record.get(k) for k in ("global_step", "sample_idx", "step_idx"))
    prefix, outputs = record.get("prefix_steps"), record.get("continuations")
    if not (_is_count(counter) and _is_count(sample) and _is_count(step)):
        return None
    if not isinstance(prefix, list) or not prefix or not isinstance(outputs, list):
        return None
    steps = tuple(str(text) for text in prefix)
    start = "<think>" + "".join(f"<step>{text}</step>" for text in steps)
    graded = []
    for output in outputs:
        text = output.get("output") if isinstance(output, dict) else None
        accuracy = number(output.get("accuracy")) if isinstance(output, dict) else None
        if isinstance(text, str) and accuracy is not None:
            graded.append((text.removeprefix(start), accuracy >= 1))
    return RolloutLine(int(counter or 0), int(sample or 0), int(step or 0), steps, tuple(graded))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
