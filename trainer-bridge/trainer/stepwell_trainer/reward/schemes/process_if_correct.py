"""R_proc behind the gate where the answer is right; as if the gate had failed where it is wrong."""

from __future__ import annotations

from stepwell_trainer.reward.schemes.facts import Scheme, SchemeFacts, gated_by


def process_part(facts: SchemeFacts) -> float | None:
    if facts.outcome is None:
        return None
    if facts.outcome == 1:
        return gated_by(facts, facts.process)
    return -facts.bonus if facts.config.penalty_gate else 0.0


PROCESS_IF_CORRECT = Scheme(process_part)
