"""Draws every continuation of a batch of responses in one request to the sampler."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepwell_trainer.continuations.grade import Continuation, grade_continuation
from stepwell_trainer.continuations.prefix import Prefix, step_prefixes
from stepwell_trainer.continuations.response import Response, decode
from stepwell_trainer.reward.parts import StepCounts
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled, Sampler
from stepwell_trainer.verifiers.index import VerifierSet

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# A batch that fails (mostly for memory) is halved this often; what still fails is lost.
_HALVINGS = 4


@dataclass(frozen=True)
class DrawSettings:
    """M, K_max, the response budget that prefix and continuation share, and how tokens are drawn."""

    continuations_per_step: int
    max_scored_steps: int
    max_response_tokens: int
    decoding: Decoding


@dataclass(frozen=True)
class ScoredStep:
    """One trace step: its prefix, and its continuations where any were requested."""

    prefix: Prefix
    counts: StepCounts | None
    continuations: tuple[Continuation, ...] = ()


@dataclass
class DrawCost:
    """What a call cost, apart from everything else that a train step does. Finding prefixes counts as grading."""

    sampling_seconds: float = 0.0
    grading_seconds: float = 0.0
    tokens: int = 0
    problems: list[str] = field(default_factory=list)


class ContinuationDrawer:
    """Samples with the *current* policy: the sampler holds the weights that are being trained."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, sampler: Sampler, verifiers: VerifierSet) -> None:
        self._tokenizer = tokenizer
        self._sampler = sampler
        self._verifiers = verifiers

    def draw(
        self, responses: Sequence[Response | None], settings: DrawSettings
    ) -> tuple[list[list[ScoredStep]], DrawCost]:
        """Scored steps i = 1..min(K, K_max) of each response, in order; none for a None (not to be continued)."""
        cost = DrawCost()
        started = time.perf_counter()
        prefixes = [step_prefixes(self._tokenizer, r) if r else [] for r in responses]
        requests = [
            Request(r.prompt_ids + p.ids, max(settings.max_response_tokens - len(p.ids), 1))
            for r, ps in zip(responses, prefixes, strict=True)
            if r
            for p in ps[: settings.max_scored_steps]
            for _ in range(settings.continuations_per_step)
        ]
        cost.grading_seconds = time.perf_counter() - started
        started = time.perf_counter()
        sampled = self._sample(requests, settings.decoding, cost, _HALVINGS)
        cost.sampling_seconds = time.perf_counter() - started
        cost.tokens = sum(len(s.ids) for s in sampled if s)
        started = time.perf_counter()
        scored = self._grade(responses, prefixes, sampled, settings)
        cost.grading_seconds += time.perf_counter() - started
        return scored, cost

    def prefixes_only(self, response: Response | None) -> list[ScoredStep]:
        """The trace steps of a response whose reward needs no continuations."""
        return [ScoredStep(p, None) for p in step_prefixes(self._tokenizer, response)] if response else []

    def _sample(
        self, requests: Sequence[Request], decoding: Decoding, cost: DrawCost, halvings: int
    ) -> list[Sampled | None]:
        """One batch; a failing part becomes None (lost), the rest is kept."""
        if not requests:
            return []
        try:
            return list(self._sampler.sample(requests, decoding))
        except RuntimeError as problem:
            cost.problems.append(f"{len(requests)} continuations failed: {problem}")
        if halvings == 0 or len(requests) == 1:
            return [None] * len(requests)
        middle = len(requests) // 2
        first = self._sample(requests[:middle], decoding, cost, halvings - 1)
        return first + self._sample(requests[middle:], decoding, cost, halvings - 1)

    def _grade(
        self,
        responses: Sequence[Response | None],
        prefixes: Sequence[list[Prefix]],
        sampled: list[Sampled | None],
        settings: DrawSettings,
    ) -> list[list[ScoredStep]]:
        returned = iter(sampled)
        scored: list[list[ScoredStep]] = []
        for response, ps in zip(responses, prefixes, strict=True):
            steps: list[ScoredStep] = []
            for index, prefix in enumerate(ps):
                if response is None or index >= settings.max_scored_steps:
                    steps.append(ScoredStep(prefix, None))
                    continue
                close = response.parsed.steps[index].close
                batch = [next(returned) for _ in range(settings.continuations_per_step)]
                graded = tuple(self._grade_one(response, close, s) for s in batch if s is not None)
                steps.append(ScoredStep(prefix, count(graded, len(batch)), graded))
            scored.append(steps)
        return scored

    def _grade_one(self, response: Response, close: int, sampled: Sampled) -> Continuation:
        ids = sampled.ids[:-1] if sampled.finish_reason == "stop" else sampled.ids
        added = decode(self._tokenizer, ids)
        return grade_continuation(response, close, added, len(sampled.ids), sampled.finish_reason, self._verifiers)


def count(continuations: Sequence[Continuation], requested: int) -> StepCounts:
    """Counts of one prefix. A continuation that no verifier could judge is missing, as a lost one is: neither
    success nor failure."""
    verdicts = [c.verdict for c in continuations]
    return StepCounts(
        requested=requested,
        returned=sum(v != "unknown" for v in verdicts),
        successes=verdicts.count("right"),
        truncated=verdicts.count("truncated"),
    )
