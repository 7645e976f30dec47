"""Mean of min(c_i - tau, 0): a trace step can cost something and never earn anything (after arXiv 2410.15115, Clip)."""

from __future__ import annotations

from stepwell_trainer.reward.schemes.facts import Scheme, SchemeFacts


def process_part(facts: SchemeFacts) -> float | None:
    """None where every c_i is missing. The clip takes the gate's place."""
    known = [float(step.solvability) for step in facts.scored if step.solvability is not None]
    if not known:
        return None
    return sum(min(c - facts.config.tau, 0.0) for c in known) / len(known)


CLIPPED = Scheme(process_part, gated=False)
