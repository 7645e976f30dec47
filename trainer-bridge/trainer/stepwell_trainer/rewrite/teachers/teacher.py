"""What a teacher must offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from stepwell_trainer.tasks.item import Item


@dataclass(frozen=True)
class Written:
    """A teacher's response to one prompt, as raw text: nothing in it is trusted yet."""

    response: str


@dataclass(frozen=True)
class Unwritten:
    """The teacher gave nothing (time-out, server error, cut off). Missing, which is no verdict on the prompt."""

    reason: str


class Teacher(Protocol):
    """`name` says who taught, for the record; `batch_size` is how many prompts it likes at once."""

    name: str
    batch_size: int

    def write(self, items: Sequence[Item]) -> list[Written | Unwritten]:
        """One outcome per item, in order. Raises TrainerError only where no prompt could ever succeed."""
        ...
