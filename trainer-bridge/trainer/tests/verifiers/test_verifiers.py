"""Verdicts, and that nothing hangs."""

from __future__ import annotations

import time

import pytest

from stepwell_trainer.errors import InvalidJob, TrainerError
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers import math as math_module
from stepwell_trainer.verifiers.bounded import BoundedCall
from stepwell_trainer.verifiers.index import VerifierSet
from stepwell_trainer.verifiers.math import MathVerifier
from stepwell_trainer.verifiers.number import NumberVerifier
from stepwell_trainer.verifiers.option_letter import OptionLetterVerifier


def item(answer: str, verifier: str = "number") -> Item:
    return Item("k", "d", "p", answer, verifier)


@pytest.mark.parametrize("text", ["B", "b", "(B)", " B. ", "B) the second", "b: two"])
def test_option_letters_in_their_usual_dress(text: str) -> None:
    assert OptionLetterVerifier().judge(text, item("B")) is True


@pytest.mark.parametrize("text", ["C", "BC", "Because", "", "the answer is B", "I do not know"])
def test_what_is_not_the_option(text: str) -> None:
    assert OptionLetterVerifier().judge(text, item("B")) is False


@pytest.mark.parametrize(
    ("text", "reference"),
    [("0.5", "1/2"), ("50%", "0.5"), ("1,000", "1000"), ("-3", "\u22123"), ("1e3", "1000"), ("$7", "7"), ("7.", "7")],
)
def test_equal_numbers(text: str, reference: str) -> None:
    assert NumberVerifier().judge(text, item(reference)) is True


@pytest.mark.parametrize("text", ["", "seven", "7 km", "7 8", "1/0", "--7", "1,00", "9" * 20_000, "1e999999"])
def test_what_is_not_the_number(text: str) -> None:
    assert NumberVerifier().judge(text, item("7")) is False


def test_a_reference_that_is_no_number_is_an_error_in_the_data() -> None:
    with pytest.raises(ValueError, match="reference"):
        NumberVerifier().judge("7", item("seven"))


def test_mathematics_is_compared_symbolically() -> None:
    verifier = MathVerifier(seconds=30)
    try:
        assert verifier.judge("\\frac{1}{2}", item("0.5")) is True
        assert verifier.judge("$x^2 + 2x + 1$", item("$(x+1)^2$")) is True
        assert verifier.judge("2", item("3")) is False
    finally:
        verifier.close()


def hang(_: object) -> bool:
    while True:
        pass


def crash(_: object) -> bool:
    raise ValueError("no")


def double(value: int) -> int:
    return 2 * value


def test_a_hanging_comparison_is_killed_and_undecided() -> None:
    call: BoundedCall[object, bool] = BoundedCall(hang, seconds=0.2)
    started = time.monotonic()
    assert call(1) is None
    assert call(1) is None, "and the next one gets a new helper"
    assert time.monotonic() - started < 60
    call.close()


def test_an_error_is_undecided_and_the_helper_lives_on() -> None:
    failing: BoundedCall[object, bool] = BoundedCall(crash, seconds=10)
    assert failing(1) is None
    failing.close()
    working = BoundedCall(double, seconds=10)
    assert [working(2), working(3)] == [4, 6]
    working.close()


def test_a_missing_library_is_an_error_not_another_verifier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(math_module, "find_spec", lambda name: None)
    with pytest.raises(TrainerError, match="math-verify"):
        VerifierSet().judge("1", item("2", "math"))


def test_an_unknown_verifier_is_refused() -> None:
    with pytest.raises(InvalidJob, match="no verifier"):
        VerifierSet().judge("1", item("1", "guess"))
