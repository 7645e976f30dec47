"""Prompts as EasyR1's data set reads them, and back from what its reward logs of them.

Columns: verl/utils/dataset.py and verl/workers/reward/function.py of 77Han329/ProcessThinker. A row without media needs
an empty `multi_modal_data`, or the reward manager fails.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stepwell_trainer.tasks.item import Item

# The reward's log cuts problems here.
_LOGGED = 500


def write_rows(path: Path, items: Sequence[Item]) -> None:
    """One JSON object per prompt."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for item in items:
            file.write(json.dumps(_row(item)) + "\n")


def _row(item: Item) -> dict[str, Any]:
    media = {name: item.entry.get(name) or [] for name in ("images", "videos")}
    choice = item.verifier == "option-letter"
    return {
        "problem": item.prompt,
        "problem_reserved_text": item.prompt,
        "solution": f"<answer>{item.answer}</answer>",
        "problem_id": item.key,
        "problem_type": "multiple choice" if choice else "open-ended",
        "data_type": "video" if media["videos"] else "image" if media["images"] else "text",
        **media,
        "multi_modal_data": media,
    }


class PromptIndex:
    """Finds the prompt behind a logged problem, which is cut at 500 characters and carries no id."""

    def __init__(self, training: Sequence[Item], validation: Sequence[Item]) -> None:
        self._training: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in {item.key: item for item in training}.values():
            self._training[_seen(item)].append(item)
        self._validation = {_seen(item) for item in validation} - set(self._training)

    def is_validation(self, problem: str, ground_truth: str) -> bool:
        return (problem, ground_truth) in self._validation

    def find(self, problem: str, ground_truth: str) -> Item | None:
        """None where no prompt or more than one would be logged like this."""
        found = self._training.get((problem, ground_truth), [])
        return found[0] if len(found) == 1 else None


def _seen(item: Item) -> tuple[str, str]:
    return item.prompt[:_LOGGED], f"<answer>{item.answer}</answer>"
