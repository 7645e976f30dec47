"""Evaluates one checkpoint on fixed benchmarks, question by question. Imports neither TRL nor a trainer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from stepwell_trainer.continuations.response import Response, read_response
from stepwell_trainer.errors import Cancelled
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import EvaluateJob, EvaluationConfig
from stepwell_trainer.model.loading import LoadedModel, load_model
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.profiles.profile import BenchmarkQuestions, Profile
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampler
from stepwell_trainer.tasks.draw import stable_seed
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.training.manifest import verified_folder
from stepwell_trainer.verifiers.index import VerifierSet

# The contract takes 1000 items an event; smaller ones show progress.
_ITEMS_PER_EVENT = 200


@dataclass(frozen=True)
class _Evaluator:
    """A loaded checkpoint and everything that one benchmark after the other needs of it."""

    context: JobContext[EvaluateJob]
    profile: Profile
    loaded: LoadedModel
    sampler: Sampler
    verifiers: VerifierSet


def run(context: JobContext[EvaluateJob]) -> None:
    """Every named benchmark, in the order named. A finished one is reported whole before the next begins."""
    profile = profile_of(context.job)
    loaded = load_model(verified_folder(context.job.checkpoint))
    verifiers = VerifierSet()
    evaluator = _Evaluator(context, profile, loaded, profile.sampler(loaded), verifiers)
    try:
        for key in context.job.benchmarks:
            _evaluate(evaluator, profile.benchmark(key))
    finally:
        verifiers.close()


def decode_seed(benchmark: str, training_seed: int, decode: int) -> int:
    """The generator's seed of one decode: the same questions are decoded alike whenever they are evaluated."""
    return stable_seed("evaluate", benchmark, training_seed, decode)


def _evaluate(evaluator: _Evaluator, benchmark: BenchmarkQuestions) -> None:
    context, config = evaluator.context, evaluator.context.job.evaluation
    items = benchmark.items[: config.questions]
    head: dict[str, Any] = {
        "key": benchmark.key,
        "title": benchmark.title,
        "contentSha256": benchmark.content_sha256,
        "questions": len(items),
    }
    settings = _settings(config, context.job.seed)
    total = len(items) * config.decodes
    pending: list[dict[str, Any]] = []
    right = 0
    for done, record in enumerate(_records(evaluator, benchmark.key, items), start=1):
        pending.append(record)
        right += record["correct"] is True
        if len(pending) == _ITEMS_PER_EVENT or done == total:
            step = context.job.checkpoint_train_step
            context.reporter.evaluation(head, step, settings, pending, complete=done == total)
            context.reporter.phase("evaluating", benchmark.title, done, total)
            pending = []
    context.reporter.log("info", f"{benchmark.title}: {right} of {total} right ({right / total:.1%})")


def _settings(config: EvaluationConfig, seed: int) -> dict[str, Any]:
    return {
        "decodes": config.decodes,
        "temperature": config.temperature,
        "batchSize": config.batch_size,
        "seed": seed,
        "maxResponseTokens": config.max_response_tokens,
    }


def _records(evaluator: _Evaluator, benchmark: str, items: Sequence[Item]) -> Iterator[dict[str, Any]]:
    """Items decode by decode, in the benchmark's own order and fixed batches."""
    config, context = evaluator.context.job.evaluation, evaluator.context
    for decode in range(config.decodes):
        torch.manual_seed(decode_seed(benchmark, context.job.seed, decode))
        for start in range(0, len(items), config.batch_size):
            if context.cancelled():
                raise Cancelled(f"stopped within {benchmark}; it will be evaluated again as a whole")
            batch = items[start : start + config.batch_size]
            for item, response in zip(batch, _responses(evaluator, batch), strict=True):
                yield _record(evaluator, item, response, decode)


def _responses(evaluator: _Evaluator, items: Sequence[Item]) -> list[Response]:
    tokenizer, config = evaluator.loaded.tokenizer, evaluator.context.job.evaluation
    prompts = [evaluator.profile.prompt_ids(tokenizer, item.prompt) for item in items]
    requests = [Request(ids, config.max_response_tokens) for ids in prompts]
    sampled = evaluator.sampler.sample(requests, Decoding(config.temperature))
    return [read_response(tokenizer, i, ids, s) for i, ids, s in zip(items, prompts, sampled, strict=True)]


def _record(evaluator: _Evaluator, item: Item, response: Response, decode: int) -> dict[str, Any]:
    """One decoded question. Without an answer under the grammar it is wrong; undecided is null."""
    answer = response.parsed.answer
    return {
        "question": item.key,
        "cluster": item.cluster,
        "decode": decode,
        "correct": False if answer is None else evaluator.verifiers.judge(answer, item),
        "answer": answer,
        "reference": item.answer,
        "prompt": item.prompt,
        "response": response.text,
        "responseTokens": response.tokens,
        "formatValid": response.parsed.matches,
    }
