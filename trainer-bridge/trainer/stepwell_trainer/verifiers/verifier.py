"""How an answer is judged."""

from __future__ import annotations

from typing import Protocol

from stepwell_trainer.tasks.item import Item

# A model may write anything between the answer tags; no verifier needs more than this to decide.
LONGEST_ANSWER = 10_000


class Verifier(Protocol):
    """Judges answers of one data set. Stateless but for helper processes, which `close` ends."""

    def judge(self, answer: str, item: Item) -> bool | None:
        """Right, wrong, or None where no decision was possible in time (unknown, never wrong)."""
        ...

    def close(self) -> None: ...
