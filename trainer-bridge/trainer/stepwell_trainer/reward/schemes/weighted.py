"""The method's own: R_proc behind the gate. The weights make it outcome-only, mixed or process-only."""

from __future__ import annotations

from stepwell_trainer.reward.schemes.facts import Scheme, SchemeFacts, gated_by


def process_part(facts: SchemeFacts) -> float | None:
    return gated_by(facts, facts.process)


WEIGHTED = Scheme(process_part)
