"""Cumulative counts that every x-axis joins to. They travel in the checkpoint, so a resumed run goes on counting."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "stepwell_progress.json"


@dataclass
class Progress:
    """Tokens and milliseconds spent on the train steps that count, from the first to this one."""

    response_tokens: int = 0
    continuation_tokens: int = 0
    active_ms: float = 0.0
    gpu_ms: float = 0.0

    def wire(self) -> dict[str, int]:
        return {
            "responseTokens": self.response_tokens,
            "continuationTokens": self.continuation_tokens,
            "activeMs": round(self.active_ms),
            "gpuMs": round(self.gpu_ms),
        }

    def save(self, checkpoint: Path) -> None:
        (checkpoint / _FILE).write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, checkpoint: Path | None) -> Progress:
        """Those of a checkpoint; zeros for a run that begins."""
        if checkpoint is None or not (checkpoint / _FILE).is_file():
            return cls()
        return cls(**json.loads((checkpoint / _FILE).read_text()))
