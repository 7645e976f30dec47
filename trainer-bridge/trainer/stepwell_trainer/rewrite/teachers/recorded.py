"""A data set that brings step-tagged responses of its own is its own teacher; the filters judge it like any other."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written
from stepwell_trainer.tasks.item import Item


class RecordedTeacher:
    """Gives the record's own `response`."""

    name = "the data set"
    batch_size = 256

    def write(self, items: Sequence[Item]) -> list[Written | Unwritten]:
        """One outcome per item; a record without a `response` is unwritten."""
        return [self._write_one(item.entry.get("response")) for item in items]

    def _write_one(self, response: object) -> Written | Unwritten:
        if isinstance(response, str):
            return Written(response)
        return Unwritten("the record has no `response`, and profile.teacher names nobody to write one")
