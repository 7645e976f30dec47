"""The grammar of a response: `<think>(<step>body</step>)+</think><answer>body</answer>`.

Blanks are allowed between tags and at both ends; bodies hold some text other than blanks and none of the
six tags. A scanner instead of one regular expression: it says *why* a response is invalid, and it is linear
in the length of the text whatever a model wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TAGS = ("<think>", "</think>", "<step>", "</step>", "<answer>", "</answer>")
_TAG = re.compile("|".join(re.escape(tag) for tag in TAGS))


@dataclass(frozen=True)
class TraceStepSpan:
    """Code points of one trace step: its body, and where `</step>` ends (the prefix goes through there)."""

    start: int
    end: int
    close: int


@dataclass(frozen=True)
class ParsedResponse:
    """Trace steps and final answer of a response; `invalid_reason` is None when the grammar matches.

    Where the grammar fails there are no trace steps and no answer: a broken response earns nothing, and an
    answer fished out of it would be a guess.
    """

    steps: tuple[TraceStepSpan, ...] = ()
    answer: str | None = None
    invalid_reason: str | None = None

    @property
    def matches(self) -> bool:
        return self.invalid_reason is None


class _Mismatch(Exception):
    pass


class _Scanner:
    """Walks over the tags of a text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags = [(m.group(), m.start(), m.end()) for m in _TAG.finditer(text)]
        self.next = 0
        self.position = 0

    def peek(self) -> str | None:
        return self.tags[self.next][0] if self.next < len(self.tags) else None

    def expect(self, tag: str) -> None:
        """Consumes `tag`, allowing only blanks before it."""
        found = self.peek()
        if found != tag:
            raise _Mismatch(f"expected {tag}, found {found or 'the end'}")
        _, start, end = self.tags[self.next]
        if self.text[self.position : start].strip():
            raise _Mismatch(f"text outside tags before {tag}")
        self.position, self.next = end, self.next + 1

    def body(self, closing: str) -> tuple[int, int]:
        """Consumes a body and its closing tag; returns the body's code points."""
        found = self.peek()
        if found != closing:
            raise _Mismatch(f"expected {closing}, found {found or 'the end'}")
        _, start, end = self.tags[self.next]
        span = (self.position, start)
        if not self.text[span[0] : span[1]].strip():
            raise _Mismatch(f"empty body before {closing}")
        self.position, self.next = end, self.next + 1
        return span


def parse_response(text: str) -> ParsedResponse:
    """Parses raw text; never raises. Spans are half-open code points of `text` as it is."""
    scanner = _Scanner(text)
    steps: list[TraceStepSpan] = []
    try:
        scanner.expect("<think>")
        while True:
            scanner.expect("<step>")
            start, end = scanner.body("</step>")
            steps.append(TraceStepSpan(start, end, scanner.position))
            if scanner.peek() != "<step>":
                break
        scanner.expect("</think>")
        scanner.expect("<answer>")
        start, end = scanner.body("</answer>")
        if text[scanner.position :].strip():
            raise _Mismatch("text after </answer>")
    except _Mismatch as mismatch:
        return ParsedResponse(invalid_reason=str(mismatch))
    return ParsedResponse(steps=tuple(steps), answer=text[start:end].strip())
