"""How values become JSON on the wire: nothing crashes on hostile text, nothing non-finite becomes 0 or null."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timezone
from functools import lru_cache

_NAME_CHARACTER = re.compile(r"[^A-Za-z0-9_.@%+-]")
MAX_NAME = 250


def now_iso() -> str:
    """The current time as ISO 8601 in UTC with milliseconds, as `isoTime` of the contracts wants it."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode_number(value: float) -> float | int | str:
    """A number as `encodedNumber`: itself if finite, else "NaN", "Infinity" or "-Infinity"."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


@lru_cache(maxsize=4096)
def metric_name(name: str) -> str:
    """A metric name that the contract accepts: one foreign character must not cost the whole train step."""
    parts = [_NAME_CHARACTER.sub("_", part) for part in name.split("/") if part]
    return "/".join(parts)[:MAX_NAME].rstrip("/") or "_"


def _plain(value: object) -> object:
    """Numbers of numpy and torch as Python's own; anything else is refused by TypeError."""
    item = getattr(value, "item", None)
    if callable(item):
        return finite(item())
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in an event")


def finite(value: object) -> object:
    """`value` with every non-finite number, however deep, replaced by its name."""
    if isinstance(value, float):
        return encode_number(value)
    if isinstance(value, dict):
        return {str(k): finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(v) for v in value]
    return value


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"), default=_plain)


def encode_line(seq: int, event: dict[str, object]) -> bytes:
    """One line of a spool segment: the event with `seq` first (readers rely on that), ASCII only.

    ASCII output turns U+0000 and lone surrogates into escapes, so any Python string can travel.
    Raises TypeError or ValueError for what JSON cannot hold.
    """
    try:
        body = _dumps(event)
    except ValueError:
        body = _dumps(finite(event))
    separator = "," if body != "{}" else ""
    return f'{{"seq":{seq}{separator}{body[1:]}\n'.encode("ascii")
