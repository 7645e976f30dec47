"""The schemes by hand, and both golden files from counts as the web side reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stepwell_trainer import golden
from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.strict import parse
from stepwell_trainer.reward.advantages import decoupled, normalised
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import score_response
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.reward.parts import GroupOutcomes, RewardParts, StepCounts
from stepwell_trainer.training.scoring import group_outcomes

GOLDEN = Path(__file__).parents[3] / "contracts/golden"
PAPER = RewardConfig(0.0, 1.0, 0.5, 0.5, 2, 6, 280, 450, 0.5, 0.5, True, True, 4, 6)
HALF = GroupOutcomes(right=4, graded=8)


def score(
    config: RewardConfig, *successes: int, right: bool | None = True, group: GroupOutcomes | None = HALF
) -> RewardParts:
    text = "<think>" + "<step>x</step>" * len(successes) + "</think><answer>4</answer>"
    return score_response(parse_response(text), 300, right, [StepCounts(4, 4, s) for s in successes], config, group)


@pytest.mark.parametrize("name", ["what-if", "reward-counts", "rewards"])
def test_golden_cases_agree_with_the_web_side(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert golden.main([GOLDEN / f"{name}.json"]) == 0
    assert " 0 failed" in capsys.readouterr().out


def test_progress_pays_the_mean_step_advantage_from_the_groups_start() -> None:
    progress = replace(PAPER, scheme="progress")
    assert score(progress, 2, 3, 4).process_gated == pytest.approx((1 - 0.5) / 3)
    assert score(progress, 4, 4, 3, group=GroupOutcomes(8, 8)).process_gated == pytest.approx(-0.25 / 3)
    failing = score(progress, 1, 1, 2)
    assert failing.gate == "fail" and failing.process_gated == pytest.approx(-failing.step_bonus)
    assert score(progress, 2, 3, group=None).reward is None
    assert score(progress, 2, 3, group=GroupOutcomes(0, 0)).reward is None


def test_progress_leaves_out_both_neighbours_of_a_lost_step() -> None:
    progress = replace(PAPER, scheme="progress", penalty_gate=False)
    text = "<think>" + "<step>x</step>" * 4 + "</think><answer>4</answer>"
    counts = [StepCounts(4, 4, 3), StepCounts(4, 0, 0), StepCounts(4, 4, 1), StepCounts(4, 4, 2)]
    parts = score_response(parse_response(text), 300, True, counts, progress, HALF)
    assert parts.process_gated == pytest.approx((0.25 + 0.25) / 2)


def test_clipped_steps_only_ever_cost() -> None:
    clipped = replace(PAPER, scheme="clipped")
    assert score(clipped, 4, 3, 2).process_gated == 0
    costly = score(clipped, 4, 1, 0)
    assert costly.gate == "off" and costly.process_gated == pytest.approx((-0.25 - 0.5) / 3)
    assert costly.reward == pytest.approx(1 + costly.step_bonus - 0.25)


def test_process_only_if_correct() -> None:
    conditional = replace(PAPER, scheme="process-if-correct")
    assert score(conditional, 4, 3).process_gated == pytest.approx(0.875)
    wrong = score(conditional, 4, 4, right=False)
    assert wrong.process_gated == -wrong.step_bonus and wrong.process == 1
    assert score(replace(conditional, penalty_gate=False), 4, 4, right=False).process_gated == 0
    assert score(conditional, 4, 4, right=None).reward is None


def test_the_start_counts_invalid_as_wrong_and_leaves_out_the_unknown() -> None:
    assert group_outcomes([True, True, False, True], [True, None, True, False]) == GroupOutcomes(1, 3)
    assert group_outcomes([], []).share is None


def test_a_configuration_without_a_scheme_is_the_methods_own() -> None:
    wire = {
        **{"lambdaOutcome": 0, "lambdaProcess": 1, "alpha": 0.5, "tau": 0.5, "stepMin": 2, "stepMax": 6},
        **{"lengthMin": 280, "lengthMax": 450, "formatReward": 0.5, "lengthReward": 0.5, "penaltyGate": True},
        **{"stepBonus": True, "continuationsPerStep": 4, "maxScoredSteps": 6},
    }
    assert parse(RewardConfig, wire) == PAPER
    assert parse(RewardConfig, {**wire, "scheme": "clipped"}).scheme == "clipped"
    with pytest.raises(InvalidJob, match="scheme"):
        parse(RewardConfig, {**wire, "scheme": "gdpo"})


def test_gdpo_gives_every_part_its_own_scale() -> None:
    """Parts of very different size weigh alike; GRPO's one division would let the large one decide."""
    sums = decoupled([[0.0, 0.01], [5.0, 0.0]], [1.0, 1.0])
    assert sums[0] == pytest.approx(-sums[1]) and abs(sums[0]) < 0.01
    assert normalised([0.01 - 0.01 + 5.0, 0.01])[0] == pytest.approx(0.7071, abs=1e-3)
    assert normalised([1.0, None, 1.0]) == [0.0, None, 0.0]
