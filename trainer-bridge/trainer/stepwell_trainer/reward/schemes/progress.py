"""Mean step advantage a_i = c_i - c_(i-1) behind the gate, c_0 from the group's outcomes (after arXiv 2410.08146)."""

from __future__ import annotations

from collections.abc import Sequence

from stepwell_trainer.reward.parts import StepCounts
from stepwell_trainer.reward.schemes.facts import Scheme, SchemeFacts, gated_by


def mean_progress(scored: Sequence[StepCounts], c0: float | None) -> float | None:
    """Mean of the known a_i; None where c_0 is unknown or every a_i is. A lost c_i takes two of them away."""
    if c0 is None:
        return None
    previous: float | None = c0
    known: list[float] = []
    for step in scored:
        c = None if step.solvability is None else float(step.solvability)
        if c is not None and previous is not None:
            known.append(c - previous)
        previous = c
    return sum(known) / len(known) if known else None


def process_part(facts: SchemeFacts) -> float | None:
    return gated_by(facts, mean_progress(facts.scored, facts.c0))


PROGRESS = Scheme(process_part)
