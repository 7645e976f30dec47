"""Sorting a short list, one selection per trace step: take the next number, say what is left."""

from __future__ import annotations

from stepwell_trainer.tasks.gym import gym_items, gym_scores
from stepwell_trainer.tasks.item import Item, Level

_NUMBERS: dict[Level, tuple[int, int]] = {"in-distribution": (3, 4), "harder": (4, 5)}
# reasoning-gym appends these rules to every question; one token for them keeps a tiny model's prompts short.
_RULES = (
    "\nPlease follow the instruction below:\n"
    "## 1. Let all your answers be a list of numbers. Instead of reporting your answer as "
    "-69, -13, 1, 7, 11, 43, 59, 61, use ['-69', '-13', '1', '7', '11', '43', '59', '61'] instead\n"
    "## 2. Convert all numbers in the square brackets as strings. For example, "
    "['-69', '-13', '1', '7', '11', '43', '59', '61']\n"
)


class NumberSorting:
    key = "number-sorting"
    phrases = (
        "Sort these numbers in ascending order: ",
        "Sort these numbers in descending order: ",
        _RULES,
        *(f"{digit}.0" for digit in range(10)),
        ", ",
        "['",
        "', '",
        "']",
        "take ",
        "; left ",
    )

    def generate(self, level: Level, seed: int, size: int) -> list[Item]:
        low, high = _NUMBERS[level]
        settings = {
            "min_numbers": low,
            "max_numbers": high,
            "min_decimals": 0,
            "max_decimals": 0,
            "min_value": 0,
            "max_value": 9,
        }
        return gym_items("number_sorting", self.key, seed, size, settings)

    def solve(self, item: Item) -> tuple[list[str], str]:
        metadata = item.entry["metadata"]
        pick = min if metadata["direction"] == "ascending" else max
        left, taken, steps = list(metadata["original_numbers"]), [], []
        while len(left) > 1:
            number = pick(left, key=float)
            left.remove(number)
            taken.append(number)
            steps.append(f"take {number}; left {', '.join(left)}")
        return steps, str([*taken, *left])

    def score(self, answer: str, item: Item) -> bool:
        return gym_scores("number_sorting", answer, item)
