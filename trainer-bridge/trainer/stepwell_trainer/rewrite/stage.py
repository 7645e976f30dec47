"""Job kind `rewrite`. Output: outputDir/traces with traces.jsonl, what was rejected and why, and a manifest."""

from __future__ import annotations

from collections import Counter

from stepwell_trainer.errors import Cancelled, TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import RewriteJob
from stepwell_trainer.rewrite.output import TraceFolder
from stepwell_trainer.rewrite.plan import RewritePlan, plan_for
from stepwell_trainer.rewrite.rewriting import Rewriting


def run(context: JobContext[RewriteJob]) -> None:
    """Rewrites the job's prompts, going on where an earlier attempt stopped.

    Raises Cancelled when asked to stop, and TrainerError if not a single trace passed the filters.
    """
    plan = plan_for(context.job)
    folder = TraceFolder(context.output_dir / "traces")
    rewriting = Rewriting(plan.teacher, plan.judge, folder)
    total = len(plan.items)
    finished = rewriting.run(
        plan.items,
        context.cancelled,
        lambda done: context.reporter.phase("rewriting", f"{plan.teacher.name} writes traces", done, total),
    )
    if not finished:
        raise Cancelled(f"{len(folder.done)} of {total} prompts are rewritten; the next attempt goes on from there")
    _report(context, plan, rewriting)


def _report(context: JobContext[RewriteJob], plan: RewritePlan, rewriting: Rewriting) -> None:
    folder = rewriting.folder
    summary = rewriting.summary(len(plan.items))
    counts = ", ".join(f"{name} {value:g}" for name, value in summary.items())
    context.reporter.log("info", f"rewritten by {plan.teacher.name}: {counts}")
    for reason, times in Counter(rewriting.unwritten.values()).most_common(3):
        context.reporter.log("warn", f"the teacher gave nothing for {times} prompts: {reason}")
    if folder.written == 0:
        raise TrainerError(f"no trace passed the filters ({counts}); {folder.path}/rejected.jsonl says why")
    context.reporter.artifact("traces", str(folder.path), folder.manifest(), 0, True, summary)
