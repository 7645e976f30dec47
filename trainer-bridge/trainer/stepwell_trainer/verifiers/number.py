"""Numbers, compared as exact rationals: 0.5 is 1/2 is 50%; 1,000 is 1000."""

from __future__ import annotations

import re
from fractions import Fraction

from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.verifier import LONGEST_ANSWER

_CORE = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?"
_NUMBER = re.compile(rf"^[$€£]?\s*(?P<number>{_CORE})(?:\s*/\s*(?P<over>\d+))?\s*(?P<percent>%)?\.?$")


def as_number(text: str) -> Fraction | None:
    """The number a text is, None where it is more or less than one number. Units are not stripped: 3 km is no 3."""
    if len(text) > LONGEST_ANSWER:
        return None
    match = _NUMBER.match(text.strip().replace("\u2212", "-"))
    if match is None or not any(c.isdigit() for c in match["number"]):
        return None
    try:
        value = Fraction(match["number"].replace(",", "")) / Fraction(match["over"] or "1")
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if match["percent"] else value


class NumberVerifier:
    def judge(self, answer: str, item: Item) -> bool | None:
        reference = as_number(item.answer)
        if reference is None:
            raise ValueError(f"question {item.key}: the reference answer {item.answer!r} is no number")
        return as_number(answer) == reference

    def close(self) -> None:
        """Nothing to end."""
