"""Reads what LLaMA-Factory writes: trainer_log.jsonl, and each checkpoint's trainer_state.json.

Formats: LogCallback in src/llamafactory/train/callbacks.py (hiyouga/LLaMA-Factory), TrainerState in transformers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from stepwell_trainer.adapters.numbers import number
from stepwell_trainer.reporting import metric_names as names

# trainer_log.jsonl: ours where the meaning is the same, else their own name.
_METRICS = {
    "loss": names.OPTIM_LOSS,
    "lr": names.OPTIM_LEARNING_RATE,
    "eval_loss": "eval_loss",
    "epoch": "epoch",
    "throughput": "throughput",
    "total_tokens": "total_tokens",
    "vram_allocated": "vram_allocated",
    "vram_reserved": "vram_reserved",
}
_ELAPSED = re.compile(r"^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d)$")


def metrics_of(record: dict[str, Any]) -> dict[str, float]:
    """The values of one line; what the line lacks is left out."""
    found = ((ours, number(record.get(theirs))) for theirs, ours in _METRICS.items())
    return {ours: value for ours, value in found if value is not None}


def elapsed_ms(record: dict[str, Any]) -> int:
    """`elapsed_time` ("0:01:05", "1 day, 2:03:04") since this attempt's training began; whole seconds."""
    match = _ELAPSED.match(str(record.get("elapsed_time", "")))
    if not match:
        return 0
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000


def history_of(checkpoint: Path) -> list[tuple[int, float]] | None:
    """(train step, gradient norm) from trainer_state.json, which is written last; None while it is not whole."""
    try:
        state = json.loads((checkpoint / "trainer_state.json").read_text("utf-8"))
        entries = [(e.get("step"), number(e.get("grad_norm"))) for e in state["log_history"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return [(step, norm) for step, norm in entries if isinstance(step, int) and norm is not None]
