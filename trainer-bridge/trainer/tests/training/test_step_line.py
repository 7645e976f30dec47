"""The log line of a train step."""

from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.training.step_line import step_line


def test_says_what_was_measured_and_nothing_else():
    values = {names.REWARD_MEAN: 1.41374, names.SHARE_VALID_FORMAT: 0.953125, names.REWARD_OUTCOME: 0.5}
    assert step_line(7, values) == "train step 7: R 1.414, valid 95%, right 50%"
    assert step_line(8, {}) == "train step 8"


def test_a_diverged_reward_is_said_as_it_is():
    assert step_line(9, {names.REWARD_MEAN: float("nan")}) == "train step 9: R nan"
