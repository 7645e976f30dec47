"""Which adapter runs a job."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from stepwell_trainer.adapters.base import StackRun, refuse
from stepwell_trainer.jobs.context import JobContext

# kind of stack -> (kind of job that it does, module with its `start`)
_ADAPTERS = {
    "llama-factory": ("sft", "stepwell_trainer.adapters.llama_factory.run"),
    "easyr1": ("grpo", "stepwell_trainer.adapters.easyr1.run"),
    "verl": ("grpo", "stepwell_trainer.adapters.verl.run"),
}


def stack_run_of(context: JobContext[Any]) -> StackRun:
    """The attempt of the stack that the job names. Raises InvalidJob where that stack does not do such jobs."""
    kind, job_kind = context.job.stack.kind, context.job.kind
    does, module = _ADAPTERS[kind]
    if job_kind != does:
        raise refuse("stack.kind", f"{kind} runs {does} jobs; this is a {job_kind} job, which Stepwell's trainer runs")
    run: StackRun = import_module(module).start(context)
    return run
