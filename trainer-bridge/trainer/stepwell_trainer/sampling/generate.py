"""Sampling with transformers' `generate`: any model, any cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from stepwell_trainer.model.loading import LoadedModel, end_token_ids
from stepwell_trainer.sampling.batches import left_padded
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled, cut

if TYPE_CHECKING:
    from transformers import GenerationConfig, PreTrainedModel


class GenerateSampler:
    """One `generate` call per batch. `unwrap` lends the bare model where training has wrapped it."""

    def __init__(
        self, loaded: LoadedModel, unwrap: Callable[[], AbstractContextManager[PreTrainedModel]] | None = None
    ) -> None:
        self._loaded = loaded
        self._unwrap = unwrap or (lambda: nullcontext(loaded.model))
        self._end_ids = end_token_ids(loaded)

    def sample(self, requests: Sequence[Request], decoding: Decoding) -> list[Sampled]:
        import torch

        if not requests:
            return []
        pad_id = self._loaded.tokenizer.pad_token_id
        ids, mask = left_padded([r.ids for r in requests], pad_id, self._loaded.model.device)
        settings = self._settings(decoding, max(r.budget for r in requests))
        with self._unwrap() as model, torch.no_grad():
            training = model.training
            model.eval()
            try:
                output = model.generate(input_ids=ids, attention_mask=mask, generation_config=settings)
            finally:
                model.train(training)
        added = output[:, ids.shape[1] :].tolist()
        return [cut(row, r.budget, self._end_ids) for row, r in zip(added, requests, strict=True)]

    def _settings(self, decoding: Decoding, budget: int) -> GenerationConfig:
        from transformers import GenerationConfig

        sampled = {"do_sample": True, "temperature": decoding.temperature, "top_p": decoding.top_p, "top_k": 0}
        return GenerationConfig(
            max_new_tokens=budget,
            pad_token_id=self._loaded.tokenizer.pad_token_id,
            eos_token_id=sorted(self._end_ids),
            **(sampled if decoding.temperature > 0 else {"do_sample": False}),
        )
