"""One sampled response, as everything after sampling sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepwell_trainer.reward.grammar import ParsedResponse, parse_response
from stepwell_trainer.sampling.sampler import FinishReason, Sampled
from stepwell_trainer.tasks.item import Item

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True)
class Response:
    """`ids` are what was sampled, an end token included: its length is what the length reward and the cost count.

    `text` is their decoding without that end token, untouched: spans are code points of it.
    """

    item: Item
    prompt_ids: tuple[int, ...]
    ids: tuple[int, ...]
    text: str
    finish_reason: FinishReason
    parsed: ParsedResponse

    @property
    def tokens(self) -> int:
        return len(self.ids)

    @property
    def text_ids(self) -> tuple[int, ...]:
        """The ids behind `text`."""
        return self.ids[:-1] if self.finish_reason == "stop" else self.ids


def decode(tokenizer: PreTrainedTokenizerBase, ids: tuple[int, ...]) -> str:
    """Text as it is: nothing tidied, and special tokens in the middle stay visible."""
    return tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False)


def read_response(
    tokenizer: PreTrainedTokenizerBase, item: Item, prompt_ids: tuple[int, ...], sampled: Sampled
) -> Response:
    """Decodes and parses what a sampler returned."""
    ids = sampled.ids[:-1] if sampled.finish_reason == "stop" else sampled.ids
    text = decode(tokenizer, ids)
    return Response(item, prompt_ids, sampled.ids, text, sampled.finish_reason, parse_response(text))
