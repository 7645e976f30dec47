"""Job kind `rewrite`. Output: outputDir/traces with traces.jsonl, what was rejected and why, and a manifest."""

from __future__ import annotations

import time
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
    if len(items) < job.rewrite.traces:
        context.reporter.log("warn", f"{job.rewrite.traces} prompts were asked for, there are only {len(items)}")
    rewriting = Rewriting(
        teacher_of(job.profile), lambda answer, item: _judged(verifiers, answer, item), _folder(context)
    )
    try:
        finished = rewriting.run(items, context.cancelled, _Progress(context, rewriting.teacher.name, len(items)))
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


class _Progress:
    """Tells how far it is: the first batch, the last one, and at most once a second between."""

    def __init__(self, context: JobContext[RewriteJob], teacher: str, total: int) -> None:
        self._context = context
        self._message = f"{teacher} writes traces"
        self._total = total
        self._next = 0.0

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now >= self._next or done == self._total:
            self._next = now + 1.0
            self._context.reporter.phase("rewriting", self._message, done, self._total)


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
