"""What checkpoints remember of their run beside its weights: what it has cost, and to where it was planned.

Cumulative counts are what every x-axis joins to: those of one attempt, which Stepwell adds up over a run's attempts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = "stepwell_progress.json"


@dataclass
class Progress:
    """
    Tokens and milliseconds that this attempt has spent on its train steps so far.

    `earlier_active_ms` is the time of the attempts before it, up to the checkpoint that it resumed from. It travels in
    checkpoints, so that the final one can say what its weights took; events count the attempt alone, since train steps
    that are run again would hide in a sum.

    `plan` are the train steps at which the run was to end: the launch's, then one for each time it was continued. The
    order of the data follows from it (training/prompt_order.py).
    """

    response_tokens: int = 0
    continuation_tokens: int = 0
    active_ms: float = 0.0
    gpu_ms: float = 0.0
    earlier_active_ms: float = 0.0
    plan: tuple[int, ...] = ()

    @property
    def total_active_ms(self) -> float:
        """Time of the train steps that count, over all attempts."""
        return self.earlier_active_ms + self.active_ms

    def wire(self) -> dict[str, int]:
        return {
            "responseTokens": self.response_tokens,
            "continuationTokens": self.continuation_tokens,
            "activeMs": round(self.active_ms),
            "gpuMs": round(self.gpu_ms),
        }

    def save(self, checkpoint: Path) -> None:
        kept = {"active_ms": self.total_active_ms, "plan": list(self.plan)}
        (checkpoint / _FILE).write_text(json.dumps(kept))

    @classmethod
    def load(cls, checkpoint: Path | None, train_steps: int) -> Progress:
        """An attempt that begins from that checkpoint, or from nothing, and is to end at `train_steps`."""
        if checkpoint is None or not (checkpoint / _FILE).is_file():
            return cls(plan=(train_steps,))
        kept = json.loads((checkpoint / _FILE).read_text())
        before = tuple(kept.get("plan") or _planned_by_trl(checkpoint))
        continued = not before or train_steps > before[-1]
        return cls(earlier_active_ms=kept["active_ms"], plan=(*before, train_steps) if continued else before)


def _planned_by_trl(checkpoint: Path) -> tuple[int, ...]:
    """Checkpoints of an older version do not say it themselves."""
    state = checkpoint / "trainer_state.json"
    return (int(json.loads(state.read_text())["max_steps"]),) if state.is_file() else ()
