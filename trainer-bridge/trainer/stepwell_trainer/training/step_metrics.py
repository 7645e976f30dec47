"""What one train step's responses say, by metric name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, stdev

from stepwell_trainer.continuations.draw import ScoredStep
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.training.groups import GroupStats
from stepwell_trainer.training.scoring import ScoredResponse

Values = dict[str, float]


def response_metrics(scored: Sequence[ScoredResponse], groups: Sequence[GroupStats]) -> Values:
    """Reward parts (mean, SD), shares, lengths and mean c_i. What has no value is left out, never 0."""
    values: Values = {}
    _add_reward_parts(values, scored)
    _add_shares(values, scored, groups)
    _add_mean(values, names.RESPONSE_TOKENS, (s.response.tokens for s in scored))
    _add_mean(values, names.RESPONSE_TRACE_STEPS, (s.parts.step_count for s in scored if s.parts.format_valid))
    values.update(solvability_means([s.steps for s in scored], names.solvability))
    _add_continuation_counts(values, scored)
    return values


def _add_reward_parts(values: Values, scored: Sequence[ScoredResponse]) -> None:
    parts = [s.parts for s in scored]
    _add_mean(values, names.REWARD_MEAN, (p.reward for p in parts), sd_name=names.REWARD_SD)
    for name, column in (
        (names.REWARD_FORMAT, [p.format for p in parts]),
        (names.REWARD_OUTCOME, [p.outcome for p in parts]),
        (names.REWARD_OUTCOME_GATED, [p.outcome_gated for p in parts]),
        (names.REWARD_PROCESS, [p.process for p in parts]),
        (names.REWARD_PROCESS_GATED, [p.process_gated for p in parts]),
        (names.REWARD_STEP_BONUS, [p.step_bonus for p in parts]),
    ):
        _add_mean(values, name, column, sd_name=name + names.SD_SUFFIX)


def _add_shares(values: Values, scored: Sequence[ScoredResponse], groups: Sequence[GroupStats]) -> None:
    parts = [s.parts for s in scored]
    gates = [p.gate for p in parts if p.gate != "off"]
    _add_mean(values, names.SHARE_VALID_FORMAT, (p.format_valid for p in parts))
    _add_mean(values, names.SHARE_VALID_LENGTH, (p.length_valid for p in parts))
    _add_mean(values, names.SHARE_GROUPS_WITHOUT_SIGNAL, (not g.has_signal for g in groups))
    _add_mean(values, names.SHARE_GATE_PASS, (gate == "pass" for gate in gates))
    _add_mean(values, names.SHARE_TRUNCATED, (s.response.finish_reason == "length" for s in scored))


def _add_continuation_counts(values: Values, scored: Sequence[ScoredResponse]) -> None:
    counts = [step.counts for s in scored for step in s.steps if step.counts is not None]
    if counts:
        values[names.CONTINUATIONS_REQUESTED] = sum(c.requested for c in counts)
        values[names.CONTINUATIONS_RETURNED] = sum(c.returned for c in counts)
        values[names.CONTINUATIONS_TRUNCATED] = sum(c.truncated for c in counts)


def solvability_means(traces: Sequence[Sequence[ScoredStep]], name: Callable[[int], str]) -> Values:
    """Mean c_i by trace step over the traces that have one."""
    longest = max((len(steps) for steps in traces), default=0)
    values: Values = {}
    for index in range(longest):
        counts = [steps[index].counts for steps in traces if index < len(steps)]
        known = [c.solvability for c in counts if c is not None]
        _add_mean(values, name(index + 1), (None if c is None else float(c) for c in known))
    return values


def _add_mean(values: Values, name: str, column: Iterable[float | None], sd_name: str | None = None) -> None:
    known = [float(value) for value in column if value is not None]
    if known:
        values[name] = fmean(known)
    if sd_name and len(known) > 1:
        values[sd_name] = stdev(known)
