"""reasoning-gym's own scorers, through the task families. They are linear in a bounded answer."""

from __future__ import annotations

from stepwell_trainer.tasks.index import family_of
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.verifier import LONGEST_ANSWER


class GymVerifier:
    def judge(self, answer: str, item: Item) -> bool | None:
        if item.family is None:
            raise ValueError(f"question {item.key} belongs to no task family")
        if len(answer) > LONGEST_ANSWER:
            return False
        return family_of(item.family).score(answer, item)

    def close(self) -> None:
        """Nothing to end."""
