"""Sums and differences with parentheses, one operation per trace step, innermost first."""

from __future__ import annotations

import re

from stepwell_trainer.tasks.gym import gym_items, gym_scores
from stepwell_trainer.tasks.item import Item, Level

_QUESTION = re.compile(r"^Calculate (?P<expression>.+)\.$")
# reasoning-gym writes negative literals too; `3 - -7` doubles the facts to learn, so those questions are passed over.
_NEGATIVE_LITERAL = re.compile(r"-\d")
_TERMS: dict[Level, tuple[int, int]] = {"in-distribution": (3, 4), "harder": (4, 5)}


class BasicArithmetic:
    key = "basic-arithmetic"
    phrases = ("Calculate ", " + ", " - ", "( ", " )", ".")

    def generate(self, level: Level, seed: int, size: int) -> list[Item]:
        """Fewer than `size`: questions with negative literals are passed over."""
        low, high = _TERMS[level]
        settings = {
            "min_terms": low,
            "max_terms": high,
            "min_digits": 1,
            "max_digits": 1,
            "operators": ("+", "-"),
            "allow_negation": False,
        }
        items = gym_items("basic_arithmetic", self.key, seed, size, settings)
        return [item for item in items if not _NEGATIVE_LITERAL.search(item.prompt)]

    def solve(self, item: Item) -> tuple[list[str], str]:
        match = _QUESTION.match(item.prompt)
        if match is None:
            raise ValueError(f"not a calculation: {item.prompt!r}")
        tokens = match["expression"].replace("(", " ( ").replace(")", " ) ").split()
        steps: list[str] = []
        total = _evaluate(tokens, steps)
        return steps, str(total)

    def score(self, answer: str, item: Item) -> bool:
        return gym_scores("basic_arithmetic", answer, item)


def _evaluate(tokens: list[str], steps: list[str]) -> int:
    """Consumes one expression from the left, up to its `)` or the end, writing each operation into `steps`."""
    total = _operand(tokens, steps)
    while tokens and tokens[0] in "+-":
        operator = tokens.pop(0)
        term = _operand(tokens, steps)
        after = total + term if operator == "+" else total - term
        steps.append(f"{total}{operator}{term}={after}")
        total = after
    return total


def _operand(tokens: list[str], steps: list[str]) -> int:
    token = tokens.pop(0)
    if token != "(":
        return int(token)
    inner = _evaluate(tokens, steps)
    tokens.pop(0)
    return inner
