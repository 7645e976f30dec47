"""reasoning-gym as the source of questions and as their scorer."""

from __future__ import annotations

from functools import cache
from typing import Any

from stepwell_trainer.tasks.item import Item, content_key

VERIFIER = "reasoning-gym"


def gym_items(name: str, family: str, seed: int, size: int, settings: dict[str, Any]) -> list[Item]:
    """`size` questions of reasoning-gym's data set `name`; keys are hashes of their text."""
    import reasoning_gym

    entries = reasoning_gym.create_dataset(name, seed=seed, size=size, **settings)
    return [_item(name, family, entries[i]) for i in range(size)]


def _item(name: str, family: str, entry: dict[str, Any]) -> Item:
    return Item(
        key=content_key(name, entry["question"], entry["answer"]),
        dataset=f"reasoning-gym/{name}",
        prompt=entry["question"],
        answer=entry["answer"],
        verifier=VERIFIER,
        family=family,
        entry=entry,
    )


@cache
def _scorer(name: str) -> Any:
    import reasoning_gym

    return reasoning_gym.create_dataset(name, seed=0, size=1)


def gym_scores(name: str, answer: str, item: Item) -> bool:
    """True only for reasoning-gym's full score: it pays part of a point for near misses."""
    return _scorer(name).score_answer(answer, item.entry) == 1.0
