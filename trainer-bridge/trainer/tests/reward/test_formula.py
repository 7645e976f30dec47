"""The reward: its parts, its gate on integers, and what lost continuations leave unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell_trainer import golden
from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import as_rational, decide_gate, score_response, step_bonus
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.reward.parts import StepCounts

PAPER = RewardConfig(0.0, 1.0, 0.5, 0.5, 2, 6, 280, 450, 0.5, 0.5, True, True, 4, 6)
MIXED = replace(PAPER, lambda_outcome=0.5, lambda_process=0.5)
OUTCOME = replace(PAPER, lambda_outcome=1.0, lambda_process=0.0)


def response(steps: int) -> str:
    return "<think>" + "<step>x</step>" * steps + "</think><answer>4</answer>"


def counts(*successes: int, m: int = 4, lost: int = 0) -> list[StepCounts]:
    return [StepCounts(m, m - lost, s) for s in successes]


def test_process_only_by_hand() -> None:
    parts = score_response(parse_response(response(4)), 300, False, counts(4, 3, 2, 1), PAPER)
    bonus = 0.5 * (2 / 4) ** 0.5
    assert (parts.format, parts.process, parts.gate) == (1.0, 0.625, "pass")
    assert parts.step_bonus == pytest.approx(bonus)
    assert parts.reward == pytest.approx(1.0 + 0.625 + bonus)
    assert parts.outcome == 0.0 and parts.outcome_gated == pytest.approx(-bonus)


def test_a_wrong_answer_pays_minus_the_bonus() -> None:
    parts = score_response(parse_response(response(6)), 100, False, [], OUTCOME)
    assert parts.format == 0.5 and not parts.length_valid
    assert parts.reward == pytest.approx(0.5 - 0.5 + 0.5)
    assert parts.gate == "off" and parts.process is None


@pytest.mark.parametrize("steps", [1, 7])
def test_out_of_range_steps_earn_nothing_but_their_outcome_is_kept(steps: int) -> None:
    parts = score_response(parse_response(response(steps)), 300, True, [], MIXED)
    assert parts.reward == 0.0 and not parts.format_valid and parts.step_count == 0
    assert parts.outcome == 1.0 and parts.process is None


def test_an_unknown_outcome_with_weight_leaves_no_reward() -> None:
    parsed = parse_response(response(2))
    assert score_response(parsed, 300, None, counts(4, 4), MIXED).reward is None
    assert score_response(parsed, 300, None, counts(4, 4), PAPER).reward is not None


def test_lost_continuations_are_missing_not_failures() -> None:
    parsed = parse_response(response(2))
    kept = score_response(parsed, 300, True, counts(3, 3, lost=1), PAPER)
    assert kept.process == 1.0 and kept.gate == "pass"
    unsure = score_response(parsed, 300, True, counts(1, 1, lost=2), PAPER)
    assert unsure.gate == "undetermined" and unsure.reward is None and unsure.process == 0.5
    ungated = replace(PAPER, penalty_gate=False)
    assert score_response(parsed, 300, True, counts(1, 1, lost=2), ungated).reward is not None
    assert score_response(parsed, 300, True, counts(0, 0, lost=4), ungated).reward is None


def test_the_gate_at_six_tenths_is_exact() -> None:
    # 0.6 * 5 is 3.0000000000000004 in some orders of floating point; 3 of 5 must pass.
    assert decide_gate([StepCounts(5, 5, 3)], 0.6) == "pass"
    assert decide_gate([StepCounts(10, 10, 3)], 0.3) == "pass"
    assert decide_gate([StepCounts(3, 3, 1), StepCounts(6, 6, 4)], 0.5) == "pass"


@given(
    st.integers(1, 8),
    st.lists(st.integers(0, 8), min_size=1, max_size=8),
    st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.55, 0.6, 0.7, 1.0]),
)
def test_with_one_m_the_gate_is_the_integer_rule(m: int, raw: list[int], tau: float) -> None:
    successes = [min(s, m) for s in raw]
    threshold = ceil(as_rational(tau) * m * len(successes))
    expected = "pass" if sum(successes) >= threshold else "fail"
    assert decide_gate(counts(*successes, m=m), tau) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6))
def test_a_decided_gate_holds_whatever_the_lost_ones_would_have_said(pairs: list[tuple[int, int]]) -> None:
    seen = [StepCounts(4, 4 - lost, min(s, 4 - lost)) for s, lost in pairs]
    verdict = decide_gate(seen, 0.5)
    for extra in (0, 1):
        completed = [StepCounts(4, 4, c.successes + extra * c.lost) for c in seen]
        if verdict != "undetermined":
            assert decide_gate(completed, 0.5) == verdict


@given(st.integers(2, 6), st.booleans(), st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_rewards_stay_within_their_bounds(steps: int, right: bool, successes: list[int]) -> None:
    for config in (PAPER, MIXED, OUTCOME):
        drawn = counts(*successes[:steps]) if config.draws_continuations else []
        parts = score_response(parse_response(response(steps)), 300, right, drawn, config)
        assert parts.reward is not None
        assert 1.0 <= parts.reward <= 1.0 + 1.0 + config.alpha


def test_no_bonus_where_there_is_no_range() -> None:
    assert step_bonus(3, replace(PAPER, step_min=3, step_max=3)) == 0.0


@pytest.mark.parametrize(
    "changes",
    [{"lambda_outcome": 0.5}, {"step_bonus": False}, {"step_max": 1}, {"length_max": 279}],
)
def test_meaningless_configurations_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(InvalidJob):
        replace(PAPER, **changes)


def test_golden_counts_failures_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step = {"k": 2, "returned": 4, "requested": 4}
    right = {"id": "a", "family": "missing", "input": {"steps": [step], "tau": 0.5}, "expected": {"mean": 0.5}}
    wrong = {**right, "id": "b", "expected": {"mean": 0.6}}
    other = {"id": "c", "family": "wilson", "input": {"k": 1, "n": 2}, "expected": {}}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"meta": {}, "cases": [right, wrong, other]}))
    assert golden.main([path]) == 1
    printed = capsys.readouterr().out
    assert "FAILED b" in printed and "1 passed, 1 failed" in printed and "1 skipped: wilson" in printed
