"""The loop: batches of prompts to the teacher, its responses through the filters, the outcome to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from stepwell_trainer.rewrite.filters.answer_unchanged import Judge
from stepwell_trainer.rewrite.filters.apply import first_rejection
from stepwell_trainer.rewrite.filters.rejection import FILTERS, Rejection
from stepwell_trainer.rewrite.filters.step_quality import StepQuality
from stepwell_trainer.rewrite.output import TraceFolder
from stepwell_trainer.rewrite.teachers.teacher import Teacher, Unwritten, Written
from stepwell_trainer.tasks.item import Item

MAX_KEPT_RESPONSE = 20_000


@dataclass
class Rewriting:
    """One pass over the prompts that are not done yet. `unwritten` holds prompt keys with the teacher's reasons."""

    teacher: Teacher
    judge: Judge
    folder: TraceFolder
    limits: StepQuality = field(default_factory=StepQuality)
    unwritten: dict[str, str] = field(default_factory=dict)

    def run(self, items: Sequence[Item], cancelled: Callable[[], bool], progress: Callable[[int], None]) -> bool:
        """Works through `items`; False if it was cancelled between two batches (all before is on the disk)."""
        left = [item for item in items if item.key not in self.folder.done]
        for batch in _batches(left, self.teacher.batch_size):
            if cancelled():
                return False
            self._batch(batch)
            progress(len(items) - len(left) + len(batch))
            left = left[len(batch) :]
        return True

    def summary(self, requested: int) -> dict[str, float]:
        """Counts: requested = traces + each filter's rejections + unwritten (once nothing is left to do)."""
        counts: dict[str, float] = {"requested": requested, "traces": self.folder.written}
        for name in FILTERS:
            counts[f"rejected/{name}"] = self.folder.rejected[name]
        counts["unwritten"] = len(self.unwritten)
        return counts

    def _batch(self, items: Sequence[Item]) -> None:
        traces: list[dict[str, object]] = []
        rejections: list[dict[str, object]] = []
        for item, outcome in zip(items, self.teacher.write(items), strict=True):
            if isinstance(outcome, Unwritten):
                self.unwritten[item.key] = outcome.reason
            else:
                self._sort(item, outcome, traces, rejections)
        self.folder.add(traces, rejections)

    def _sort(
        self, item: Item, written: Written, traces: list[dict[str, object]], rejections: list[dict[str, object]]
    ) -> None:
        common: dict[str, object] = {"key": item.key, "family": item.family, "prompt": item.prompt}
        verdict = first_rejection(written.response, item, self.judge, self.limits)
        if isinstance(verdict, Rejection):
            kept = written.response[:MAX_KEPT_RESPONSE]
            rejections.append({**common, "filter": verdict.filter, "reason": verdict.reason, "response": kept})
        else:
            traces.append({**common, "response": written.response, "answer": item.answer})


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
