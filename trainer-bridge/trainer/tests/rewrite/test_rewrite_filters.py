"""Each filter really rejects what it is there for, and lets honest traces pass."""

from __future__ import annotations

from itertools import pairwise

import pytest

from stepwell_trainer.rewrite.filters.apply import first_rejection
from stepwell_trainer.rewrite.filters.rejection import Rejection
from stepwell_trainer.rewrite.filters.step_quality import StepQuality
from stepwell_trainer.rewrite.trace_text import TaggedTrace, compose, take_apart
from stepwell_trainer.tasks.index import FAMILIES
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.index import VerifierSet


def question(answer: str, verifier: str = "number") -> Item:
    return Item(key="q", dataset="d", prompt="How many?", answer=answer, verifier=verifier)


def verdict(response: str, item: Item) -> str:
    outcome = first_rejection(response, item, VerifierSet().judge, StepQuality())
    return outcome.filter if isinstance(outcome, Rejection) else "passes"


HONEST = [
    (["3+4=7", "7-2=5"], "5", question("5")),
    (["3+4=7", "7-2=5"], "5.0", question("5")),
    (["There are 3 apples.", "He buys 4 more: 3 + 4 = 7.", "The answer is 7."], "7", question("7")),
    (["7+0=7", "7+0=7"], "7", question("7")),
    (["Paris lies in France, which option B names.", "So option B it is."], "B", question("B", "option-letter")),
    (["Half of one is \\frac{1}{2}.", "That is 1/2 in lowest terms."], "\\frac{1}{2}", question("1/2", "math")),
    (["Total 1,200 less 200 gives 1,000.", "Hence 1000 remain."], "1000", question("1,000")),
]


@pytest.mark.parametrize(("steps", "answer", "item"), HONEST)
def test_honest_traces_pass(steps, answer, item):
    assert verdict(compose(steps, answer), item) == "passes"


MALFORMED = {
    "no tags": "The answer is 5.",
    "an answer inside a step": "<think><step>3+4=7</step><step><answer>5</answer></step></think><answer>5</answer>",
    "an empty step": "<think><step>3+4=7</step><step> \n </step></think><answer>5</answer>",
    "no steps": "<think></think><answer>5</answer>",
    "steps within steps": "<think><step>3<step>7-2=5</step></step></think><answer>5</answer>",
    "text after the answer": "<think><step>3+4=7</step><step>7-2=5</step></think><answer>5</answer> Done.",
    "thinking ended twice": "<think><step>3+4=7</step><step>7-2=5</step></think></think><answer>5</answer>",
    "an answer of blanks": "<think><step>3+4=7</step><step>7-2=5</step></think><answer> </answer>",
    "cut off": "<think><step>3+4=7</step><step>7-2",
    "nothing": "",
}


@pytest.mark.parametrize("response", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed(response):
    assert verdict(response, question("5")) == "malformed"


@pytest.mark.parametrize("answer", ["6", "five", "5 apples", "-5", "<b>5</b>"])
def test_answer_changed(answer):
    assert verdict(compose(["3+4=7", f"7-2=5 {answer}"], answer), question("5")) == "answer-changed"


def test_an_undecided_answer_is_not_taken_for_unchanged():
    outcome = first_rejection(compose(["3+4=7", "7-2=5"], "5"), question("5"), lambda *_: None, StepQuality())
    assert isinstance(outcome, Rejection)
    assert (outcome.filter, "undecided" in outcome.reason) == ("answer-changed", True)


INCONSISTENT = {
    "a false sum": (["3+4=8", "8-3=5"], "5"),
    "another conclusion": (["3+4=7, and 5 is near", "The final answer is 6."], "5"),
    "an answer from nowhere": (["Think of a number.", "Be sure of it."], "5"),
    "an answer the last step never reaches": (["Take 5 away.", "Some apples are left over."], "5"),
}


@pytest.mark.parametrize(("steps", "answer"), INCONSISTENT.values(), ids=INCONSISTENT.keys())
def test_steps_inconsistent(steps, answer):
    assert verdict(compose(steps, answer), question(answer)) == "steps-inconsistent"


def test_another_option_is_inconsistent():
    steps = ["Option B seems close.", "So the answer is C, not B."]
    assert verdict(compose(steps, "B"), question("B", "option-letter")) == "steps-inconsistent"


WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
POOR = {
    "one step": ["3+4-2=5"],
    "too many": [f"{n}+1={n + 1}" for n in range(70)] + ["so 5"],
    "only filler": ["Let me think step by step.", "7-2=5"],
    "only marks": ["...", "7-2=5"],
    "a long step twice": ["Add three and four to get 7.", "add three  and four to get 7.", "7-2=5"],
    "a short step thrice": ["7+0=7", "7+0=7", "7+0=7", "7-2=5"],
    "the answer before its time": ["The answer is 5.", "3+4=7", "7-2=5"],
    "a step of many pages": ["".join(chr(97 + i * i % 26) for i in range(4001)), "7-2=5"],
    "one step is everything": [" ".join(f"{a} {b}" for a in WORDS for b in WORDS), "7-2=5"],
    "a loop": [("go on and on " * 60) + str(n) for n in range(3)] + ["7-2=5"],
}


@pytest.mark.parametrize("steps", POOR.values(), ids=POOR.keys())
def test_poor_steps(steps):
    assert verdict(compose(steps, "5"), question("5")) == "poor-steps"


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_every_solver_passes_its_filters(family):
    for level in ("in-distribution", "harder"):
        for item in family.generate(level, 7, 300):
            steps, answer = family.solve(item)
            assert verdict(compose(steps, answer), item) == "passes", (steps, answer)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_a_solver_that_errs_is_caught(family):
    items = family.generate("in-distribution", 7, 50)
    for item, other in pairwise(items):
        steps, answer = family.solve(other)
        if not family.score(answer, item):
            assert verdict(compose(steps, answer), item) == "answer-changed"


@pytest.mark.parametrize("body", ["", "  ", "a <step> b", "</answer>"])
def test_compose_refuses_what_would_not_parse_back(body):
    with pytest.raises(ValueError, match="not the body"):
        compose(["3+4=7", body], "5")


def test_compose_and_take_apart_are_inverse():
    assert take_apart(compose(["1 / 2 km / h", "a < b > c"], "x")) == TaggedTrace(("1 / 2 km / h", "a < b > c"), "x")
