"""Writes trainer-bridge/contracts/golden/traces.json: what both grammar parsers must say of hostile texts.

The expectations are written by hand here; only the offsets of bodies are counted, by Python's own
code-point indexing, so that they do not come from either parser. Run: python scripts/golden/make_traces.py
"""

import json
from pathlib import Path

TARGET = Path(__file__).parents[2] / "trainer-bridge/contracts/golden/traces.json"
cases = []


def case(name, text, reason, bodies=(), answer=None):
    """One text with its verdict; `bodies` are the step bodies in order, exactly as in the text."""
    at, steps = 0, []
    for body in bodies:
        start = text.index("<step>" + body + "</step>", at) + len("<step>")
        steps.append({"start": start, "end": start + len(body)})
        at = start + len(body)
    # Bodies of an invalid text only document how far it was well formed: neither parser returns them.
    expected = {"valid": reason is None, "reason": reason, "steps": steps if reason is None else [], "answer": answer}
    cases.append({"id": name, "input": text, "expected": expected})


def trace(*bodies, answer="B", sep=""):
    steps = sep.join(f"<step>{b}</step>" for b in bodies)
    return f"<think>{sep}{steps}{sep}</think>{sep}<answer>{answer}</answer>"


def valid(name, *bodies, answer="B", text=None, sep=""):
    case(name, trace(*bodies, answer=answer, sep=sep) if text is None else text, None, bodies, answer.strip())


valid("valid-two-steps", "first", "second")
valid("valid-one-step", "only")
valid("valid-twelve-steps", *[f"s{i}" for i in range(12)])
valid("valid-blanks-between", "a", "b", sep=" \n\t ")
valid("valid-blanks-at-ends", "a", "b", text=" \r\n" + trace("a", "b") + "\n\n ")
valid("valid-crlf", "line one\r\nline two", "b\r\n", sep="\r\n")
valid("valid-body-keeps-blanks", "  a  ", "\n b")
valid("valid-answer-trimmed", "a", answer=" \n B \t")
valid("valid-slashes-and-less-than", "1 / 2 km / h", "a < b > c and 3 </ 4", answer="x / y")
valid("valid-other-tags-are-text", "<b>bold</b> <thinking> <step/> < step > <STEP>", "</ step> <step1>", answer="<i>B</i>")
valid("valid-script-is-text", "<script>alert('x')</script>", "<!-- <img src=x onerror=y> -->")
valid("valid-emoji", "\U0001f600 one", "two \U0001f468\u200d\U0001f469\u200d\U0001f467 family", answer="\U0001f1eb\U0001f1f7")
valid("valid-astral-and-combining", "\U00020000\U0001d400", "e\u0301a\u030a", answer="\U0001d7d9")
valid("valid-right-to-left", "\u05d0\u05d1 \u202egnp.exe", "\u0663", answer="\u0661")
valid("valid-byte-order-mark-is-text", "\ufeff", "\u200b", answer="\u2060")
valid("valid-unicode-blanks-around-text", "\u00a0x\u3000", "\u2028y\u0085", answer="\u00a0B\u001c")
valid("valid-unicode-blanks-between-tags", "a", "b", sep="\u00a0\u2003\u0085")
valid("valid-null-character", "a\u0000b", "c")
valid("valid-200-kilobytes", "x" * 204_800, "end")
valid("valid-200-kilobytes-of-less-than", "<" * 3_000, "</step" * 500)
valid("valid-latex", r"\frac{1}{2} < \sqrt{2}", r"$x^2$", answer=r"\boxed{4}")
valid("valid-repeated-bodies", "same", "same", "same")

