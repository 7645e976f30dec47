"""Golden cases that begin with counts, scored with the trainer's own reward: one response, or groups of a what-if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from stepwell_trainer.jobs.strict import parse, wire_name
from stepwell_trainer.reward.advantages import EPSILON, centred, decoupled, normalised, spread
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import is_valid, score_response
from stepwell_trainer.reward.grammar import ParsedResponse, TraceStepSpan
from stepwell_trainer.reward.parts import GroupOutcomes, RewardParts, StepCounts
from stepwell_trainer.training.scoring import group_outcomes

Column = list["float | None"]
_ONLY_HERE = ("scheme", "scaleRewards", "lost")


def evaluate_counts(given: Mapping[str, Any]) -> dict[str, object]:
    """Every part of one response's reward, in the contract's names."""
    config = parse(RewardConfig, given["config"], "config")
    response = {**given, "steps": given["counts"]}
    counts = _counts(response, config, "missing")
    parts = score_response(_parsed(response), given["responseTokens"], given["outcome"], counts, config)
    return {wire_name(name): value for name, value in asdict(parts).items()}


def evaluate_what_if(given: Mapping[str, Any]) -> dict[str, object]:
    """Rewards, proc', gates and advantages by group; None where unknown."""
    settings, groups = given["settings"], given["groups"]
    config = _config(settings)
    scored = [_score_group(group, config, settings["lost"]) for group in groups]
    plain: list[Column] = [[p.reward for p in parts] for parts in scored]
    rewards, advantages = _trained_with(groups, scored, plain, config, settings)
    return {
        "rewards": rewards,
        "processGated": [[p.process_gated for p in parts] for parts in scored],
        "gate": [[p.gate for p in parts] for parts in scored],
        "advantages": advantages,
    }


def _config(settings: Mapping[str, Any]) -> RewardConfig:
    """The configuration to train with; GDPO's rewards are the weighted ones."""
    scheme = settings["scheme"]
    named = {"outcome": (1.0, 0.0), "process": (0.0, 1.0)}
    shared = {name: value for name, value in settings.items() if name not in _ONLY_HERE}
    if scheme not in (*named, "gdpo"):
        shared["scheme"] = scheme
    config = parse(RewardConfig, shared, "settings")
    if scheme not in named:
        return config
    outcome, process = named[scheme]
    return replace(config, lambda_outcome=outcome, lambda_process=process)


def _parsed(response: Mapping[str, Any]) -> ParsedResponse:
    """A text of as many trace steps: the reward looks at nothing else of it."""
    if not response["grammarValid"]:
        return ParsedResponse(invalid_reason="not of the grammar")
    return ParsedResponse(steps=tuple(TraceStepSpan(0, 1, 1) for _ in range(response["stepCount"])), answer="x")


def _counts(response: Mapping[str, Any], config: RewardConfig, lost: str) -> list[StepCounts]:
    """Counts of trace steps 1..min(K, K_max); a step that has none beside others that do was lost whole."""
    wanted = min(response["stepCount"], config.max_scored_steps)
    given = [_read(step, lost) for step in response["steps"][:wanted]]
    if not any(counts.requested for counts in given):
        return []
    missing = StepCounts(config.continuations_per_step, 0, 0)
    filled = [counts if counts.requested else missing for counts in given]
    return filled + [missing] * (wanted - len(filled))


def _read(step: Mapping[str, int], lost: str) -> StepCounts:
    counts = StepCounts(step["requested"], step["returned"], step["successes"])
    if lost == "missing":
        return counts
    successes = counts.successes + (counts.lost if lost == "successes" else 0)
    return StepCounts(counts.requested, counts.requested, successes)


def _score_group(group: Mapping[str, Any], config: RewardConfig, lost: str) -> list[RewardParts]:
    responses = group["responses"]
    parsed = [_parsed(response) for response in responses]
    outcomes: GroupOutcomes | None = None
    if _is_whole(group):
        outcomes = group_outcomes([is_valid(p, config) for p in parsed], [r["outcome"] for r in responses])
    return [
        score_response(p, r["responseTokens"], r["outcome"], _counts(r, config, lost), config, outcomes)
        for p, r in zip(parsed, responses, strict=True)
    ]


def _is_whole(group: Mapping[str, Any]) -> bool:
    return len(group["responses"]) == group["size"]


def _trained_with(
    groups: Sequence[Mapping[str, Any]],
    scored: Sequence[Sequence[RewardParts]],
    rewards: list[Column],
    config: RewardConfig,
    settings: Mapping[str, Any],
) -> tuple[list[Column], list[Column]]:
    """(rewards, advantages) by group; no advantage where R is unknown or the group is not stored whole.

    Under GDPO the sum of the normalised parts takes the place of R, as in TRL.
    """
    whole = [_is_whole(group) for group in groups]
    usable = [column if ok else [None] * len(column) for column, ok in zip(rewards, whole, strict=True)]
    batches = [group["batch"] for group in groups]
    if settings["scheme"] == "gdpo":
        sums = [_decoupled(parts, column, config) for parts, column in zip(scored, usable, strict=True)]
        return sums, _over_batches(sums, batches)
    if settings["scaleRewards"] == "group":
        return rewards, [normalised(column) for column in usable]
    divisors = [
        _batch_spread(usable, batches, batch) if settings["scaleRewards"] == "batch" else 1.0 for batch in batches
    ]
    return rewards, [centred(column, divisor) for column, divisor in zip(usable, divisors, strict=True)]


def _batch_spread(columns: Sequence[Column], batches: Sequence[int], batch: int) -> float:
    own = [v for column, b in zip(columns, batches, strict=True) if b == batch for v in column if v is not None]
    return spread(own) + EPSILON


def _decoupled(parts: Sequence[RewardParts], rewards: Column, config: RewardConfig) -> Column:
    known = [p for p, reward in zip(parts, rewards, strict=True) if reward is not None]
    if not known:
        return [None] * len(rewards)
    columns = [
        [config.format_reward if p.format_valid else 0.0 for p in known],
        [p.format - config.format_reward if p.format_valid else 0.0 for p in known],
        [p.outcome_gated or 0.0 for p in known],
        [p.process_gated or 0.0 for p in known],
        [p.step_bonus for p in known],
    ]
    sums = iter(decoupled(columns, [1.0, 1.0, config.lambda_outcome, config.lambda_process, 1.0]))
    return [None if reward is None else next(sums) for reward in rewards]


def _over_batches(sums: Sequence[Column], batches: Sequence[int]) -> list[Column]:
    """Centred and divided by the SD over all responses of the batch."""
    out: list[Column] = [list(column) for column in sums]
    for batch in set(batches):
        places = [(g, i) for g, column in enumerate(sums) if batches[g] == batch for i in range(len(column))]
        for (g, i), value in zip(places, normalised([sums[g][i] for g, i in places]), strict=True):
            out[g][i] = value
    return out
