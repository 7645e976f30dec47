"""Checks the reward against golden files: `N passed, M failed`, with each failing id.

Files are shaped like those the web side reads. Reward cases carry raw responses and scripted continuations, or counts,
what-if cases groups of counts; other families (statistics, redraws) are reported as skipped, since no trainer code
computes them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from stepwell_trainer.continuations.draw import count
from stepwell_trainer.continuations.grade import Continuation, grade_continuation
from stepwell_trainer.continuations.response import Response
from stepwell_trainer.golden_what_if import evaluate_counts, evaluate_what_if
from stepwell_trainer.jobs.strict import parse
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import (
    decide_gate,
    is_valid,
    mean_solvability,
    process_bounds,
    score_response,
)
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.reward.parts import RewardParts, StepCounts
from stepwell_trainer.reward.published import published_step_count
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.index import VerifierSet

_TOLERANCE = 1e-9


def main(paths: list[Path]) -> int:
    """Exit code: 1 where a case failed or a file could not be read."""
    passed, failed, skipped = 0, 0, Counter[str]()
    for path in paths:
        try:
            cases = json.loads(path.read_text("utf-8"))["cases"]
        except (OSError, ValueError, KeyError, TypeError) as problem:
            print(f"{path}: not a golden file: {problem!r}", file=sys.stderr)
            return 1
        for case in cases:
            if evaluator_of(case) is None:
                skipped[str(case.get("family") or case.get("kind") or "redraw")] += 1
                continue
            wrong = differences(case)
            passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
            if wrong:
                print(f"FAILED {case.get('id')}: {'; '.join(wrong)}")
    for family, number in sorted(skipped.items()):
        print(f"{number} skipped: {family}: family not used by the trainer")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def evaluator_of(case: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Mapping[str, object]] | None:
    """What the trainer computes of a case; None where it computes nothing of the kind."""
    given = case.get("input")
    if case.get("family") == "missing":
        return evaluate_missing
    if not isinstance(given, Mapping):
        return None
    if "response" in given and "config" in given:
        return evaluate
    if "counts" in given and "config" in given:
        return evaluate_counts
    return evaluate_what_if if "groups" in given and "continuations" not in given else None


def differences(case: Mapping[str, Any]) -> list[str]:
    """What differs from the case's expected values; a case that cannot be computed differs as a whole."""
    evaluator = evaluator_of(case)
    if evaluator is None:
        return ["not a case that the trainer computes"]
    try:
        found = evaluator(case["input"])
    except Exception as problem:  # noqa: BLE001 - a broken case is reported by its id, the others still run
        return [f"{type(problem).__name__}: {problem}"]
    return [
        f"{name}: expected {expected}, found {found.get(name)}"
        for name, expected in case["expected"].items()
        if not _close(found.get(name), expected)
    ]


def _close(found: object, expected: object) -> bool:
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(_close, found, expected))
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return abs(found - expected) <= _TOLERANCE
    return found == expected


def evaluate_missing(given: Mapping[str, Any]) -> dict[str, object]:
    """Lost continuations: c_i, R_proc, its bounds and the gate, beside what the published code makes of them
    (a prefix without any counts as 0)."""
    counts = [StepCounts(s["requested"], s["returned"], s["k"]) for s in given["steps"]]
    known = [c.solvability for c in counts]
    mean = mean_solvability(counts)
    lowest, highest = process_bounds(counts)
    return {
        "c": [None if c is None else float(c) for c in known],
        "mean": None if mean is None else float(mean),
        "lo": float(lowest),
        "hi": float(highest),
        "asReferenceCode": float(sum(c or Fraction(0) for c in known) / len(known)),
        "gate": decide_gate(counts, given["tau"]),
    }


def evaluate(given: Mapping[str, Any]) -> dict[str, float | None]:
    """The published function's values by its names; what was not computed there is mapped to 0 here, and only here."""
    config = parse(RewardConfig, given["config"], "config")
    item = Item("golden", "golden", "", given["answer"], "option-letter")
    text, tokens = given["response"], given["responseTokens"]
    response = Response(item, (), tuple(range(tokens)), text, "stop", parse_response(text))
    verifiers = VerifierSet()
    counts = _counts(response, given["continuations"], config, verifiers)
    right = verifiers.judge(response.parsed.answer, item)
    parts = score_response(response.parsed, tokens, right, counts, config)
    return _published(parts, text, config)


def _counts(
    response: Response, scripted: list[list[str]], config: RewardConfig, verifiers: VerifierSet
) -> list[StepCounts]:
    """Scripted continuations begin after `</think>`, so that tag is supplied before strict grading."""
    if not (config.draws_continuations and is_valid(response.parsed, config)):
        return []
    scored: list[StepCounts] = []
    for step, texts in zip(response.parsed.steps[: config.max_scored_steps], scripted, strict=False):
        graded: list[Continuation] = [
            grade_continuation(response, step.close, f"</think>{text}", 0, "stop", verifiers) for text in texts
        ]
        scored.append(count(graded, len(texts)))
    return scored


def _published(parts: RewardParts, text: str, config: RewardConfig) -> dict[str, float | None]:
    computed_outcome = parts.format_valid and config.lambda_outcome > 0
    computed_process = parts.format_valid and config.lambda_process > 0
    return {
        "overall": parts.reward,
        "r1": config.format_reward if parts.format_valid else 0.0,
        "beta": parts.format - config.format_reward if parts.format_valid else 0.0,
        "format_valid": float(parts.format_valid),
        "length_valid": float(parts.length_valid),
        "step_count": float(published_step_count(text)),
        "acc_reward_raw": parts.outcome if computed_outcome else 0.0,
        "acc_reward": parts.outcome_gated if computed_outcome else 0.0,
        "cot_reward_raw": parts.process if computed_process else 0.0,
        "cot_reward": parts.process_gated if computed_process else 0.0,
        "step_bonus": parts.step_bonus,
    }
