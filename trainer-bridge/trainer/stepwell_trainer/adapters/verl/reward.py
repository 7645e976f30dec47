"""Our reward as verl's `custom_reward_function`: verl loads this file by its path, in its own Python.

It reads the constants from the file that each row's `extra_info` names. Without continuations there is no process part;
`lambda_process` is 0. What is unknown is NaN in the returned parts. verl can leave no response out of a group's
baseline, so a verdict that nobody could reach pays as a wrong answer, and its outcome stays NaN.
"""

from __future__ import annotations

import json
import math
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

# Through the link that the adapter made: nothing but Stepwell's own package becomes importable for verl.
sys.path.append(str(Path(__file__).absolute().parents[3]))

from stepwell_trainer.jobs.strict import parse
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import score_response
from stepwell_trainer.reward.grammar import parse_response
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.index import VerifierSet


class _Scorer:
    """The constants, the tokenizer that lengths are counted with, and the verifiers."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.config = parse(RewardConfig, settings["reward"], "reward")
        self._model = settings["tokenizer"]
        self._tokenizer: Any = None
        self.verifiers = VerifierSet()

    def tokens(self, text: str) -> int:
        """Tokens of the response, encoded again, and its end token: verl hands over text only."""
        if self._tokenizer is None:
            from transformers import AutoTokenizer

            self._tokenizer = AutoTokenizer.from_pretrained(self._model)
        return len(self._tokenizer.encode(text, add_special_tokens=False)) + 1


@lru_cache(maxsize=4)
def _scorer(path: str) -> _Scorer:
    return _Scorer(json.loads(Path(path).read_text("utf-8")))


def compute_score(
    data_source: str, solution_str: str, ground_truth: str, extra_info: dict[str, Any] | None = None, **_: Any
) -> dict[str, float]:
    """`score` and the parts of one response, all floats (NaN: unknown)."""
    facts = extra_info or {}
    scorer = _scorer(str(facts["stepwell"]))
    key, index = str(facts.get("key", "")), float(facts.get("index", -1))
    item = Item(key, data_source, "", ground_truth, str(facts["verifier"]))
    parsed = parse_response(solution_str)
    right = scorer.verifiers.judge(parsed.answer, item)
    tokens = scorer.tokens(solution_str)
    parts = score_response(parsed, tokens, right, [], scorer.config)
    paid = parts if parts.reward is not None else score_response(parsed, tokens, False, [], scorer.config)
    return {
        "score": _known(paid.reward),
        "stepwell_index": index,
        "stepwell_tokens": float(tokens),
        "stepwell_format": parts.format,
        "stepwell_format_valid": float(parts.format_valid),
        "stepwell_length_valid": float(parts.length_valid),
        "stepwell_step_count": float(parts.step_count),
        "stepwell_outcome": _known(parts.outcome),
        "stepwell_outcome_gated": _known(paid.outcome_gated),
        "stepwell_step_bonus": parts.step_bonus,
    }


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)
