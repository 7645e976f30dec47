"""Traces in wire form: lib/contracts/trace-event.ts `traceRecord`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from stepwell_trainer.continuations.draw import ScoredStep
from stepwell_trainer.continuations.grade import Continuation
from stepwell_trainer.continuations.response import Response
from stepwell_trainer.reward.parts import RewardParts, StepCounts
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.groups import GroupStats
from stepwell_trainer.training.scoring import ScoredResponse
from stepwell_trainer.training.token_scores import TokenScores

_NOT_DRAWN = StepCounts(0, 0, 0)
# The contract takes no longer answers (lib/contracts/trace-event.ts).
_ANSWER_LIMIT = 10_000


@dataclass(frozen=True)
class Sampling:
    """Where a response stands: its train step, group, and the model that sampled it and its continuations."""

    origin: Literal["train", "probe"]
    train_step: int
    sample_index: int
    group_id: str
    model_id: str
    messages: list[dict[str, str]]


def trace_record(
    scored: ScoredResponse,
    sampling: Sampling,
    group: GroupStats | None,
    advantage: float | None,
    token_scores: TokenScores | None = None,
) -> dict[str, Any]:
    """One response with its trace steps, scores and advantage as trained with."""
    response, parts = scored.response, scored.parts
    return {
        "origin": sampling.origin,
        "trainStep": sampling.train_step,
        "sampleIndex": sampling.sample_index,
        "prompt": prompt_record(response.item, sampling.messages),
        "response": response.text,
        "responseTokens": response.tokens,
        "finishReason": response.finish_reason,
        "invalidReason": invalid_reason(response, parts),
        "answer": shortened(response.parsed.answer),
        "traceSteps": _trace_steps(scored),
        "reward": _reward(parts),
        "group": None if group is None else group_record(group, sampling.group_id),
        "groupAdvantage": advantage,
        "modelId": sampling.model_id,
        "tokenScores": None if token_scores is None else token_scores.wire(),
    }


def invalid_reason(response: Response, parts: RewardParts) -> str | None:
    """Why the format is invalid: the grammar's reason, or the number of trace steps."""
    if parts.format_valid:
        return None
    return response.parsed.invalid_reason or f"{len(response.parsed.steps)} trace steps are out of range"


def shortened(answer: str | None) -> str | None:
    """An answer as long as the contract takes one."""
    return None if answer is None else answer[:_ANSWER_LIMIT]


def prompt_record(item: Item, messages: list[dict[str, str]]) -> dict[str, Any]:
    """The prompt of a trace, as a chat."""
    return {
        "key": item.key,
        "dataset": item.dataset,
        "family": item.family,
        "messages": messages,
        "answer": item.answer,
    }


def _trace_steps(scored: ScoredResponse) -> list[dict[str, Any]]:
    """Spans from the grammar; counts where continuations were requested. An uncontinued response has no prefixes."""
    records, token_start = [], 0
    steps: list[ScoredStep | None] = list(scored.steps) or [None] * len(scored.response.parsed.steps)
    for index, (span, step) in enumerate(zip(scored.response.parsed.steps, steps, strict=True), start=1):
        counts = step.counts if step and step.counts else _NOT_DRAWN
        records.append(
            {
                "index": index,
                "text": {"start": span.start, "end": span.end},
                "tokens": None if step is None else {"start": token_start, "end": step.prefix.tokens},
                "straddled": bool(step and step.prefix.straddled),
                "requested": counts.requested,
                "returned": counts.returned,
                "successes": counts.successes,
                "truncated": counts.truncated,
                "continuations": [_continuation(c) for c in (step.continuations if step else ())],
            }
        )
        token_start = step.prefix.tokens if step else token_start
    return records


def _continuation(continuation: Continuation) -> dict[str, Any]:
    return {
        "text": continuation.text,
        "verdict": continuation.verdict,
        "answer": shortened(continuation.answer),
        "tokens": continuation.tokens,
        "finishReason": continuation.finish_reason,
    }


def _reward(parts: RewardParts) -> dict[str, Any]:
    return {
        "reward": parts.reward,
        "format": parts.format,
        "formatValid": parts.format_valid,
        "lengthValid": parts.length_valid,
        "stepCount": parts.step_count,
        "outcome": parts.outcome,
        "outcomeGated": parts.outcome_gated,
        "process": parts.process,
        "processGated": parts.process_gated,
        "stepBonus": parts.step_bonus,
        "gate": parts.gate,
    }


def group_record(group: GroupStats, group_id: str) -> dict[str, Any]:
    """A group's baseline, as trained with."""
    return {"id": group_id, "mean": group.mean, "sd": group.sd, "n": group.n, "size": group.size}
