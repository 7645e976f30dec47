"""Applies the filters in their order."""

from __future__ import annotations

from stepwell_trainer.rewrite.filters.answer_unchanged import Judge, answer_unchanged
from stepwell_trainer.rewrite.filters.rejection import Rejection
from stepwell_trainer.rewrite.filters.step_quality import StepQuality, step_quality
from stepwell_trainer.rewrite.filters.steps_consistent import steps_consistent
from stepwell_trainer.rewrite.trace_text import TaggedTrace, take_apart
from stepwell_trainer.tasks.item import Item


def first_rejection(response: str, item: Item, judge: Judge, limits: StepQuality) -> TaggedTrace | Rejection:
    """The trace if every filter lets it pass, else the first rejection.

    A response that does not match the grammar has neither steps nor answer to filter: it is `malformed`, counted
    apart from the three.
    """
    trace = take_apart(response)
    if isinstance(trace, str):
        return Rejection("malformed", trace)
    return answer_unchanged(trace, item, judge) or steps_consistent(trace) or step_quality(trace, limits) or trace
