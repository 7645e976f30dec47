"""From sampled responses to rewards: the batch reward that GRPO trains on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from stepwell_trainer.continuations.draw import ContinuationDrawer, DrawCost, DrawSettings, ScoredStep
from stepwell_trainer.continuations.response import Response
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import is_valid, score_response
from stepwell_trainer.reward.parts import GroupOutcomes, RewardParts
from stepwell_trainer.verifiers.index import VerifierSet


@dataclass(frozen=True)
class ScoredResponse:
    """A response with everything the reward saw."""

    response: Response
    steps: list[ScoredStep]
    parts: RewardParts


class ResponseScorer:
    """Scores batches of whole groups under one reward configuration.

    Continuations are drawn only where they enter the reward.
    """

    def __init__(
        self,
        config: RewardConfig,
        settings: DrawSettings,
        drawer: ContinuationDrawer,
        verifiers: VerifierSet,
        group_size: int,
    ) -> None:
        self._group_size = group_size
        self._config = config
        self._settings = settings
        self._drawer = drawer
        self._verifiers = verifiers

    def score(self, responses: Sequence[Response]) -> tuple[list[ScoredResponse], DrawCost]:
        """Every response of a batch, in order. Responses of invalid format are not continued."""
        valid = [r if is_valid(r.parsed, self._config) else None for r in responses]
        if self._config.draws_continuations:
            steps, cost = self._drawer.draw(valid, self._settings)
        else:
            steps, cost = [self._drawer.prefixes_only(r) for r in valid], DrawCost()
        started = time.perf_counter()
        right = [self._verifiers.judge(r.parsed.answer, r.item) for r in responses]
        scored = [
            self._score_one(response, own_steps, own_right, group)
            for response, own_steps, own_right, group in zip(
                responses, steps, right, self._groups(responses, right), strict=True
            )
        ]
        cost.grading_seconds += time.perf_counter() - started
        return scored, cost

    def _groups(self, responses: Sequence[Response], right: Sequence[bool | None]) -> list[GroupOutcomes]:
        """The outcomes behind c_0 for every response: those of its group of consecutive responses."""
        valid = [is_valid(r.parsed, self._config) for r in responses]
        outcomes: list[GroupOutcomes] = []
        for start in range(0, len(responses), self._group_size):
            own = slice(start, start + self._group_size)
            group = group_outcomes(valid[own], right[own])
            outcomes += [group] * len(right[own])
        return outcomes

    def _score_one(
        self, response: Response, steps: list[ScoredStep], right: bool | None, group: GroupOutcomes
    ) -> ScoredResponse:
        counts = [step.counts for step in steps if step.counts is not None]
        parts = score_response(response.parsed, response.tokens, right, counts, self._config, group)
        return ScoredResponse(response, steps, parts)


def group_outcomes(valid: Sequence[bool], right: Sequence[bool | None]) -> GroupOutcomes:
    """An invalid format counts as wrong; a valid one that nobody could judge is left out."""
    graded = [bool(r) and v for v, r in zip(valid, right, strict=True) if not (v and r is None)]
    return GroupOutcomes(sum(graded), len(graded))