case("empty-text", "", "empty")
case("blank-text", " \r\n\t", "empty")
case("plain-text", "The answer is B.", "no-think")
case("text-before-think", "Sure! " + trace("a"), "no-think")
case("byte-order-mark-before-think", "\ufeff" + trace("a"), "no-think")
case("answer-only", "<answer>B</answer>", "no-think")
case("upper-case-tags", trace("a").upper(), "no-think")
case("blank-inside-tag", "< think><step>a</step></think><answer>B</answer>", "no-think")
case("think-twice", "<think>" + trace("a"), "stray-tag")
case("two-responses", trace("a") + trace("b"), "trailing-text", ["a"])
case("empty-think", "<think></think><answer>B</answer>", "no-step")
case("blank-think", "<think> \n</think><answer>B</answer>", "no-step")
case("think-without-steps", "<think>I guess</think><answer>B</answer>", "text-outside-step")
case("think-not-closed", "<think><step>a</step><answer>B</answer>", "unclosed-think", ["a"])
case("end-after-step", "<think><step>a</step>", "unclosed-think", ["a"])
case("only-think", "<think>", "unclosed-think")
case("think-closed-twice", "<think><step>a</step></think></think><answer>B</answer>", "stray-tag", ["a"])
case("text-between-steps", "<think><step>a</step>and<step>b</step></think><answer>B</answer>", "text-outside-step", ["a"])
case("text-before-first-step", "<think>well<step>a</step></think><answer>B</answer>", "text-outside-step")
case("text-after-last-step", "<think><step>a</step>so</think><answer>B</answer>", "text-outside-step", ["a"])
case("byte-order-mark-between-steps", "<think><step>a</step>\ufeff<step>b</step></think><answer>B</answer>", "text-outside-step", ["a"])
case("no-break-space-step", "<think><step>a</step><step>\u00a0\u3000</step></think><answer>B</answer>", "empty-step", ["a"])
case("next-line-step", "<think><step>\u0085</step></think><answer>B</answer>", "empty-step")
case("separator-answer", "<think><step>a</step></think><answer>\u001c\u2029</answer>", "empty-answer", ["a"])
case("nested-step", "<think><step><step>a</step></step></think><answer>B</answer>", "nested-step")
case("nested-second-step", "<think><step>a</step><step>b<step>c</step></step></think><answer>B</answer>", "nested-step", ["a"])
case("step-closed-twice", "<think><step>a</step></step></think><answer>B</answer>", "stray-tag", ["a"])
case("closing-step-first", "<think></step><step>a</step></think><answer>B</answer>", "stray-tag")
case("step-not-closed", "<think><step>a</step><step>dangling</think><answer>B</answer>", "unclosed-step", ["a"])
case("step-cut-off", "<think><step>a</step><step>cut o", "unclosed-step", ["a"])
case("closing-tag-cut-off", "<think><step>a</step><step>b</ste", "unclosed-step", ["a"])
case("empty-step", "<think><step></step></think><answer>B</answer>", "empty-step")
case("blank-step", "<think><step>a</step><step> \r\n\t</step></think><answer>B</answer>", "empty-step", ["a"])
case("answer-in-step", "<think><step>so <answer>B</answer></step></think><answer>B</answer>", "answer-in-step")
case("answer-in-second-step", "<think><step>a</step><step><answer>B</answer></step></think><answer>C</answer>", "answer-in-step", ["a"])
case("closing-answer-in-step", "<think><step>a</answer></step></think><answer>B</answer>", "answer-in-step")
case("think-in-step", "<think><step>a<think></step></think><answer>B</answer>", "think-in-step")
case("answer-in-think", "<think><step>a</step><answer>B</answer></think><answer>B</answer>", "unclosed-think", ["a"])
case("answer-first", "<answer>B</answer><think><step>a</step></think>", "no-think")
case("no-answer", "<think><step>a</step></think>", "no-answer", ["a"])
case("blank-answer-place", "<think><step>a</step></think> \n", "no-answer", ["a"])
case("untagged-answer", "<think><step>a</step></think>B", "text-before-answer", ["a"])
case("text-before-answer", "<think><step>a</step></think>so <answer>B</answer>", "text-before-answer", ["a"])
case("step-after-think", "<think><step>a</step></think><step>late</step><answer>B</answer>", "stray-tag", ["a"])
case("empty-answer", "<think><step>a</step></think><answer></answer>", "empty-answer", ["a"])
case("blank-answer", "<think><step>a</step></think><answer> \n</answer>", "empty-answer", ["a"])
case("answer-not-closed", "<think><step>a</step></think><answer>B", "unclosed-answer", ["a"])
case("answer-tag-cut-off", "<think><step>a</step></think><answer>B</answer", "unclosed-answer", ["a"])
case("nested-answer", "<think><step>a</step></think><answer><answer>B</answer></answer>", "tag-in-answer", ["a"])
case("step-in-answer", "<think><step>a</step></think><answer><step>B</step></answer>", "tag-in-answer", ["a"])
case("think-in-answer", "<think><step>a</step></think><answer></think>B</answer>", "tag-in-answer", ["a"])
case("trailing-text", trace("a", "b") + " and that is it", "trailing-text", ["a", "b"])
case("trailing-tag", trace("a") + "</answer>", "trailing-text", ["a"])
case("two-answers", trace("a") + "<answer>C</answer>", "trailing-text", ["a"])
case("trailing-end-token", trace("a") + "<|im_end|>", "trailing-text", ["a"])
case("emoji-before-a-fault", "<think><step>\U0001f600</step><step>\U0001f680 b</step></think>", "no-answer", ["\U0001f600", "\U0001f680 b"])
case("two-hundred-opening-steps", "<think>" + "<step>" * 200, "nested-step")

meta = {
    "what": "Verdict of the response grammar on hostile texts. Both parsers (lib/traces, the trainer) pass every case.",
    "steps": "half-open spans of step bodies, between the tags, in Unicode code points of the input; none of an invalid text",
    "answer": "body of the answer without blanks at its ends; null where the text is invalid",
    "blanks": "Unicode white space as str.isspace has it; a byte order mark and zero-width characters are text",
    "reason": "first fault from the left, in the words of lib/traces/grammar.ts; null where valid. The bounds on the number of steps are not the grammar's",
}
TARGET.write_text(json.dumps({"meta": meta, "cases": cases}, indent=1, ensure_ascii=True) + "\n")
print(len(cases), "cases")
