"""Filter 1: the rewritten trace still gives the reference answer.

The data set's own verifier decides, as in training: reasoning-gym's scorer, an option letter, a number, or
math-verify. Where it cannot decide in time the trace is rejected, since equality was not shown. The paper compares
the teacher's answer with the annotated one; its text does not say how, so `2` against `2.0` may fare differently.
"""

from __future__ import annotations

from collections.abc import Callable

from stepwell_trainer.rewrite.filters.rejection import Rejection
from stepwell_trainer.rewrite.trace_text import TaggedTrace
from stepwell_trainer.tasks.item import Item

Judge = Callable[[str, Item], bool | None]


def answer_unchanged(trace: TaggedTrace, item: Item, judge: Judge) -> Rejection | None:
    """None if `judge` finds the trace's answer right; `judge` returns None where it could not decide."""
    verdict = judge(trace.answer, item)
    if verdict is True:
        return None
    said = f"{trace.answer[:80]!r} for the reference {item.answer[:80]!r}"
    return Rejection("answer-changed", f"undecided: {said}" if verdict is None else f"answers {said}")
