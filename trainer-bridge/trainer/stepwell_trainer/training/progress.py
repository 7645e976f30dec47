"""Cumulative counts that every x-axis joins to: those of one attempt, which Stepwell adds up over a run's attempts."""

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
    """

    response_tokens: int = 0
    continuation_tokens: int = 0
    active_ms: float = 0.0
    gpu_ms: float = 0.0
    earlier_active_ms: float = 0.0

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
        (checkpoint / _FILE).write_text(json.dumps({"active_ms": self.total_active_ms}))

    @classmethod
    def load(cls, checkpoint: Path | None) -> Progress:
        """An attempt that begins from that checkpoint, or from nothing."""
        if checkpoint is None or not (checkpoint / _FILE).is_file():
            return cls()
        return cls(earlier_active_ms=json.loads((checkpoint / _FILE).read_text())["active_ms"])
