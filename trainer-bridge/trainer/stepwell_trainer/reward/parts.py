"""What the reward is made of: counts in, parts out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Gate = Literal["pass", "fail", "undetermined", "off"]


@dataclass(frozen=True)
class StepCounts:
    """Continuations of one prefix. Lost ones are requested but not returned; truncated ones are returned."""

    requested: int
    returned: int
    successes: int
    truncated: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.returned <= self.requested:
            raise ValueError(f"returned {self.returned} of {self.requested} requested continuations")
        if not 0 <= self.successes + self.truncated <= self.returned:
            raise ValueError("successes and truncated continuations exceed the returned ones")

    @property
    def lost(self) -> int:
        return self.requested - self.returned

    @property
    def solvability(self) -> Fraction | None:
        """c_i, exact; None where nothing came back (missing, never 0)."""
        return Fraction(self.successes, self.returned) if self.returned else None


@dataclass(frozen=True)
class GroupOutcomes:
    """Behind c_0: right responses of a group's graded ones. An invalid format counts as wrong; who could not be judged
    is left out."""

    right: int
    graded: int

    @property
    def share(self) -> float | None:
        return self.right / self.graded if self.graded else None


@dataclass(frozen=True)
class RewardParts:
    """Every part of R (method.md). None is unknown, or not computed; it never stands for 0."""

    reward: float | None
    format: float
    format_valid: bool
    length_valid: bool
    step_count: int
    outcome: float | None
    outcome_gated: float | None
    process: float | None
    process_gated: float | None
    step_bonus: float
    gate: Gate
