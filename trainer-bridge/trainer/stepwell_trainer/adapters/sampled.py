"""Which groups' traces a run keeps."""

from __future__ import annotations

from stepwell_trainer.jobs.spec import GrpoJob
from stepwell_trainer.tasks.draw import stable_seed


def is_sampled(job: GrpoJob, train_step: int, prompt_key: str) -> bool:
    """Drawn by a hash of the prompt, so that a resumed run keeps the same groups whatever order a stack has."""
    return stable_seed("trace", job.seed, train_step, prompt_key) / 2**31 < job.trace_sampling
