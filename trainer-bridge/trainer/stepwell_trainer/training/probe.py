"""The probe: fixed prompts, continuations labelled diagnostic, never in the reward, their cost kept apart.

It lets arms whose reward draws no continuations be compared on c_i with those whose reward does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch

from stepwell_trainer.continuations.draw import ContinuationDrawer, DrawSettings
from stepwell_trainer.continuations.response import Response, read_response
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob, ProbeConfig
from stepwell_trainer.model.loading import LoadedModel
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.reward.formula import is_valid, score_response
from stepwell_trainer.sampling.sampler import Request, Sampler
from stepwell_trainer.training.grpo_step import GrpoStep
from stepwell_trainer.training.model_id import model_id
from stepwell_trainer.training.scoring import ScoredResponse
from stepwell_trainer.training.step_metrics import solvability_means
from stepwell_trainer.training.trace_records import Sampling, trace_record
from stepwell_trainer.verifiers.index import VerifierSet


class Probe:
    """Samples one response to each of the fixed prompts and scores its trace steps, every D train steps."""

    def __init__(
        self,
        context: JobContext[GrpoJob],
        config: ProbeConfig,
        profile: Profile,
        loaded: LoadedModel,
        sampler: Sampler,
        drawer: ContinuationDrawer,
        settings: DrawSettings,
        verifiers: VerifierSet,
    ) -> None:
        self._context = context
        self._every = config.every_train_steps
        self._profile = profile
        self._loaded = loaded
        self._sampler = sampler
        self._drawer = drawer
        self._settings = replace(settings, continuations_per_step=config.continuations_per_step)
        self._verifiers = verifiers
        self._items = profile.heldout_items(config.prompts)

    def run(self, step: GrpoStep) -> None:
        """Probes before the update of train steps 1, D + 1, 2D + 1 ... and puts cost and c_i into `step`."""
        if (step.train_step - 1) % self._every:
            return
        started = time.perf_counter()
        with _own_random_numbers(self._context.job.seed):
            responses, tokens = self._responses()
            reward = self._context.job.training.reward
            valid = [r if is_valid(r.parsed, reward) else None for r in responses]
            steps, cost = self._drawer.draw(valid, self._settings)
        scored = []
        for response, scored_steps in zip(responses, steps, strict=True):
            right = self._verifiers.judge(response.parsed.answer, response.item)
            counts = [s.counts for s in scored_steps if s.counts is not None]
            parts = score_response(response.parsed, response.tokens, right, counts, reward)
            scored.append(ScoredResponse(response, scored_steps, parts))
        self._report(step, scored)
        step.probe_values = solvability_means(steps, names.probe_solvability)
        step.probe_tokens = tokens + cost.tokens
        step.probe_seconds = time.perf_counter() - started

    def _responses(self) -> tuple[list[Response], int]:
        tokenizer = self._loaded.tokenizer
        prompts = [self._profile.prompt_ids(tokenizer, item.prompt) for item in self._items]
        requests = [Request(ids, self._settings.max_response_tokens) for ids in prompts]
        sampled = self._sampler.sample(requests, self._settings.decoding)
        responses = [
            read_response(tokenizer, item, ids, s) for item, ids, s in zip(self._items, prompts, sampled, strict=True)
        ]
        return responses, sum(len(s.ids) for s in sampled)

    def _report(self, step: GrpoStep, scored: list[ScoredResponse]) -> None:
        for index, one in enumerate(scored):
            sampling = Sampling(
                origin="probe",
                train_step=step.train_step,
                sample_index=index,
                group_id="",
                model_id=model_id(self._context.job, step.train_step),
                messages=self._profile.messages(one.response.item),
            )
            self._context.reporter.trace(trace_record(one, sampling, None, None))


@contextmanager
def _own_random_numbers(seed: int) -> Iterator[None]:
    """A generator of the probe's own, so that switching the probe on leaves the training as it was."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
