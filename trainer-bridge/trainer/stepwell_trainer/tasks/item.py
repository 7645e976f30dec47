"""One question, and what a task family must offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, Protocol

Level = Literal["in-distribution", "harder"]


@dataclass(frozen=True)
class Item:
    """A prompt with its reference answer. `key` names the question by its content, so it is the same everywhere.

    `cluster` groups questions that belong together (three on one video); `entry` is what a family's scorer reads.
    """

    key: str
    dataset: str
    prompt: str
    answer: str
    verifier: str
    family: str | None = None
    cluster: str | None = None
    entry: dict[str, Any] = field(default_factory=dict, compare=False)


def content_key(*parts: str) -> str:
    """A question's key: the first 16 hex digits of sha256 over its parts (64 bits; collisions are refused later)."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class Family(Protocol):
    """A task family of the tiny profile: a generator, a solver that writes trace steps, and a scorer.

    `phrases` are the strings that the tiny tokenizer holds as single tokens.
    """

    key: str
    phrases: tuple[str, ...]

    def generate(self, level: Level, seed: int, size: int) -> list[Item]:
        """`size` questions, the same for the same seed."""
        ...

    def solve(self, item: Item) -> tuple[list[str], str]:
        """The trace steps (at least two) and the answer, as text."""
        ...

    def score(self, answer: str, item: Item) -> bool:
        """reasoning-gym's own verdict on an answer."""
        ...
