import type { z } from "zod";
import type { Db } from "@/db/client";
import { findJob } from "@/db/queries/jobs";
import { lockQueueOrder, type StandingRow, selectStanding, storePositions } from "@/db/queries/queue";
import type { MoveRequest, moveAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { moveInQueue, positionsFor } from "@/lib/domain/move-in-queue";
import { type Changes, withChanges } from "../jobs/change";

async function refuse({ tx }: Changes, jobId: string, request: MoveRequest): Promise<never> {
  const job = await findJob(tx, jobId);
  if (!job) throw notFound("job", jobId);
  if (job.status !== "queued")
    throw new AppError("invalid-transition", `"${job.name}" is ${job.status}: only queued jobs have a place`);
  const beside = "job" in request ? request.job : jobId;
  throw new AppError(
    "conflict",
    `${beside} is not another queued job, so "${job.name}" cannot stand beside it`,
  );
}

async function store({ tx }: Changes, before: readonly StandingRow[], order: readonly StandingRow[]) {
  const wanted = positionsFor(order);
  const changed = before.flatMap(({ id, position }) => {
    const next = wanted.get(id) ?? null;
    return next === position ? [] : [{ id, position: next }];
  });
  await storePositions(tx, changed);
}

/**
 * Moves a queued job in the queue, together with the queued jobs that it waits for where they stood behind its new
 * place. Which host may run it, and what it waits for, stay as they are.
 *
 * Throws `not-found`, `invalid-transition` if it is not queued, `conflict` if the job to stand beside is not.
 */
export async function moveJob(
  db: Db,
  jobId: string,
  request: MoveRequest,
  now: Date,
): Promise<z.infer<typeof moveAnswer>> {
  return withChanges(db, now, async (changes) => {
    await lockQueueOrder(changes.tx);
    const queue = await selectStanding(changes.tx);
    const result = moveInQueue(queue, jobId, request);
    if (!result) return refuse(changes, jobId, request);
    await store(changes, queue, result.order);
    changes.notices.push(JSON.stringify({ type: "queue", runId: null, jobId, ablationId: null }));
    return {
      place: result.order.findIndex(({ id }) => id === jobId) + 1,
      moved: result.moved.map(({ id, name }) => ({ id, name })),
    };
  });
}
