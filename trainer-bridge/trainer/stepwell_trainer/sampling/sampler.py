"""What a sampler takes and gives: token ids in, token ids out, one batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True)
class Request:
    """Token ids to go on from, and how many new ones there may be."""

    ids: tuple[int, ...]
    budget: int


@dataclass(frozen=True)
class Sampled:
    """New token ids. Where it stopped by itself the end token is the last of them."""

    ids: tuple[int, ...]
    finish_reason: FinishReason


@dataclass(frozen=True)
class Decoding:
    """How tokens are drawn; temperature 0 is greedy."""

    temperature: float
    top_p: float = 1.0


class Sampler(Protocol):
    """Continues every request of a batch with the current weights, in the order given."""

    def sample(self, requests: Sequence[Request], decoding: Decoding) -> list[Sampled]: ...


def cut(ids: Sequence[int], budget: int, end_ids: frozenset[int]) -> Sampled:
    """Cuts raw new tokens after the first end token, or at the budget."""
    for position, token in enumerate(ids[:budget]):
        if token in end_ids:
            return Sampled(tuple(ids[: position + 1]), "stop")
    return Sampled(tuple(ids[:budget]), "length")
