"""Families solve their own questions, benchmarks are frozen, and training never sees a benchmark's question."""

from __future__ import annotations

import pytest

from stepwell_trainer.benchmarks.index import (
    BENCHMARKS,
    Benchmark,
    benchmark_items,
    benchmark_question_keys,
)
from stepwell_trainer.errors import InvalidJob, TrainerError
from stepwell_trainer.jobs.spec import TinyProfile
from stepwell_trainer.model.tiny_tokenizer import tiny_tokenizer
from stepwell_trainer.profiles.tiny import Tiny
from stepwell_trainer.reward.grammar import TAGS
from stepwell_trainer.tasks.draw import draw_items
from stepwell_trainer.tasks.index import FAMILIES, family_of


@pytest.mark.parametrize("key", sorted(FAMILIES))
@pytest.mark.parametrize("level", ["in-distribution", "harder"])
def test_reasoning_gym_accepts_every_solution(key: str, level: str) -> None:
    tokenizer, family = tiny_tokenizer(), family_of(key)
    for item in draw_items([key], level, "test", 3, 200, ()):
        steps, answer = family.solve(item)
        assert 2 <= len(steps) <= 6 and all(step.strip() for step in steps)
        assert not any(tag in step for tag in TAGS for step in steps)
        assert family.score(answer, item)
        assert not family.score(f"{answer}1", item) and not family.score("", item)
        for text in (item.prompt, *steps, answer):
            assert tokenizer.decode(tokenizer.encode(text)) == text
            assert tokenizer.unk_token_id not in tokenizer.encode(text)


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    first, again, other = (draw_items(["chain-sum"], "in-distribution", "t", s, 50, ()) for s in (1, 1, 2))
    assert first == again and first != other
    assert len({item.key for item in first}) == 50


@pytest.mark.parametrize("key", sorted(BENCHMARKS))
def test_benchmarks_are_fixed_and_large_enough(key: str) -> None:
    items = benchmark_items(key)
    assert len(items) == len({item.key for item in items}) >= 300
    assert len({item.family for item in items}) >= 2


def test_no_benchmark_question_is_trained_on_or_held_out() -> None:
    asked = benchmark_question_keys()
    for seed in (1, 2, 3):
        tiny = Tiny(TinyProfile("tiny", ("chain-sum", "basic-arithmetic")), seed)
        training = {item.key for item in tiny.training_items(1600)}
        heldout = {item.key for item in tiny.heldout_items(256)}
        assert not training & asked and not heldout & asked and not training & heldout


def test_a_changed_benchmark_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BENCHMARKS, "moved", Benchmark("moved", "t", "harder", 20, "0" * 64))
    with pytest.raises(TrainerError, match="changed"):
        benchmark_items("moved")


def test_an_unknown_family_names_those_there_are() -> None:
    with pytest.raises(InvalidJob, match="chain-sum"):
        family_of("astrology")
