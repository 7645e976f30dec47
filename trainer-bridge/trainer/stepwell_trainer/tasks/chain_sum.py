"""Chains of one-digit sums and differences, one operation per trace step: `4 - 1 - 7` is 4-1=3, 3-7=-4."""

from __future__ import annotations

import re

from stepwell_trainer.tasks.gym import gym_items, gym_scores
from stepwell_trainer.tasks.item import Item, Level

_QUESTION = re.compile(r"^State the final answer to the following arithmetic problem: (?P<expression>.+) =$")
# Terms per level: training and the first benchmark see 3 or 4, the harder one more.
_TERMS: dict[Level, tuple[int, int]] = {"in-distribution": (3, 4), "harder": (4, 5)}


class ChainSum:
    key = "chain-sum"
    phrases = ("State the final answer to the following arithmetic problem: ", " + ", " - ", " =")

    def generate(self, level: Level, seed: int, size: int) -> list[Item]:
        low, high = _TERMS[level]
        settings = {"min_terms": low, "max_terms": high, "min_digits": 1, "max_digits": 1}
        return gym_items("chain_sum", self.key, seed, size, settings)

    def solve(self, item: Item) -> tuple[list[str], str]:
        match = _QUESTION.match(item.prompt)
        if match is None:
            raise ValueError(f"not a chain of sums: {item.prompt!r}")
        terms = match["expression"].split()
        total, steps = int(terms[0]), []
        for operator, term in zip(terms[1::2], terms[2::2], strict=True):
            after = total + int(term) if operator == "+" else total - int(term)
            steps.append(f"{total}{operator}{term}={after}")
            total = after
        return steps, str(total)

    def score(self, answer: str, item: Item) -> bool:
        return gym_scores("chain_sum", answer, item)
