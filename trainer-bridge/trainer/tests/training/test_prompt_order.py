"""The order of prompts: TRL's own on the first pass and the next, whatever interrupts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trl.trainer.utils import RepeatSampler

from stepwell_trainer.training.prompt_order import PromptOrder


def order(sizes: list[int], done: int = 0, prompts: int = 3, group: int = 2, updates: int = 1) -> PromptOrder:
    return PromptOrder(sizes, prompts, (group, updates), updates, seed=7, train_step=lambda: done)


@given(size=st.integers(3, 60), prompts=st.integers(1, 6), group=st.integers(2, 4), updates=st.integers(1, 3))
def test_it_is_trls_order_on_every_pass(size: int, prompts: int, group: int, updates: int) -> None:
    theirs = RepeatSampler(range(size), group, prompts, updates, seed=7)
    a_pass = max(1, size // prompts * updates)
    for number in range(3):
        ours = order([size], number * a_pass, prompts, group, updates)
        assert list(ours) == list(theirs)
        assert len(ours) == len(theirs)


def test_a_continuation_adds_its_prompts_after_those_of_the_plan_before() -> None:
    before, after = list(order([12])), list(order([12, 6]))
    assert after[: len(before)] == before
    assert sorted(set(after[len(before) :])) == list(range(12, 18))


@pytest.mark.parametrize("done", [0, 3, 4, 5, 7, 8])
def test_a_restart_meets_the_pass_that_it_left(done: int) -> None:
    """Twelve prompts are four train steps of three: the pass is that of the train step, not of the process."""
    assert list(order([12], done)) == list(order([12], done // 4 * 4))
