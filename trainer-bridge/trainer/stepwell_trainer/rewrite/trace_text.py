"""Step-tagged text: how a teacher's trace steps and answer become a response, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell_trainer.reward.grammar import TAGS, parse_response


@dataclass(frozen=True)
class TaggedTrace:
    """A response that matches the grammar, taken apart: bodies of its trace steps and its answer."""

    steps: tuple[str, ...]
    answer: str


def compose(steps: Sequence[str], answer: str) -> str:
    """`<think><step>…</step>…</think><answer>…</answer>` without blanks between tags.

    Raises ValueError if a body is blank or holds one of the six tags: that text would not parse back.
    """
    for body in (*steps, answer):
        if not body.strip() or any(tag in body for tag in TAGS):
            raise ValueError(f"not the body of a step or an answer: {body[:80]!r}")
    tagged = "".join(f"<step>{step}</step>" for step in steps)
    return f"<think>{tagged}</think><answer>{answer}</answer>"


def take_apart(response: str) -> TaggedTrace | str:
    """The parts of a valid response; for an invalid one the reason, in words."""
    parsed = parse_response(response)
    if parsed.answer is None:
        return parsed.invalid_reason or "no answer"
    return TaggedTrace(tuple(response[s.start : s.end].strip() for s in parsed.steps), parsed.answer)
