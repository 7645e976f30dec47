"""Sampled accuracy on held-out prompts: what decides when a warm-up ends."""

from __future__ import annotations

import torch

from stepwell_trainer.continuations.response import read_response
from stepwell_trainer.model.loading import LoadedModel
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.sampling.sampler import Decoding, Request
from stepwell_trainer.verifiers.index import VerifierSet

_QUESTIONS = 256


class HeldoutCheck:
    """Temperature 1, as GRPO will sample: a group needs right answers among its samples to learn from."""

    def __init__(self, profile: Profile, loaded: LoadedModel, max_response_tokens: int, seed: int) -> None:
        self._loaded = loaded
        self._sampler = profile.sampler(loaded)
        self._seed = seed
        self._verifiers = VerifierSet()
        self._items = profile.heldout_items(_QUESTIONS)
        prompts = [profile.prompt_ids(loaded.tokenizer, item.prompt) for item in self._items]
        self._requests = [Request(ids, max_response_tokens) for ids in prompts]

    def accuracy(self, train_step: int) -> float:
        """Share of right answers; an answer that the grammar does not yield, or nobody can judge, is not right."""
        with torch.random.fork_rng():
            torch.manual_seed(self._seed * 1_000_003 + train_step)
            sampled = self._sampler.sample(self._requests, Decoding(temperature=1.0))
        right = 0
        for item, request, one in zip(self._items, self._requests, sampled, strict=True):
            response = read_response(self._loaded.tokenizer, item, request.ids, one)
            right += self._verifiers.judge(response.parsed.answer, item) is True
        return right / len(self._items)

    def close(self) -> None:
        self._verifiers.close()
