"""What one continuation earned, by what it added itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stepwell_trainer.continuations.response import Response
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.sampling.sampler import FinishReason
from stepwell_trainer.verifiers.index import VerifierSet

Verdict = Literal["right", "wrong", "truncated", "malformed", "unknown"]


@dataclass(frozen=True)
class Continuation:
    """A returned continuation. `text` is what it added to its prefix, `tokens` what it cost."""

    text: str
    verdict: Verdict
    answer: str | None
    tokens: int
    finish_reason: FinishReason


def grade_continuation(
    response: Response, close: int, added: str, tokens: int, finish: FinishReason, verifiers: VerifierSet
) -> Continuation:
    """Grades prefix plus `added` under the grammar, so an answer inside a step, two `</think>` or trailing text fail.

    The prefix ends at code point `close` of the response and holds no answer tag: the answer can only be the
    continuation's own.
    """
    if finish == "length":
        return Continuation(added, "truncated", None, tokens, finish)
    parsed = parse_response(response.text[:close] + added)
    if parsed.answer is None:
        return Continuation(added, "malformed", None, tokens, finish)
    right = verifiers.judge(parsed.answer, response.item)
    verdict: Verdict = "unknown" if right is None else "right" if right else "wrong"
    return Continuation(added, verdict, parsed.answer, tokens, finish)
