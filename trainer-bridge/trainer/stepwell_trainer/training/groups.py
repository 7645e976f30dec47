"""Groups: the G responses of one prompt in one train step, and GRPO's baseline over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev


@dataclass(frozen=True)
class GroupStats:
    """Mean and SD (n-1) over the responses that have a reward; None where there are too few."""

    mean: float | None
    sd: float | None
    n: int
    size: int

    @property
    def has_signal(self) -> bool:
        """Whether any response of the group moves the policy."""
        return self.sd is not None and self.sd > 1e-8


def group_stats(rewards: Sequence[float | None]) -> GroupStats:
    known = [reward for reward in rewards if reward is not None]
    return GroupStats(
        mean=fmean(known) if known else None,
        sd=stdev(known) if len(known) > 1 else None,
        n=len(known),
        size=len(rewards),
    )


def in_groups(values: Sequence[float | None], group_size: int) -> list[GroupStats]:
    """Stats of consecutive groups of `group_size` responses."""
    return [group_stats(values[i : i + group_size]) for i in range(0, len(values), group_size)]
