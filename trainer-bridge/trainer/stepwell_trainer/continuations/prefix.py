"""The very tokens that a continuation goes on from.

The published code re-tokenised stripped text, so the policy continued a sequence it had never written. Here the
prefix of trace step i is the response's own tokens that lie wholly inside the text through `</step>`. Where a
token straddles that end (BPE merges `><`), the characters left over are tokenised alone and the step is flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepwell_trainer.continuations.response import Response, decode

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True)
class Prefix:
    """`ids` go on after the prompt; `tokens` counts the response's own among them (straddling splits excluded)."""

    ids: tuple[int, ...]
    tokens: int
    straddled: bool


def step_prefixes(tokenizer: PreTrainedTokenizerBase, response: Response) -> list[Prefix]:
    """One prefix for every trace step of a response whose grammar matches, in order."""
    prefixes: list[Prefix] = []
    known = 0
    for step in response.parsed.steps:
        known = _tokens_inside(tokenizer, response.text_ids, step.close, known)
        own = response.text_ids[:known]
        left_over = response.text[len(decode(tokenizer, own)) : step.close]
        split = tuple(tokenizer.encode(left_over, add_special_tokens=False)) if left_over else ()
        prefixes.append(Prefix(own + split, known, bool(left_over)))
    return prefixes


def _tokens_inside(tokenizer: PreTrainedTokenizerBase, ids: tuple[int, ...], end: int, low: int) -> int:
    """The most tokens whose text ends at or before code point `end`; at least `low`.

    Decoded lengths grow with the tokens, so a binary search needs log2(n) decodings a step instead of n.
    """
    high = len(ids)
    while low < high:
        middle = (low + high + 1) // 2
        if len(decode(tokenizer, ids[:middle])) <= end:
            low = middle
        else:
            high = middle - 1
    return low
