"""Both samplers do the same: greedy decoding agrees, budgets hold, and shared prefixes change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from stepwell_trainer.model.loading import LoadedModel, load_model
from stepwell_trainer.sampling.compacting import CompactingSampler, draw_tokens
from stepwell_trainer.sampling.generate import GenerateSampler
from stepwell_trainer.sampling.sampler import Decoding, Request, cut

GREEDY = Decoding(0.0)


@pytest.fixture(scope="module")
def loaded(tiny_dir: Path) -> LoadedModel:
    return load_model(tiny_dir)


def requests(budget: int = 12) -> list[Request]:
    prompts = [(9, 10, 11), (9,), (9, 10, 11), (12, 13, 14, 15, 16), (20,) * 9]
    return [Request(ids, budget + i) for i, ids in enumerate(prompts)]


def test_greedy_decoding_is_the_same_in_both(loaded: LoadedModel) -> None:
    compact = CompactingSampler(loaded).sample(requests(), GREEDY)
    generate = GenerateSampler(loaded).sample(requests(), GREEDY)
    assert compact == generate
    assert compact[0].ids == compact[2].ids[: len(compact[0].ids)], "equal prompts, equal continuations"


def test_rows_that_end_early_leave_the_others_alone(loaded: LoadedModel) -> None:
    together = CompactingSampler(loaded).sample(requests(), GREEDY)
    alone = [CompactingSampler(loaded).sample([r], GREEDY)[0] for r in requests()]
    assert together == alone


def test_budgets_and_end_tokens(loaded: LoadedModel) -> None:
    torch.manual_seed(0)
    sampled = CompactingSampler(loaded).sample(requests(5) * 20, Decoding(1.0))
    for one, request in zip(sampled, requests(5) * 20, strict=True):
        ended = one.ids[-1] == loaded.tokenizer.eos_token_id
        assert one.finish_reason == ("stop" if ended else "length")
        assert ended or len(one.ids) == request.budget
    assert CompactingSampler(loaded).sample([], GREEDY) == []


def test_cutting() -> None:
    assert cut([5, 1, 7], 3, frozenset({1})).ids == (5, 1)
    assert cut([5, 6, 1], 2, frozenset({1})).finish_reason == "length"


def test_draws_follow_the_distribution_and_the_nucleus() -> None:
    torch.manual_seed(0)
    logits = torch.tensor([[0.0, 1.0, 2.0, 3.0]]).repeat(20_000, 1)
    shares = torch.bincount(draw_tokens(logits, Decoding(1.0)), minlength=4) / 20_000
    assert torch.allclose(shares, torch.softmax(logits[0], -1), atol=0.02)
    nucleus = torch.bincount(draw_tokens(logits, Decoding(1.0, 0.7)), minlength=4)
    assert nucleus[0] == nucleus[1] == 0 and nucleus[2] > 0 and nucleus[3] > 0


def test_sampling_leaves_the_training_mode_as_it_was(loaded: LoadedModel) -> None:
    loaded.model.train()
    CompactingSampler(loaded).sample(requests(2), GREEDY)
    assert loaded.model.training
    loaded.model.eval()
