"""Job kind `rewrite`. Output: outputDir/traces with traces.jsonl, what was rejected and why, and a manifest."""

from __future__ import annotations

from collections import Counter

from stepwell_trainer.errors import Cancelled, TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import RewriteJob
from stepwell_trainer.profiles.index import profile_of
from stepwell_trainer.rewrite.output import TraceFolder
from stepwell_trainer.rewrite.rewriting import Rewriting
from stepwell_trainer.rewrite.teachers.index import teacher_of
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.index import VerifierSet


def run(context: JobContext[RewriteJob]) -> None:
    """Rewrites the job's prompts, going on where an earlier attempt stopped.

    Raises Cancelled when asked to stop, and TrainerError if not a single trace passed the filters.
    """
    job = context.job
    verifiers = VerifierSet()
    items = profile_of(job).training_items(job.rewrite.traces)
    rewriting = Rewriting(
        teacher_of(job.profile), lambda answer, item: _judged(verifiers, answer, item), _folder(context)
    )
    try:
        finished = rewriting.run(items, context.cancelled, lambda done: _progress(context, rewriting, done, len(items)))
    finally:
        verifiers.close()
    if not finished:
        done = len(rewriting.folder.done)
        raise Cancelled(f"{done} of {len(items)} prompts are rewritten; the next attempt goes on from there")
    _report(context, rewriting, len(items))


def _folder(context: JobContext[RewriteJob]) -> TraceFolder:
    return TraceFolder(context.output_dir / "traces")


def _judged(verifiers: VerifierSet, answer: str, item: Item) -> bool | None:
    try:
        return verifiers.judge(answer, item)
    except ValueError as error:
        raise TrainerError(f"{item.dataset}: {error}") from error


def _progress(context: JobContext[RewriteJob], rewriting: Rewriting, done: int, total: int) -> None:
    context.reporter.phase("rewriting", f"{rewriting.teacher.name} writes traces", done, total)


def _report(context: JobContext[RewriteJob], rewriting: Rewriting, requested: int) -> None:
    folder = rewriting.folder
    summary = rewriting.summary(requested)
    counts = ", ".join(f"{name} {value:g}" for name, value in summary.items())
    context.reporter.log("info", f"rewritten by {rewriting.teacher.name}: {counts}")
    for reason, times in Counter(rewriting.unwritten.values()).most_common(3):
        context.reporter.log("warn", f"the teacher gave nothing for {times} prompts: {reason}")
    if folder.written == 0:
        raise TrainerError(f"no trace passed the filters ({counts}); {folder.path}/rejected.jsonl says why")
    context.reporter.artifact("traces", str(folder.path), folder.manifest(), 0, True, summary)
