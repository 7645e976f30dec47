"""Responses of one train step as Stepwell's traces, from the two logs of the published reward.

What the logs do not say stays unknown: the outcome where it had no weight (logged as 0), c_i of a prefix whose
continuations are all lost (logged as 0), and truncation of continuations (not logged at all).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from stepwell_trainer.adapters.easyr1.config import PUBLISHED_TAU
from stepwell_trainer.adapters.easyr1.records import RewardLine, RolloutLine
from stepwell_trainer.adapters.grpo_records import advantage, prompt_group, question
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.grammar import ParsedResponse, parse_response
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.groups import GroupStats, group_stats
from stepwell_trainer.training.trace_records import shortened

_TAG_BLANKS = re.compile(r"\s*(<|>|/)\s*")
_PREFIX_MISMATCH = "its prefix is not the response's"


@dataclass(frozen=True)
class StepFacts:
    """What belongs to every trace of a train step."""

    train_step: int
    group_size: int
    attempt_id: str
    model_id: str
    reward: RewardConfig
    max_response_tokens: int


@dataclass
class Joined:
    """Traces of a step by group, and how many lines found no place, by reason."""

    groups: dict[str, list[dict[str, Any]]]
    unjoined: dict[str, int]


def join(
    lines: Sequence[RewardLine],
    rollouts: Sequence[RolloutLine],
    find: Callable[[RewardLine], Item | None],
    tokens: Callable[[str], int],
    facts: StepFacts,
) -> Joined:
    """Joins the lines of one counter by sample index, and requires equal prefix text."""
    unjoined: dict[str, int] = defaultdict(int)
    by_prefix: dict[tuple[int, int], list[RolloutLine]] = defaultdict(list)
    for rollout in rollouts:
        by_prefix[rollout.sample, rollout.step].append(rollout)
    placed: dict[str, list[tuple[RewardLine, Item]]] = defaultdict(list)
    for line in _single(lines, unjoined):
        item = find(line)
        if item is None:
            unjoined["its prompt is logged like another's, or is none of the job's"] += 1
        else:
            placed[item.key].append((line, item))
    groups = {
        key: _group(members, by_prefix, tokens, facts, unjoined)
        for key, members in sorted(placed.items(), key=lambda entry: entry[1][0][0].sample)
    }
    return Joined(groups, dict(unjoined))


def _single(lines: Sequence[RewardLine], unjoined: dict[str, int]) -> list[RewardLine]:
    by_sample: dict[int, list[RewardLine]] = defaultdict(list)
    for line in lines:
        by_sample[line.sample].append(line)
    doubled = sum(len(same) for same in by_sample.values() if len(same) > 1)
    if doubled:
        unjoined["two responses have its counter and index"] += doubled
    return [same[0] for _, same in sorted(by_sample.items()) if len(same) == 1]


def _group(
    members: list[tuple[RewardLine, Item]],
    by_prefix: dict[tuple[int, int], list[RolloutLine]],
    tokens: Callable[[str], int],
    facts: StepFacts,
    unjoined: dict[str, int],
) -> list[dict[str, Any]]:
    """Traces of one prompt. EasyR1 reorders its batch, so a group is the responses to one prompt, by index.

    A prompt that stands twice in a train step makes two groups that cannot be told apart; it then has no group.
    """
    stats = group_stats([line.rewards["overall"] for line, _ in members])
    whole = stats if len(members) == facts.group_size else None
    return [
        _trace(line, item, index, whole, _steps(line, by_prefix, tokens, facts, unjoined), facts)
        for index, (line, item) in enumerate(members)
    ]


def _trace(
    line: RewardLine,
    item: Item,
    index: int,
    group: GroupStats | None,
    steps: list[dict[str, Any]],
    facts: StepFacts,
) -> dict[str, Any]:
    parsed = parse_response(line.response)
    return {
        "origin": "train",
        "trainStep": facts.train_step,
        "sampleIndex": index,
        "prompt": question(item),
        "response": line.response,
        "responseTokens": line.tokens,
        "finishReason": "length" if line.tokens >= facts.max_response_tokens else "stop",
        "invalidReason": _invalid_reason(line, parsed),
        "answer": shortened(parsed.answer),
        "traceSteps": steps,
        "reward": _reward(line, steps, facts.reward),
        "group": prompt_group(group, facts.attempt_id, facts.train_step, item.key),
        "groupAdvantage": advantage(line.rewards["overall"], group, by_sd=True),
        "modelId": facts.model_id,
    }


def _invalid_reason(line: RewardLine, parsed: ParsedResponse) -> str | None:
    if line.format_valid:
        return None
    return parsed.invalid_reason or f"the published reward took {len(parsed.steps)} trace steps for an invalid format"


def _steps(
    line: RewardLine,
    by_prefix: dict[tuple[int, int], list[RolloutLine]],
    tokens: Callable[[str], int],
    facts: StepFacts,
    unjoined: dict[str, int],
) -> list[dict[str, Any]]:
    """Trace steps by our grammar; counts where the rollout of exactly this prefix is found."""
    parsed = parse_response(line.response)
    bodies = [_published(line.response[span.start : span.end]) for span in parsed.steps]
    records = []
    for i, span in enumerate(parsed.steps):
        found = by_prefix.get((line.sample, i), [])
        fitting = [r for r in found if list(r.prefix_steps) == bodies[: i + 1]]
        if len(found) > len(fitting):
            unjoined[_PREFIX_MISMATCH] += len(found) - len(fitting)
        rollout = fitting[0] if len(fitting) == 1 else None
        records.append(
            {
                "index": i + 1,
                "text": {"start": span.start, "end": span.end},
                "tokens": None,
                "straddled": False,
                "requested": 0
                if rollout is None
                else max(facts.reward.continuations_per_step, len(rollout.continuations)),
                "returned": 0 if rollout is None else len(rollout.continuations),
                "successes": 0 if rollout is None else sum(right for _, right in rollout.continuations),
                "truncated": 0,
                "continuations": [] if rollout is None else [_continuation(*c, tokens) for c in rollout.continuations],
            }
        )
    return records


def _published(body: str) -> str:
    """A step's text as the published code sees it, which eats the blanks around `/`, `<` and `>`."""
    return _TAG_BLANKS.sub(r"\1", body).strip()


