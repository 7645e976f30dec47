"""Responses of one train step as Stepwell's traces, from `rollout_data_dir/STEP.jsonl`.

One line per response: input, output, gts, score, step, and what our reward returned (`_dump_generations` in
verl/trainer/ppo/ray_trainer.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.grpo_records import advantage, prompt_group, question
from stepwell_trainer.adapters.lines import json_record
from stepwell_trainer.adapters.numbers import number
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.groups import GroupStats, group_stats
from stepwell_trainer.training.model_id import model_id
from stepwell_trainer.training.trace_records import shortened


def read_step(path: Path, job: GrpoJob, train_step: int, items: Sequence[Item]) -> list[list[dict[str, Any]]] | None:
    """Traces by prompt, in the order of the data; None while the file is not whole: verl may write it late."""
    expected = job.training.grpo.prompts_per_step * job.training.grpo.group_size
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    records = [record for line in lines if (record := json_record(line)) is not None]
    if len(records) < expected:
        return None
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        index, score = number(record.get("stepwell_index")), number(record.get("score"))
        if index is not None and score is not None and math.isfinite(score) and 0 <= index < len(items):
            groups[int(index)].append(record)
    return [_group(groups[index], items[index], job, train_step) for index in sorted(groups)]


def _group(records: list[dict[str, Any]], item: Item, job: GrpoJob, train_step: int) -> list[dict[str, Any]]:
    grpo = job.training.grpo
    stats = group_stats([float(record["score"]) for record in records])
    whole = stats if len(records) == grpo.group_size else None
    return [_trace(record, item, i, whole, job, train_step) for i, record in enumerate(records)]


def _trace(
    record: dict[str, Any], item: Item, index: int, group: GroupStats | None, job: GrpoJob, train_step: int
) -> dict[str, Any]:
    response = str(record.get("output") or "")
    parsed = parse_response(response)
    tokens = int(number(record.get("stepwell_tokens")) or 0)
    valid = _part(record, "format_valid") == 1
    truncated = tokens > job.training.grpo.max_response_tokens
    return {
        "origin": "train",
        "trainStep": train_step,
        "sampleIndex": index,
        "prompt": question(item),
        "response": response,
        "responseTokens": tokens,
        "finishReason": "length" if truncated else "stop",
        "invalidReason": None
        if valid
        else parsed.invalid_reason or f"{len(parsed.steps)} trace steps are out of range",
        "answer": shortened(parsed.answer),
        "traceSteps": [_step(i, span.start, span.end) for i, span in enumerate(parsed.steps, start=1)],
        "reward": _reward(record, valid),
        "group": prompt_group(group, job.attempt_id, train_step, item.key),
        "groupAdvantage": advantage(float(record["score"]), group, by_sd=job.training.grpo.scale_rewards == "group"),
        "modelId": model_id(job, train_step),
    }


def _step(index: int, start: int, end: int) -> dict[str, Any]:
    counts = {"requested": 0, "returned": 0, "successes": 0, "truncated": 0, "continuations": []}
    return {"index": index, "text": {"start": start, "end": end}, "tokens": None, "straddled": False, **counts}


def _part(record: dict[str, Any], name: str) -> float | None:
    """A part as our reward returned it; NaN stands for unknown."""
    value = number(record.get(f"stepwell_{name}"))
    return None if value is None or math.isnan(value) else value


def _reward(record: dict[str, Any], valid: bool) -> dict[str, Any]:
    return {
        "reward": float(record["score"]),
        "format": _part(record, "format") or 0.0,
        "formatValid": valid,
        "lengthValid": _part(record, "length_valid") == 1,
        "stepCount": int(_part(record, "step_count") or 0),
        "outcome": _part(record, "outcome"),
        "outcomeGated": _part(record, "outcome_gated"),
        "process": None,
        "processGated": None,
        "stepBonus": _part(record, "step_bonus") or 0.0,
        "gate": "off",
    }
