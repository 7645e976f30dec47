"""A Hugging Face model on this machine as the teacher; greedy, so that a resumed job writes the same traces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from stepwell_trainer.model.loading import LoadedModel, end_token_ids, load_model
from stepwell_trainer.rewrite.teachers.request import MAX_TOKENS, messages_for, unwrapped
from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled
from stepwell_trainer.tasks.item import Item

if TYPE_CHECKING:
    from stepwell_trainer.sampling.generate import GenerateSampler


class LocalTeacher:
    """Loads `model` (a folder or a hub id) at the first batch and writes whole batches in one generate."""

    batch_size = 16

    def __init__(self, model: str, max_tokens: int = MAX_TOKENS) -> None:
        self.name = model
        self._model = model
        self._max_tokens = max_tokens

    def write(self, items: Sequence[Item]) -> list[Written | Unwritten]:
        """One outcome per item; a prompt that leaves no room for a response, or a response cut off, is unwritten.

        Raises TrainerError where the folder holds no causal model.
        """
        prompts = [self._prompt_ids(item) for item in items]
        outcomes: list[Written | Unwritten] = [Unwritten("the prompt fills the model's context")] * len(items)
        fitting = [n for n, ids in enumerate(prompts) if self._room(ids) > 0]
        requests = [Request(prompts[n], self._room(prompts[n])) for n in fitting]
        for n, sampled in zip(fitting, self._sampler.sample(requests, Decoding(temperature=0)), strict=True):
            outcomes[n] = self._understood(sampled)
        return outcomes

    @cached_property
    def _loaded(self) -> LoadedModel:
        return load_model(self._model)

    @cached_property
    def _sampler(self) -> GenerateSampler:
        from stepwell_trainer.sampling.generate import GenerateSampler

        return GenerateSampler(self._loaded)

    def _prompt_ids(self, item: Item) -> tuple[int, ...]:
        tokenizer = self._loaded.tokenizer
        messages = messages_for(item)
        if tokenizer.chat_template is None:
            plain = "\n\n".join(message["content"] for message in messages)
            return tuple(tokenizer.encode(f"{plain}\n\n"))
        text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return tuple(tokenizer.encode(str(text), add_special_tokens=False))

    def _room(self, ids: Sequence[int]) -> int:
        context = getattr(self._loaded.model.config, "max_position_embeddings", None)
        return min(self._max_tokens, context - len(ids)) if isinstance(context, int) else self._max_tokens

    def _understood(self, sampled: Sampled) -> Written | Unwritten:
        if sampled.finish_reason == "length":
            return Unwritten(f"the response was cut off after {len(sampled.ids)} tokens")
        ends = end_token_ids(self._loaded)
        kept = [token for token in sampled.ids if token not in ends]
        # Tags may be special tokens, so those must not be skipped.
        return Written(unwrapped(str(self._loaded.tokenizer.decode(kept, skip_special_tokens=False))))