def _continuation(added: str, right: bool, tokens: Callable[[str], int]) -> dict[str, Any]:
    start, end = added.rfind("<answer>"), added.rfind("</answer>")
    answer = added[start + len("<answer>") : end].strip() if 0 <= start < end else None
    verdict = "right" if right else "wrong" if answer is not None else "malformed"
    return {
        "text": added,
        "verdict": verdict,
        "answer": shortened(answer),
        "tokens": tokens(added),
        "finishReason": "stop",
    }


def _reward(line: RewardLine, steps: list[dict[str, Any]], config: RewardConfig) -> dict[str, Any]:
    """The parts as paid. What the published code logs as 0 without having computed it is unknown here."""
    parts, valid = line.rewards, line.format_valid
    by_outcome = valid and config.lambda_outcome > 0
    by_process = valid and config.draws_continuations
    known = [Fraction(s["successes"], s["returned"]) for s in steps if s["returned"]]
    gated = by_process and config.penalty_gate
    return {
        "reward": parts["overall"],
        "format": parts.get("format_reward", 0.0),
        "formatValid": valid,
        "lengthValid": parts.get("length_valid", 0.0) > 0,
        "stepCount": int(parts.get("step_count", 0.0)) if valid else 0,
        "outcome": parts.get("acc_reward_raw") if by_outcome else None,
        "outcomeGated": parts.get("acc_reward") if by_outcome else None,
        "process": float(sum(known, Fraction(0)) / len(known)) if by_process and known else None,
        "processGated": parts.get("cot_reward") if by_process else None,
        "stepBonus": parts.get("step_bonus", 0.0),
        "gate": ("pass" if parts.get("cot_reward_raw", 0.0) >= PUBLISHED_TAU else "fail") if gated else "off",
    }
