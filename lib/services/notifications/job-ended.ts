import type { Queryable } from "@/db/client";
import type { JobRow } from "@/db/queries/jobs";
import { endedCounts } from "@/db/queries/notification-watch";
import { selectWatching } from "@/db/queries/notifications";
import { isRunOfItsOwn } from "@/lib/domain/run-kinds";
import { isEnded } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";
import { raise } from "./raise";

function countsText(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([status, n]) => `${plural(n, "job")} ${status}`)
    .join(", ");
}

async function tellIfFinished(db: Queryable, job: JobRow, at: Date): Promise<void> {
  if ((await selectWatching(db, "finished", job.ablationId)).length === 0) return;
  const ended = await endedCounts(db, job.ablationId);
  if (!ended) return;
  await raise(db, {
    kind: "finished",
    dedupe: `finished:${job.id}:${job.currentAttemptId ?? ""}`,
    ablationId: job.ablationId,
    runId: null,
    title: "nothing is left to do",
    detail: `${countsText(ended.counts)}.`,
    at,
  });
}

/**
 * Tells rules of a job's new status, within the transaction that changed it: success and failure, an ablation that is
 * done, a host that stopped reporting.
 */
export async function tellStatus(db: Queryable, job: JobRow, at: Date): Promise<void> {
  const about = { ablationId: job.ablationId, runId: job.runId, at };
  const attempt = job.currentAttemptId ?? job.id;
  if (job.status === "succeeded" && isRunOfItsOwn(job.kind))
    await raise(db, {
      ...about,
      kind: "succeeded",
      dedupe: `succeeded:${attempt}`,
      title: "succeeded",
      detail: job.output ? `Its final checkpoint is of train step ${job.output.trainStep}.` : "",
    });
  if (job.status === "failed")
    await raise(db, {
      ...about,
      kind: "failed",
      dedupe: `failed:${attempt}`,
      title: `"${job.name}" failed`,
      detail: job.statusReason,
    });
  if (job.status === "lost")
    await raise(db, {
      ...about,
      kind: "stalled",
      dedupe: `lost:${attempt}`,
      title: `"${job.name}" was lost`,
      detail: job.statusReason,
    });
  if (isEnded(job.status)) await tellIfFinished(db, job, at);
}
