"""What a rewrite job means: its prompts, its teacher, and who judges answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell_trainer.errors import InvalidJob
from stepwell_trainer.jobs.spec import RewriteJob, TinyProfile
from stepwell_trainer.rewrite.filters.answer_unchanged import Judge
from stepwell_trainer.rewrite.teachers.solver import SolverTeacher
from stepwell_trainer.rewrite.teachers.teacher import Teacher
from stepwell_trainer.tasks.index import family_of
from stepwell_trainer.tasks.item import Item


@dataclass(frozen=True)
class RewritePlan:
    """Prompts in a fixed order (the same for every attempt), who rewrites them, and who judges."""

    items: Sequence[Item]
    teacher: Teacher
    judge: Judge


def plan_for(job: RewriteJob) -> RewritePlan:
    """The plan of a job. Raises InvalidJob where its profile cannot be rewritten."""
    if isinstance(job.profile, TinyProfile):
        return _tiny(job, job.profile)
    raise InvalidJob("profile: the hf profile is not read yet")


def _tiny(job: RewriteJob, profile: TinyProfile) -> RewritePlan:
    from stepwell_trainer.benchmarks.index import benchmark_question_keys
    from stepwell_trainer.tasks.draw import draw_items

    avoid = benchmark_question_keys()
    items = draw_items(profile.families, "in-distribution", "train", job.seed, job.rewrite.traces, avoid)
    return RewritePlan(items, SolverTeacher(), _judged_by_family)


def _judged_by_family(answer: str, item: Item) -> bool | None:
    return family_of(item.family).score(answer, item) if item.family else None
