"""Numbers out of other programs' logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_NAMED = {"nan": float("nan"), "inf": float("inf"), "infinity": float("inf"), "-inf": -float("inf")}


def number(value: object) -> float | None:
    """A number, also one by name ("NaN"); None for anything else, booleans included."""
    if isinstance(value, str):
        return _NAMED.get(value.strip().lower())
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def flattened(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of a nested record by their path, `a/b/c`."""
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from flattened(value, f"{name}/")
        elif (found := number(value)) is not None:
            yield name, found
