"""Every verifier. Chosen by the data set, never silently another: a missing library is an error."""

from __future__ import annotations

from collections.abc import Callable

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.gym import GymVerifier
from stepwell_trainer.verifiers.math import MathVerifier
from stepwell_trainer.verifiers.number import NumberVerifier
from stepwell_trainer.verifiers.option_letter import OptionLetterVerifier
from stepwell_trainer.verifiers.verifier import Verifier

VERIFIERS: dict[str, Callable[[], Verifier]] = {
    "option-letter": OptionLetterVerifier,
    "number": NumberVerifier,
    "math": MathVerifier,
    "reasoning-gym": GymVerifier,
}


class VerifierSet:
    """The verifiers of a job, made once each, picked by the item's own name for one."""

    def __init__(self) -> None:
        self._made: dict[str, Verifier] = {}

    def judge(self, answer: str | None, item: Item) -> bool | None:
        """The verdict on an answer; None where there is no answer or no decision."""
        if answer is None:
            return None
        if item.verifier not in VERIFIERS:
            raise InvalidJob(f"no verifier {item.verifier!r}; there are {', '.join(sorted(VERIFIERS))}")
        if item.verifier not in self._made:
            self._made[item.verifier] = VERIFIERS[item.verifier]()
        return self._made[item.verifier].judge(answer, item)

    def close(self) -> None:
        for verifier in self._made.values():
            verifier.close()
