"""Turns train steps into events: traces as they are scored, metrics when the update is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stepwell_trainer.continuations.response import Response
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.model.loading import pick_device
from stepwell_trainer.profiles.profile import Profile
from stepwell_trainer.reporting import metric_names as names
from stepwell_trainer.tasks.draw import stable_seed
from stepwell_trainer.training.groups import in_groups
from stepwell_trainer.training.grpo_step import GrpoStep
from stepwell_trainer.training.model_id import model_id
from stepwell_trainer.training.progress import Progress
from stepwell_trainer.training.step_line import step_line
from stepwell_trainer.training.step_metrics import Values, response_metrics
from stepwell_trainer.training.token_scores import TokenScorer, TokenScores
from stepwell_trainer.training.trace_records import Sampling, trace_record

_TRL_NAMES = {
    "loss": names.OPTIM_LOSS,
    "grad_norm": names.OPTIM_GRAD_NORM,
    "learning_rate": names.OPTIM_LEARNING_RATE,
    "entropy": names.POLICY_ENTROPY,
    "kl": names.POLICY_KL,
}


class GrpoReporting:
    """Reports one GRPO run; holds its cumulative counts."""

    def __init__(self, context: JobContext[GrpoJob], profile: Profile, progress: Progress) -> None:
        self._context = context
        self._profile = profile
        self._progress = progress
        self.token_scorer: TokenScorer | None = None

    def scored(self, step: GrpoStep) -> None:
        """Writes the traces of a train step, whole groups at a time so that siblings stay together."""
        size = self._context.job.training.grpo.group_size
        groups = in_groups([s.parts.reward for s in step.scored], size)
        for problem in step.cost.problems:
            self._context.reporter.log("warn", f"train step {step.train_step}: {problem}")
        kept = [i for i in range(len(step.scored)) if self._sampled(step.train_step, i // size)]
        token_scores = self._token_scores([step.scored[i].response for i in kept])
        for index, of_tokens in zip(kept, token_scores, strict=True):
            group_index, sample_index = divmod(index, size)
            scored = step.scored[index]
            sampling = Sampling(
                origin="train",
                train_step=step.train_step,
                sample_index=sample_index,
                group_id=f"{self._context.job.attempt_id}/{step.train_step}/{group_index}",
                model_id=model_id(self._context.job, step.train_step),
                messages=self._profile.messages(scored.response.item),
            )
            record = trace_record(scored, sampling, groups[group_index], step.advantages[index], of_tokens)
            self._context.reporter.trace(record)

    def _token_scores(self, responses: list[Response]) -> Sequence[TokenScores | None]:
        return [None] * len(responses) if self.token_scorer is None else self.token_scorer.score(responses)

    def _sampled(self, train_step: int, group_index: int) -> bool:
        """Whether this group's traces are kept: drawn by a hash, so that a resumed run keeps the same ones."""
        share = self._context.job.trace_sampling
        return stable_seed("trace", self._context.job.seed, train_step, group_index) / 2**31 < share

    def updated(self, step: GrpoStep, trl: dict[str, Any]) -> None:
        """One metrics event and one line of the log for the train step."""
        values: Values = {ours: float(trl[theirs]) for theirs, ours in _TRL_NAMES.items() if theirs in trl}
        if step.scored:
            size = self._context.job.training.grpo.group_size
            groups = in_groups([s.parts.reward for s in step.scored], size)
            values.update(response_metrics(step.scored, groups))
        values.update(self._costs(step))
        self._context.reporter.metrics(step.train_step, values, self._progress.wire())
        self._context.reporter.log("info", step_line(step.train_step, values))

    def _costs(self, step: GrpoStep) -> Values:
        """Seconds and tokens of each kind; adds them to the cumulative counts (a probe is no part of those)."""
        tokens = step.response_tokens + step.cost.tokens
        active_ms = (step.wall_seconds - step.probe_seconds) * 1000
        self._progress.response_tokens += step.response_tokens
        self._progress.continuation_tokens += step.cost.tokens
        self._progress.active_ms += active_ms
        self._progress.gpu_ms += active_ms if pick_device().type == "cuda" else 0
        values: Values = {
            names.SECONDS_RESPONSES: step.response_seconds,
            names.SECONDS_CONTINUATIONS: step.cost.sampling_seconds,
            names.SECONDS_GRADING: step.cost.grading_seconds,
            names.SECONDS_UPDATE: step.update_seconds,
            names.TOKENS_PROMPT: sum(map(len, step.prompt_ids)),
            names.TOKENS_RESPONSE: step.response_tokens,
            names.TOKENS_CONTINUATION: step.cost.tokens,
        }
        values.update(step.probe_values)
        if step.probe_tokens:
            values[names.TOKENS_PROBE] = step.probe_tokens
            values[names.SECONDS_PROBE] = step.probe_seconds
        if step.wall_seconds > 0:
            values[names.TOKENS_PER_SECOND] = tokens / step.wall_seconds
        return values
