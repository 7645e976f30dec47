"""What a filter says about a trace that must not be learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FilterName = Literal["malformed", "answer-changed", "steps-inconsistent", "poor-steps"]
FILTERS: tuple[FilterName, ...] = ("malformed", "answer-changed", "steps-inconsistent", "poor-steps")
"""In the order they are applied: a trace is counted under the first that rejects it."""


@dataclass(frozen=True)
class Rejection:
    """Which filter rejected a trace, and why in words."""

    filter: FilterName
    reason: str
