"""The tiny profile's teacher: each task family solves its own questions, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written
from stepwell_trainer.rewrite.trace_text import compose
from stepwell_trainer.tasks.index import family_of
from stepwell_trainer.tasks.item import Item


class SolverTeacher:
    """Writes what the family's solver says. Its traces pass the same filters as any model's."""

    name = "solver"
    batch_size = 256

    def write(self, items: Sequence[Item]) -> list[Written | Unwritten]:
        """One response per item; an item its family cannot solve is unwritten."""
        return [self._write_one(item) for item in items]

    def _write_one(self, item: Item) -> Written | Unwritten:
        if item.family is None:
            return Unwritten("the question belongs to no task family")
        try:
            steps, answer = family_of(item.family).solve(item)
            return Written(compose(steps, answer))
        except ValueError as error:
            return Unwritten(str(error))
