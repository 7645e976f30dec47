"""Finds plain arithmetic equations in text and says which are false: `3 + 4 = 8`, never `x = 8`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

_RUN = re.compile(r"[0-9.,+\-*/\u00d7\u00f7\u00b7\u2212()= ]{3,400}")
_TOKEN = re.compile(r"\s*(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|[+\-*/()])")
_SIGNS = str.maketrans({"\u00d7": "*", "\u00b7": "*", "\u00f7": "/", "\u2212": "-"})
# What may follow an equation without giving its last number another meaning (5x, 5%, 5^2, 5 remainder 1).
_GLUED = re.compile(r"^(?:[\w%^!°\\{\[]|\s*(?:remainder|rest|rem|mod|r)\b|\s*[\^%])", re.IGNORECASE)
_MAX_DEPTH = 20
_MAX_DIGITS = 30


class _NotArithmetic(Exception):
    pass


class _Parser:
    """Recursive descent over sums, products, signs and parentheses; exact rationals."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        position = 0
        text = text.strip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _NotArithmetic
            self.tokens.append(match[1])
            position = match.end()
        self.next = 0
        self.operators = 0

    def value(self) -> Fraction:
        value = self._sum(0)
        if self.next != len(self.tokens):
            raise _NotArithmetic
        return value

    def _take(self, *wanted: str) -> str | None:
        if self.next < len(self.tokens) and self.tokens[self.next] in wanted:
            self.next += 1
            return self.tokens[self.next - 1]
        return None

    def _sum(self, depth: int) -> Fraction:
        value = self._product(depth)
        while sign := self._take("+", "-"):
            self.operators += 1
            right = self._product(depth)
            value = value + right if sign == "+" else value - right
        return value

    def _product(self, depth: int) -> Fraction:
        value = self._factor(depth)
        while sign := self._take("*", "/"):
            self.operators += 1
            right = self._factor(depth)
            if sign == "/" and right == 0:
                raise _NotArithmetic
            value = value * right if sign == "*" else value / right
        return value

    def _factor(self, depth: int) -> Fraction:
        if depth > _MAX_DEPTH:
            raise _NotArithmetic
        if self._take("-"):
            return -self._factor(depth + 1)
        if self._take("("):
            value = self._sum(depth + 1)
            if not self._take(")"):
                raise _NotArithmetic
            return value
        if self.next >= len(self.tokens) or not re.match(r"[\d.]", self.tokens[self.next]):
            raise _NotArithmetic
        number = self.tokens[self.next].replace(",", "")
        if len(number) > _MAX_DIGITS:
            raise _NotArithmetic
        self.next += 1
        return Fraction(number)


def _evaluate(side: str) -> tuple[Fraction, int] | None:
    """Value and number of operators of one side; None if it is no plain arithmetic."""
    try:
        parser = _Parser(side)
        return parser.value(), parser.operators
    except _NotArithmetic:
        return None


def _rounds_to(value: Fraction, shown: str) -> bool:
    """Whether `value`, rounded to the decimals that `shown` has, is `shown`: 10/3 = 3.33 is no mistake."""
    match = re.fullmatch(r"-?[\d,]*\.(\d+)", shown.strip())
    return bool(match) and abs(value - Fraction(shown.strip().replace(",", ""))) <= Fraction(1, 2 * 10 ** len(match[1]))


def _sides(text: str, match: re.Match[str]) -> list[str]:
    """The sides of a run's equations that stand for themselves.

    `n-1 = 4` and `f(2)+1 = 6` are none of our business, nor is the 5 of `= 5x`; of `x = 3 + 4 = 7` only `x` is not.
    """
    run = match[0].translate(_SIGNS).rstrip(" .,")
    sides = run.split("=")
    if _GLUED.match(text[match.start() + len(run) :]):
        sides.pop()
    lead = sides[0].lstrip(" .,") if sides else ""
    before = text[: match.start()][-1:]
    separated = sides[:1] != [lead]
    if not lead or lead[0] in "+*/)":
        continues = True
    elif lead[0] == "-":
        continues = (before.isalnum() or before == ")") and not re.match(r"\s*[.,]", run)
    else:
        continues = not separated and bool(re.match(r"[\w\\^_}\])]", before))
    return sides[1:] if continues else [lead, *sides[1:]]


def false_equations(text: str) -> Iterator[str]:
    """Every equation between two plain arithmetic expressions, at least one with an operator, that does not hold."""
    for match in _RUN.finditer(text):
        for left, right in pairwise(_sides(text, match)):
            a, b = _evaluate(left), _evaluate(right)
            if a is None or b is None or a[1] + b[1] == 0 or a[0] == b[0]:
                continue
            if not _rounds_to(a[0], right):
                yield f"{left.strip()} = {right.strip()}"
