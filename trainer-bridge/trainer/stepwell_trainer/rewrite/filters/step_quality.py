"""Filter 3: the trace steps are steps.

Too few or too many, a step without content, the same step twice, one step that carries nearly all the text, a step
far too long, text that loops, and an answer given away before the last step are rejected. The paper has a language
model rate the steps' quality: whether a step is *good* (sound, atomic, in a sensible order) is beyond these checks.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass

from stepwell_trainer.rewrite.filters.rejection import Rejection
from stepwell_trainer.rewrite.filters.steps_consistent import conclusions
from stepwell_trainer.rewrite.trace_text import TaggedTrace

_CONTENT = re.compile(r"\w")
_FILLER = re.compile(
    r"^(?:step\s*\d+|ok(?:ay)?|hmm+|first|next|then|so|now|done|finally|n/?a|none"
    r"|let(?:'s| me| us)\s+(?:think|see|start|begin)(?:\s+(?:about\s+)?(?:it|this|step by step))?)[\s.:!,-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class StepQuality:
    """Limits of the filter. Lengths in code points; `largest_share` of the text in one step, for long traces.

    A step of `long_step` characters may not come twice; a shorter one may (`7+0=7` for each 0 that is added), up
    to `most_repeats` times in all.
    """

    fewest: int = 2
    most: int = 64
    longest: int = 4000
    largest_share: float = 0.9
    long_trace: int = 400
    looping_ratio: float = 0.08
    long_step: int = 24
    most_repeats: int = 2


def step_quality(trace: TaggedTrace, limits: StepQuality) -> Rejection | None:
    """None if no check finds fault."""
    reason = _count(trace, limits) or _bodies(trace, limits) or _whole(trace, limits) or _early_answer(trace)
    return Rejection("poor-steps", reason) if reason else None


def _count(trace: TaggedTrace, limits: StepQuality) -> str | None:
    steps = len(trace.steps)
    if steps < limits.fewest:
        return f"{steps} trace steps, at least {limits.fewest} are wanted"
    return f"{steps} trace steps, at most {limits.most} are wanted" if steps > limits.most else None


def _bodies(trace: TaggedTrace, limits: StepQuality) -> str | None:
    seen: Counter[str] = Counter()
    for index, step in enumerate(trace.steps, start=1):
        plain = " ".join(step.lower().split())
        if not _CONTENT.search(plain) or _FILLER.match(plain):
            return f"trace step {index} has no content"
        if len(step) > limits.longest:
            return f"trace step {index} has {len(step)} characters, more than {limits.longest}"
        seen[plain] += 1
        if seen[plain] > (1 if len(plain) >= limits.long_step else limits.most_repeats):
            return f"trace step {index} says again what an earlier one said"
    return None


def _whole(trace: TaggedTrace, limits: StepQuality) -> str | None:
    lengths = [len(step) for step in trace.steps]
    total = sum(lengths)
    if total < limits.long_trace:
        return None
    if max(lengths) > limits.largest_share * total:
        return "one trace step holds nearly all of the text"
    text = "\n".join(trace.steps).encode("utf-8", "surrogatepass")
    return "the text loops" if len(zlib.compress(text)) < limits.looping_ratio * len(text) else None


def _early_answer(trace: TaggedTrace) -> str | None:
    for index, step in enumerate(trace.steps[:-1], start=1):
        if conclusions(step):
            return f"trace step {index} gives the answer away before the last"
    return None
