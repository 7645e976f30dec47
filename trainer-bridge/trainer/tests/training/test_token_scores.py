"""Log-probability and entropy of every token, against a plain forward pass."""

from __future__ import annotations

import math
from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from stepwell_trainer.continuations.response import Response, read_response
from stepwell_trainer.model.loading import LoadedModel, load_model
from stepwell_trainer.sampling.compacting import CompactingSampler
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.token_scores import TokenScorer, token_ends

PROMPT = (5, 6, 7)
ITEM = Item(key="q", prompt="1+1?", answer="2", family="chain-sum", dataset="d", verifier="exact", entry={})


@pytest.fixture(scope="module")
def loaded(tiny_dir: Path) -> LoadedModel:
    return load_model(str(tiny_dir))


def sampled(loaded: LoadedModel, temperature: float = 1.0) -> Response:
    torch.manual_seed(0)
    (row,) = CompactingSampler(loaded).sample([Request(PROMPT, 12)], Decoding(temperature))
    return read_response(loaded.tokenizer, ITEM, PROMPT, row)


def scorer(loaded: LoadedModel, temperature: float = 1.0) -> TokenScorer:
    return TokenScorer(loaded, temperature, lambda: nullcontext(loaded.model))


@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_they_are_those_of_the_distribution_the_token_was_drawn_from(loaded: LoadedModel, temperature: float) -> None:
    response = sampled(loaded)
    (scores,) = scorer(loaded, temperature).score([response])
    row = torch.tensor([[*PROMPT, *response.text_ids]])
    with torch.inference_mode():
        logits = loaded.model.eval()(input_ids=row).logits[0].double() / temperature
    for place, token in enumerate(response.text_ids):
        distribution = logits[len(PROMPT) - 1 + place].softmax(-1)
        entropy = -(distribution * distribution.log()).sum().item()
        assert scores.logprobs[place] == pytest.approx(math.log(distribution[token].item()), abs=1e-4)
        assert scores.entropies[place] == pytest.approx(entropy, abs=1e-4)


def test_every_token_ends_where_its_text_does(loaded: LoadedModel) -> None:
    response = sampled(loaded)
    (scores,) = scorer(loaded).score([response])
    assert len(scores.ends) == len(scores.logprobs) == len(scores.entropies) == len(response.text_ids)
    assert scores.ends == sorted(scores.ends) and scores.ends[-1] == len(response.text)
    assert scores.ends == token_ends(loaded.tokenizer, response)


def test_a_response_without_text_has_none_and_the_model_trains_on(loaded: LoadedModel) -> None:
    end = loaded.tokenizer.eos_token_id
    empty = read_response(loaded.tokenizer, ITEM, PROMPT, Sampled((end,), "stop"))
    loaded.model.train()
    (scores,) = scorer(loaded).score([empty])
    assert scores.wire() == {"ends": [], "logprobs": [], "entropies": []}
    assert loaded.model.training
