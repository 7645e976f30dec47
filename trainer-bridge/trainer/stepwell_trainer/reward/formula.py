"""The reward of one response, exactly as method.md states it (arXiv 2606.11209, with its code's faults mended).

Everything that is compared is an integer or a rational, so that a gate at tau = 0.6 never depends on how
0.6 rounds. Floats appear only in what is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.grammar import ParsedResponse
from stepwell_trainer.reward.parts import Gate, GroupOutcomes, RewardParts, StepCounts
from stepwell_trainer.reward.schemes.facts import SchemeFacts
from stepwell_trainer.reward.schemes.index import SCHEMES


def as_rational(decimal: float) -> Fraction:
    """The number that was written down (0.6 is 3/5), not the nearest binary one."""
    return Fraction(repr(decimal))


def step_bonus(step_count: int, config: RewardConfig) -> float:
    """B(K); 0 where the bonus is off or Kmax_format = Kmin."""
    if not config.step_bonus or config.step_max == config.step_min:
        return 0.0
    share = (step_count - config.step_min) / (config.step_max - config.step_min)
    return config.alpha * sqrt(min(max(share, 0.0), 1.0))


def mean_solvability(counts: Sequence[StepCounts]) -> Fraction | None:
    """R_proc: the mean of the non-null c_i, exact; None where every c_i is missing."""
    known = [c.solvability for c in counts if c.solvability is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def process_bounds(counts: Sequence[StepCounts]) -> tuple[Fraction, Fraction]:
    """R_proc had every lost continuation failed, and had every one succeeded. At least one prefix is needed."""
    lowest = sum((Fraction(c.successes, c.requested) for c in counts), Fraction(0)) / len(counts)
    highest = sum((Fraction(c.successes + c.lost, c.requested) for c in counts), Fraction(0)) / len(counts)
    return lowest, highest


def decide_gate(counts: Sequence[StepCounts], tau: float) -> Gate:
    """Compares R_proc with tau over everything that lost continuations could have said.

    With none lost and one M for all this is `sum of successes >= ceil(tau * sum of returned)`.
    """
    if not counts:
        return "undetermined"
    lowest, highest = process_bounds(counts)
    threshold = as_rational(tau)
    if lowest >= threshold:
        return "pass"
    return "fail" if highest < threshold else "undetermined"


def is_valid(parsed: ParsedResponse, config: RewardConfig) -> bool:
    """Grammar and Kmin <= K <= Kmax_format: only such a response earns anything or is continued."""
    return parsed.matches and config.step_min <= len(parsed.steps) <= config.step_max


def score_response(
    parsed: ParsedResponse,
    response_tokens: int,
    right: bool | None,
    counts: Sequence[StepCounts],
    config: RewardConfig,
    group: GroupOutcomes | None = None,
) -> RewardParts:
    """R and its parts, under the configuration's scheme.

    `right`: the answer's verdict, None where the verifier could not decide or nothing could be extracted.
    `counts`: one entry per scored prefix, i = 1..min(K, K_max); empty where none were drawn.
    `group`: outcomes of the response's group; only the scheme "progress" looks at them.
    """
    length_valid = config.length_min <= response_tokens <= config.length_max
    outcome = None if right is None else float(right)
    if not is_valid(parsed, config):
        return _invalid(length_valid, outcome)
    bonus = step_bonus(len(parsed.steps), config)
    paid_format = config.format_reward + (config.length_reward if length_valid else 0.0)
    outcome_gated = _gated_outcome(right, bonus, config)
    scheme = SCHEMES[config.scheme]
    solvability = mean_solvability(counts)
    process = None if solvability is None else float(solvability)
    gate = decide_gate(counts, config.tau) if counts and config.penalty_gate and scheme.gated else "off"
    c0 = None if group is None else group.share
    process_gated = scheme.process_part(SchemeFacts(config, outcome, counts, process, gate, bonus, c0))
    return RewardParts(
        reward=_total(paid_format, bonus, outcome_gated, process_gated, config),
        format=paid_format,
        format_valid=True,
        length_valid=length_valid,
        step_count=len(parsed.steps),
        outcome=outcome,
        outcome_gated=outcome_gated,
        process=process,
        process_gated=process_gated,
        step_bonus=bonus,
        gate=gate,
    )


def _invalid(length_valid: bool, outcome: float | None) -> RewardParts:
    """R = 0, and nothing else of it exists."""
    return RewardParts(0.0, 0.0, False, length_valid, 0, outcome, None, None, None, 0.0, "off")


def _gated_outcome(right: bool | None, bonus: float, config: RewardConfig) -> float | None:
    if right is None:
        return None
    if right:
        return 1.0
    return -bonus if config.penalty_gate else 0.0


def _total(
    paid_format: float,
    bonus: float,
    outcome_gated: float | None,
    process_gated: float | None,
    config: RewardConfig,
) -> float | None:
    """R, or None where a part with weight is unknown: the response then stays out of the baseline."""
    # The bonus is summed with the gated parts first: -B then cancels it exactly, and a group of failures has SD 0.
    gated = bonus
    for weight, part in ((config.lambda_outcome, outcome_gated), (config.lambda_process, process_gated)):
        if weight > 0 and part is None:
            return None
        if weight > 0 and part is not None:
            gated += weight * part
    return paid_format + gated
