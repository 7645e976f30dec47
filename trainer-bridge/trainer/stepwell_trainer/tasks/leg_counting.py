"""Counting the legs of a few animals, one kind per trace step: what it adds, and the total so far."""

from __future__ import annotations

import re

from stepwell_trainer.tasks.gym import gym_items, gym_scores
from stepwell_trainer.tasks.item import Item, Level

_PREAMBLE = (
    "Your task is to count how many legs there are in total when given a list of animals.\n\n"
    "Now, how many legs are there in total if you have "
)
_ANIMALS = re.compile(r"(\d+) ([a-z ]+?)(?=, \d|\?)")
# reasoning-gym's own table, spelled out because the solver must not depend on the questions' metadata.
_LEGS = {
    **dict.fromkeys(("snake", "sea slug", "jellyfish", "flatworm", "leech"), 0),
    **dict.fromkeys(("chicken", "bird", "human", "duck"), 2),
    **dict.fromkeys(("dog", "cat", "cow", "horse", "lion", "elephant", "giraffe", "tiger", "deer", "sheep"), 4),
    "starfish": 5,
    **dict.fromkeys(("insect", "ant", "butterfly", "beetle", "bee", "wasp", "grasshopper", "cricket"), 6),
    **dict.fromkeys(("cockroach", "praying mantis", "firefly"), 6),
    **dict.fromkeys(("spider", "scorpion"), 8),
    **dict.fromkeys(("crab", "lobster", "shrimp"), 10),
    "woodlouse": 14,
}
# Kinds of animals per level, and the largest total: two-digit carries are out of a tiny model's reach in minutes.
_KINDS: dict[Level, tuple[int, int]] = {"in-distribution": (3, 4), "harder": (5, 5)}
_LARGEST_TOTAL: dict[Level, int] = {"in-distribution": 40, "harder": 50}


class LegCounting:
    key = "leg-counting"
    phrases = (
        _PREAMBLE,
        "?\n",
        ", ",
        *(f" {name}{plural}" for name in _LEGS for plural in ("", "s")),
        ": ",
        ", total ",
    )

    def generate(self, level: Level, seed: int, size: int) -> list[Item]:
        """About half of `size`: questions with a larger total than the level's are passed over."""
        low, high = _KINDS[level]
        settings = {"min_animals": low, "max_animals": high, "min_instances": 1, "max_instances": 3}
        items = gym_items("leg_counting", self.key, seed, size, settings)
        return [item for item in items if int(item.answer) <= _LARGEST_TOTAL[level]]

    def solve(self, item: Item) -> tuple[list[str], str]:
        total, steps = 0, []
        for number, name in _ANIMALS.findall(item.prompt.removeprefix(_PREAMBLE)):
            legs = int(number) * _LEGS[name if name in _LEGS else name.removesuffix("s")]
            total += legs
            steps.append(f"{number} {name}: {legs}, total {total}")
        return steps, str(total)

    def score(self, answer: str, item: Item) -> bool:
        return gym_scores("leg_counting", answer, item)
