"""A train step's values: EasyR1's own by our names where they mean the same, the rest under its names.

Its names: verl/trainer/metrics.py and ray_trainer.py of 77Han329/ProcessThinker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean, stdev
from typing import Any

from stepwell_trainer.adapters.grpo_records import Values, step_values
from stepwell_trainer.adapters.numbers import flattened
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.reporting import metric_names as names

_SAME = {
    "reward/overall": names.REWARD_MEAN,
    "reward/format_reward": names.REWARD_FORMAT,
    "reward/format_valid": names.SHARE_VALID_FORMAT,
    "reward/length_valid": names.SHARE_VALID_LENGTH,
    "reward/step_bonus": names.REWARD_STEP_BONUS,
    "response_length/mean": names.RESPONSE_TOKENS,
    "response_length/clip_ratio": names.SHARE_TRUNCATED,
    "actor/grad_norm": names.OPTIM_GRAD_NORM,
    "actor/lr": names.OPTIM_LEARNING_RATE,
    "actor/kl_loss": names.POLICY_KL,
    "timing_s/gen": names.SECONDS_RESPONSES,
    "timing_s/update_actor": names.SECONDS_UPDATE,
}
# Logged as 0 where they were not computed.
_OUTCOME = ("reward/acc_reward_raw", "reward/acc_reward")
_PROCESS = ("reward/cot_reward_raw", "reward/cot_reward", "reward/gdpo_cot")


def stack_metrics(record: dict[str, Any], job: GrpoJob) -> Values:
    """One line of experiment_log.jsonl."""
    reward = job.training.reward
    raw = dict(flattened({k: v for k, v in record.items() if k != "step"}))
    unknown = (() if reward.lambda_outcome > 0 else _OUTCOME) + (() if reward.draws_continuations else _PROCESS)
    known = {name: value for name, value in raw.items() if name not in unknown}
    return step_values(known, _SAME, job.training.grpo)


def step_seconds(record: dict[str, Any]) -> float:
    """Wall time of the train step; 0 where the line does not say."""
    return dict(flattened(record)).get("perf/time_per_step", 0.0)


def trace_metrics(groups: Iterable[Sequence[dict[str, Any]]]) -> Values:
    """What the step's responses say that EasyR1 does not log: spread, outcome, process, c_i, signal."""
    whole = [list(group) for group in groups]
    traces = [trace for group in whole for trace in group]
    values: Values = {}
    for name, part in (
        (names.REWARD_OUTCOME, "outcome"),
        (names.REWARD_OUTCOME_GATED, "outcomeGated"),
        (names.REWARD_PROCESS, "process"),
        (names.REWARD_PROCESS_GATED, "processGated"),
    ):
        _add(values, name, (t["reward"][part] for t in traces), spread=name + names.SD_SUFFIX)
    rewards = [t["reward"]["reward"] for t in traces]
    if len(rewards) > 1:
        values[names.REWARD_SD] = stdev(rewards)
    gates = [t["reward"]["gate"] for t in traces if t["reward"]["gate"] != "off"]
    _add(values, names.SHARE_GATE_PASS, (float(gate == "pass") for gate in gates))
    _add(
        values,
        names.RESPONSE_TRACE_STEPS,
        (t["reward"]["stepCount"] for t in traces if t["reward"]["formatValid"]),
    )
    stats = [group[0]["group"] for group in whole if group and group[0]["group"]]
    _add(values, names.SHARE_GROUPS_WITHOUT_SIGNAL, (float((g["sd"] or 0) <= 1e-8) for g in stats))
    _add_continuations(values, traces)
    return values


def _add_continuations(values: Values, traces: list[dict[str, Any]]) -> None:
    drawn = [step for t in traces for step in t["traceSteps"] if step["requested"]]
    for index in sorted({step["index"] for step in drawn}):
        at = [s["successes"] / s["returned"] for s in drawn if s["index"] == index and s["returned"]]
        _add(values, names.solvability(index), at)
    if drawn:
        values[names.CONTINUATIONS_REQUESTED] = sum(s["requested"] for s in drawn)
        values[names.CONTINUATIONS_RETURNED] = sum(s["returned"] for s in drawn)
        values[names.TOKENS_CONTINUATION] = sum(c["tokens"] for s in drawn for c in s["continuations"])


def _add(values: Values, name: str, column: Iterable[float | None], spread: str | None = None) -> None:
    known = [float(value) for value in column if value is not None]
    if known:
        values[name] = fmean(known)
    if spread and len(known) > 1:
        values[spread] = stdev(known)
