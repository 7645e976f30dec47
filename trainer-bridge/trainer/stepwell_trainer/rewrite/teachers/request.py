"""What a language model is asked, and how its packaging is taken off its answer."""

from __future__ import annotations

from stepwell_trainer.tasks.item import Item

INSTRUCTION = (
    "You turn the solution of a question into small trace steps, each one a single inference that follows from the "
    "ones before it. Write exactly this form and nothing else: "
    "<think><step>first step</step><step>next step</step></think><answer>final answer</answer> "
    "Use at least two steps. Do not name the final answer before the last step, do not repeat a step, and never "
    "write a tag inside a step. Where a solution is given, keep its answer."
)
MAX_TOKENS = 2048


def messages_for(item: Item) -> list[dict[str, str]]:
    """The chat that asks for one trace.

    A data set that brings reasoning (`reasoning` of the record) has that rewritten, with its answer, as the paper
    does. Without it the teacher solves the question itself and is not shown the answer.
    """
    reasoning = item.entry.get("reasoning")
    given = f"\n\nSolution:\n{reasoning}\n\nAnswer: {item.answer}" if isinstance(reasoning, str) else ""
    return [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": item.prompt + given}]


def unwrapped(text: str) -> str:
    """The trace without what a model wraps around it: its own thoughts before, a code fence, a closing remark.

    Nothing between the tags is touched; a text without a whole trace comes back as it is, for the grammar to refuse.
    """
    start, end = text.rfind("<think>"), text.rfind("</answer>")
    return text[start : end + len("</answer>")] if 0 <= start < end else text
