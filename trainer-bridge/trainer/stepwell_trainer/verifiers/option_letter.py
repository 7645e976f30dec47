"""Multiple choice: one letter, however it is wrapped."""

from __future__ import annotations

import re

from stepwell_trainer.tasks.item import Item

# "B", "(b)", "B.", "B) the second": a letter alone or followed by a mark that ends it. "Because" is no B.
_OPTION = re.compile(r"^\(?\s*([A-Za-z])\s*(?:$|[).:,]\s*.*$)", re.DOTALL)


def option_letter(text: str) -> str | None:
    """The letter in upper case, None where the text is not an option."""
    match = _OPTION.match(text.strip())
    return match.group(1).upper() if match else None


class OptionLetterVerifier:
    def judge(self, answer: str, item: Item) -> bool | None:
        reference = option_letter(item.answer)
        if reference is None:
            raise ValueError(f"question {item.key}: the reference answer {item.answer!r} is no option letter")
        return option_letter(answer) == reference

    def close(self) -> None:
        """Nothing to end."""
