"""The generated JSON Schema of event batches, applied by event type.

The schema lets unknown event types pass as they are, and cannot say that a known type is none of them: so every
event is checked against its own type's branch.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"


@lru_cache(maxsize=1)
def _validators() -> tuple[Draft202012Validator, dict[str, Draft202012Validator]]:
    schema = json.loads((CONTRACTS / "schema" / "event-batch.json").read_text())
    branches = schema["properties"]["events"]["items"]["anyOf"][0]["oneOf"]
    by_type = {b["properties"]["type"]["const"]: Draft202012Validator(b) for b in branches}
    return Draft202012Validator(schema), by_type


def violations(batch: dict) -> list[str]:
    """What the contract finds wrong with a batch, in words."""
    whole, by_type = _validators()
    found = [e.message for e in whole.iter_errors(batch)]
    for event in batch.get("events", []) if isinstance(batch, dict) else []:
        validator = by_type.get(event.get("type")) if isinstance(event, dict) else None
        if validator:
            found += [f"{e.json_path}: {e.message}" for e in validator.iter_errors(event)]
    return found
