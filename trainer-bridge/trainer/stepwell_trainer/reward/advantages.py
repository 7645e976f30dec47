"""What TRL makes of rewards, in plain floats.

Nothing trains on these: they rescore groups of counts, so that both languages can be held to the same advantages.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev

EPSILON = 1e-4


def spread(values: Sequence[float]) -> float:
    """SD with n - 1; 0 below two values."""
    return stdev(values) if len(values) > 1 else 0.0


def centred(values: Sequence[float | None], divisor: float) -> list[float | None]:
    """(value - mean) / divisor over the known values; None stays None and takes no part in the mean."""
    known = [value for value in values if value is not None]
    mean = fmean(known) if known else 0.0
    return [None if value is None else (value - mean) / divisor for value in values]


def normalised(values: Sequence[float | None]) -> list[float | None]:
    """(value - mean) / (SD + 1e-4): the advantages of a group as trained with."""
    return centred(values, spread([value for value in values if value is not None]) + EPSILON)


def decoupled(parts: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
    """GDPO within a group: every part normalised by itself, then added with its weight (arXiv 2601.05242).

    `parts`: one list of values per part, one value per response that has a reward. Parts without weight are left out.
    """
    columns = [(normalised(part), weight) for part, weight in zip(parts, weights, strict=True) if weight > 0]
    return [sum(weight * (column[i] or 0.0) for column, weight in columns) for i in range(len(parts[0]))]
