"""Mathematics, by math-verify, which parses LaTeX and compares symbolically."""

from __future__ import annotations

from importlib.util import find_spec

from stepwell_trainer.errors import TrainerError
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.bounded import BoundedCall
from stepwell_trainer.verifiers.verifier import LONGEST_ANSWER

_SECONDS = 5.0


def same_value(pair: tuple[str, str]) -> bool:
    """Whether answer and reference are the same in mathematics; runs in the helper process.

    math-verify's own time limit is a signal, which is why it is switched off here: the helper is killed instead.
    """
    from math_verify import parse, verify

    answer, reference = (parse(_as_latex(text), parsing_timeout=None) for text in pair)
    if not reference:
        raise ValueError(f"no mathematics in the reference answer {pair[1]!r}")
    return bool(answer) and bool(verify(reference, answer, timeout_seconds=None))


def _as_latex(text: str) -> str:
    """Marks a bare expression as LaTeX, so that `\\frac{1}{2}` is read whether or not it was in dollars."""
    return text if "$" in text or "\\boxed" in text or "\\(" in text else f"${text}$"


class MathVerifier:
    """None (unknown) where the comparison failed or hung."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        if find_spec("math_verify") is None:
            raise TrainerError("the verifier 'math' needs the package math-verify, which is not installed")
        self._compare = BoundedCall(same_value, seconds)

    def judge(self, answer: str, item: Item) -> bool | None:
        if len(answer) > LONGEST_ANSWER:
            return False
        if answer.strip() == item.answer.strip():
            return True
        return self._compare((answer, item.answer))

    def close(self) -> None:
        self._compare.close()
