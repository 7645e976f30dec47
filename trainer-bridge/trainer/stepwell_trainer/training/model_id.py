"""Names the weights that sampled something."""

from __future__ import annotations

from stepwell_trainer.jobs.spec import GrpoJob


def model_id(job: GrpoJob, train_step: int) -> str:
    """The current policy of `train_step`: the run's weights after the update before it."""
    return f"{job.run_id or job.job_id}@{train_step - 1}"
