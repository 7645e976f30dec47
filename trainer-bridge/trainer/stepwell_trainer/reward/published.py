"""What only the published code counted, kept for checking against its values."""

from __future__ import annotations

import re

_THINK = re.compile(r"<think>(.*?)</think>", re.DOTALL)
_STEP = re.compile(r"<step>(.*?)</step>", re.DOTALL)


def published_step_count(text: str) -> int:
    """Non-empty `<step>` bodies inside `<think>`, whether or not the response is valid: not always K."""
    think = _THINK.search(text)
    return sum(bool(body.strip()) for body in _STEP.findall(think.group(1))) if think else 0
