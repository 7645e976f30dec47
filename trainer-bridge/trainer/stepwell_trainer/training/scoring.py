"""From sampled responses to rewards: the batch reward that GRPO trains on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from stepwell_trainer.continuations.draw import ContinuationDrawer, DrawCost, DrawSettings, ScoredStep
from stepwell_trainer.continuations.response import Response
from stepwell_trainer.reward.config import RewardConfig
from stepwell_trainer.reward.formula import is_valid, score_response
from stepwell_trainer.reward.parts import RewardParts
from stepwell_trainer.verifiers.index import VerifierSet


@dataclass(frozen=True)
class ScoredResponse:
    """A response with everything the reward saw."""

    response: Response
    steps: list[ScoredStep]
    parts: RewardParts


class ResponseScorer:
    """Scores batches under one reward configuration. Continuations are drawn only where they enter the reward."""

    def __init__(
        self,
        config: RewardConfig,
        settings: DrawSettings,
        drawer: ContinuationDrawer,
        verifiers: VerifierSet,
    ) -> None:
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
        scored = [self._score_one(r, s) for r, s in zip(responses, steps, strict=True)]
        cost.grading_seconds += time.perf_counter() - started
        return scored, cost

    def _score_one(self, response: Response, steps: list[ScoredStep]) -> ScoredResponse:
        right = self._verifiers.judge(response.parsed.answer, response.item)
        counts = [step.counts for step in steps if step.counts is not None]
        parts = score_response(response.parsed, response.tokens, right, counts, self._config)
        return ScoredResponse(response, steps, parts)
