"""What the current policy thought of every token of a response it sampled: log-probability and entropy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepwell_trainer.continuations.response import Response, decode
from stepwell_trainer.model.loading import LoadedModel

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# Logits of a row are [tokens, vocabulary] floats: half a gigabyte of them at a time, and never less than one row.
_LOGITS_AT_ONCE = 128 * 1024 * 1024


@dataclass(frozen=True)
class TokenScores:
    """Of the tokens behind `Response.text`, one entry each; `ends` are code points of that text."""

    ends: list[int]
    logprobs: list[float]
    entropies: list[float]

    def wire(self) -> dict[str, list[int] | list[float]]:
        return {"ends": self.ends, "logprobs": self.logprobs, "entropies": self.entropies}


class TokenScorer:
    """One forward pass over prompt and response with the weights of the moment: call it before they are updated.

    Probabilities are those at the sampling temperature, before any top-p cut: what the token was drawn from.
    """

    def __init__(
        self, loaded: LoadedModel, temperature: float, unwrap: Callable[[], AbstractContextManager[PreTrainedModel]]
    ) -> None:
        self._loaded = loaded
        self._temperature = temperature if temperature > 0 else 1.0
        self._unwrap = unwrap

    def score(self, responses: Sequence[Response]) -> list[TokenScores]:
        """In the order given. A response without text has no entries."""
        import torch

        with self._unwrap() as model, torch.inference_mode():
            training = model.training
            model.eval()
            try:
                return [self._one(model, response) for response in responses]
            finally:
                model.train(training)

    def _one(self, model: PreTrainedModel, response: Response) -> TokenScores:
        import torch

        ids = response.text_ids
        if not ids:
            return TokenScores([], [], [])
        row = torch.tensor([[*response.prompt_ids, *ids]], device=model.device)
        # The logits at a position are of the token after it.
        logits = model(input_ids=row, logits_to_keep=len(ids) + 1).logits[0, :-1]
        logprobs, entropies = self._in_pieces(logits, torch.tensor(ids, device=model.device))
        return TokenScores(token_ends(self._loaded.tokenizer, response), logprobs, entropies)

    def _in_pieces(self, logits: torch.Tensor, ids: torch.Tensor) -> tuple[list[float], list[float]]:
        size = max(1, _LOGITS_AT_ONCE // logits.shape[-1])
        logprobs: list[float] = []
        entropies: list[float] = []
        for start in range(0, len(ids), size):
            piece = (logits[start : start + size].float() / self._temperature).log_softmax(-1)
            logprobs += piece.gather(-1, ids[start : start + size, None])[:, 0].tolist()
            entropies += (-(piece.exp() * piece).nansum(-1)).tolist()
        return logprobs, entropies


def token_ends(tokenizer: PreTrainedTokenizerBase, response: Response) -> list[int]:
    """Code point at which each token of the text ends.

    A token that holds a part of a character ends where the character does: decoding the tokens up to it shows a
    replacement character, which stands for the one that the next token completes.
    """
    ends: list[int] = []
    for count in range(1, len(response.text_ids) + 1):
        end = min(len(decode(tokenizer, response.text_ids[:count])), len(response.text))
        ends.append(max(end, ends[-1] if ends else 0))
    return ends
