"""Filter 2: the trace steps lead to the answer that the trace gives.

Three checks that need no judge: no step concludes another answer; every plain arithmetic equation in the steps
holds; and the answer's own words or numbers occur in the steps, at least one of them in the last. The paper has a
language model judge whether the steps support the answer: that sees gaps in an argument which these checks do not,
and these see every false sum, which a judge may not.
"""

from __future__ import annotations

import re

from stepwell_trainer.rewrite.filters.arithmetic import false_equations
from stepwell_trainer.rewrite.filters.rejection import Rejection
from stepwell_trainer.rewrite.trace_text import TaggedTrace

_CONCLUSION = re.compile(
    r"\b(?:final\s+answer|answer|result)\s*(?:is|=|:|must\s+be|equals)\s*(?:option\s+|choice\s+)?[\"'(\[$]*"
    r"(-?\d+(?:,\d{3})*(?:\.\d+)?|[A-Z]\b)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
# Words of LaTeX and of plain answers that carry no content of their own.
_LATEX_WORDS = {"frac", "dfrac", "text", "mathrm", "left", "right", "boxed", "sqrt", "cdot", "times", "pi"}
_EMPTY_WORDS = frozenset(_LATEX_WORDS | {"the", "a", "an", "of", "and", "or", "is"})


def conclusions(step: str) -> list[str]:
    """What a step says the answer is, where it says so in plain words: a number or one letter."""
    return [_normal(found) for found in _CONCLUSION.findall(step)]


def _normal(text: str) -> str:
    plain = text.strip().strip("()[]{}$.\"' ").replace(",", "").upper()
    return re.sub(r"(\.\d*?)0+$", r"\1", plain).rstrip(".") if "." in plain else plain


def _words(text: str) -> set[str]:
    """Words and numbers of a text, `5.0` and `1,000` as `5` and `1000`; what carries no content is left out."""
    return {_normal(word).lower() for word in _WORD.findall(_THOUSANDS.sub("", text))} - _EMPTY_WORDS


def steps_consistent(trace: TaggedTrace) -> Rejection | None:
    """None if the steps agree with the answer as far as the three checks see."""
    reason = _contradiction(trace) or _false_arithmetic(trace) or _unsupported(trace)
    return Rejection("steps-inconsistent", reason) if reason else None


def _contradiction(trace: TaggedTrace) -> str | None:
    answer = _normal(trace.answer)
    if not re.fullmatch(r"-?\d+(\.\d+)?|[A-Z]", answer):
        return None
    for index, step in enumerate(trace.steps, start=1):
        for said in conclusions(step):
            if said != answer and said.isalpha() == answer.isalpha():
                return f"trace step {index} concludes {said}, the answer is {answer}"
    return None


def _false_arithmetic(trace: TaggedTrace) -> str | None:
    for index, step in enumerate(trace.steps, start=1):
        for equation in false_equations(step):
            return f"trace step {index} says {equation}"
    return None


def _unsupported(trace: TaggedTrace) -> str | None:
    wanted = _words(trace.answer)
    if not wanted:
        return None
    missing = wanted - set().union(*(_words(step) for step in trace.steps))
    if missing:
        return f"no trace step mentions {', '.join(sorted(missing))} of the answer"
    if not wanted & _words(trace.steps[-1]):
        return "the last trace step does not reach the answer"
    return None
