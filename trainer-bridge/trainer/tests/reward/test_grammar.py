"""What is a response, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell_trainer.reward.grammar import TAGS, parse_response

GOOD = "<think><step>1 / 2 < 3</step>\n <step> b </step></think> <answer> 4 </answer>\n"


def test_a_good_response_keeps_its_text_as_it_is() -> None:
    parsed = parse_response(GOOD)
    assert parsed.invalid_reason is None
    assert [GOOD[s.start : s.end] for s in parsed.steps] == ["1 / 2 < 3", " b "]
    assert all(GOOD[: s.close].endswith("</step>") for s in parsed.steps)
    assert parsed.answer == "4"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no tags",
        "<think></think><answer>4</answer>",
        "<think><step>a</step></think>",
        "<think><step>a</step><answer>4</answer></think>",
        "<think><step>a</step></think><answer>4</answer> trailing",
        "leading <think><step>a</step></think><answer>4</answer>",
        "<think><step>a</step> loose <step>b</step></think><answer>4</answer>",
        "<think><step>a<step>b</step></step></think><answer>4</answer>",
        "<think><step>a</think><answer>4</answer>",
        "<think><step>  \n</step></think><answer>4</answer>",
        "<think><step>a</step></think><answer> </answer>",
        "<think><step><answer>4</answer></step></think><answer>4</answer>",
        "<think><step>a</step></think></think><answer>4</answer>",
        "<think><step>a</step></think><answer>4</answer><answer>5</answer>",
        "<think><think><step>a</step></think><answer>4</answer>",
        "<think><step>a</step></think><answer>4",
        "<think><step>a</step></think>text<answer>4</answer>",
    ],
)
def test_malformed_responses_have_a_reason_and_nothing_else(text: str) -> None:
    parsed = parse_response(text)
    assert parsed.invalid_reason
    assert parsed.steps == () and parsed.answer is None


def test_spans_count_code_points() -> None:
    text = "<think><step>\U0001f99c\u00e9</step></think><answer>x</answer>"
    (step,) = parse_response(text).steps
    assert text[step.start : step.end] == "\U0001f99c\u00e9" and step.end - step.start == 2


body = st.text(min_size=1, max_size=20).filter(lambda t: t.strip() and not any(tag in t for tag in TAGS))


@given(st.lists(body, min_size=1, max_size=7), body)
def test_whatever_is_built_by_the_grammar_is_read_back(bodies: list[str], answer: str) -> None:
    # A body may end in a piece of a tag ("<" or "</ste"): joined with the closing tag it must not become one.
    text = "<think>" + "".join(f"<step>{b}</step>" for b in bodies) + f"</think><answer>{answer}</answer>"
    parsed = parse_response(text)
    assert [text[s.start : s.end] for s in parsed.steps] == bodies
    assert parsed.answer == answer.strip()


@given(st.lists(st.sampled_from([*TAGS, "a", " "]), max_size=14))
def test_any_sequence_of_tags_is_judged_as_the_definition_says(pieces: list[str]) -> None:
    import re

    text = "".join(pieces)
    inner = r"(?=[^<]*[^<\s])[^<]*"
    grammar = rf"\s*<think>\s*(?:<step>{inner}</step>\s*)+</think>\s*<answer>{inner}</answer>\s*"
    assert parse_response(text).matches == bool(re.fullmatch(grammar, text))


def test_time_is_linear_in_the_text() -> None:
    hostile = "<think>" + "<step>" * 40_000
    assert parse_response(hostile).invalid_reason
