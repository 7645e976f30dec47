import type { Db, Queryable } from "@/db/client";
import { findAblationSpec, lockAblation } from "@/db/queries/ablations";
import { countLostAttempts } from "@/db/queries/attempts";
import { latestKeptCheckpoint } from "@/db/queries/checkpoints";
import { dependentsOf, type JobRow, jobsOfRun, lockJob } from "@/db/queries/jobs";
import { findRun, setPlannedTrainSteps } from "@/db/queries/runs-write";
import type { ContinueRequest, ControlAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";
import { canRetry, isLive } from "@/lib/domain/run-status";
import { type Changes, changeStatus, withChanges } from "../jobs/change";
import { refuseWrapped, told } from "./control-jobs";

const MOST_TRAIN_STEPS = 10_000_000;

interface Continued {
  training: JobRow;
  evaluations: JobRow[];
  planned: number;
}

const conflict = (detail: string) => new AppError("conflict", detail);

/** A warm-up that arms have begun from is what they declared as their start: it must not change under them. */
async function refuseIfBegunFrom(tx: Queryable, { id, name, kind }: JobRow): Promise<void> {
  if (kind !== "sft") return;
  const begun = (await dependentsOf(tx, id)).find((job) => job.kind !== "evaluate" && job.currentAttemptId);
  if (begun)
    throw conflict(
      `"${begun.name}" has begun from "${name}" as it is: fork the warm-up's checkpoint instead`,
    );
}

async function refuseOtherStacks(tx: Queryable, { ablationId, kind, name }: JobRow): Promise<void> {
  const ablation = await findAblationSpec(tx, ablationId);
  const stack = kind === "sft" ? ablation?.spec.stacks.warmUp.kind : ablation?.spec.stacks.grpo.kind;
  if (stack !== "stepwell")
    throw conflict(
      `"${name}" is trained by ${stack}, whose plan is its own: launch it again with more train steps`,
    );
}

function refuseUnlessOver(training: JobRow, evaluations: readonly JobRow[]): void {
  if (training.status !== "succeeded" && !canRetry(training.status))
    throw new AppError(
      "invalid-transition",
      `"${training.name}" is ${training.status}: only a training that has ended can be continued`,
    );
  const busy = evaluations.find(({ status }) => isLive(status));
  if (busy) throw conflict(`"${busy.name}" is ${busy.status}: wait for it, or cancel it`);
}

/** Beyond where it ended, or beyond its plan where it did not get there. A warm-up may end before its plan. */
async function plannedWith(tx: Queryable, training: JobRow, more: number): Promise<number> {
  const run = training.runId === null ? null : await findRun(tx, training.runId);
  if (!run) throw notFound("run", training.runId ?? "");
  const planned = (training.output?.trainStep ?? run.plannedTrainSteps) + more;
  if (planned <= MOST_TRAIN_STEPS) return planned;
  const message = `a training has ${MOST_TRAIN_STEPS} train steps at the most`;
  throw new AppError("invalid-request", {
    detail: `moreTrainSteps: ${message}`,
    fields: [{ path: "moreTrainSteps", message }],
  });
}

/** Held, so that none of them is leased meanwhile and evaluates the checkpoint that is about to be outdone. */
async function lockAll(tx: Queryable, jobs: readonly JobRow[]): Promise<JobRow[]> {
  const locked: JobRow[] = [];
  for (const { id } of jobs) {
    const job = await lockJob(tx, id);
    if (job) locked.push(job);
  }
  return locked;
}

async function readContinued(tx: Queryable, runId: string, more: number): Promise<Continued> {
  const all = await jobsOfRun(tx, runId);
  const found = all.find((job) => job.kind === "sft" || job.kind === "grpo");
  const training = found && (await lockJob(tx, found.id));
  if (!training) throw notFound("training of run", runId);
  const evaluations = await lockAll(
    tx,
    all.filter((job) => job.kind === "evaluate"),
  );
  refuseUnlessOver(training, evaluations);
  await refuseIfBegunFrom(tx, training);
  await refuseOtherStacks(tx, training);
  if (!(await latestKeptCheckpoint(tx, training.id)))
    throw conflict(`"${training.name}" has no checkpoint to go on from: retry it, or launch it again`);
  return { training, evaluations, planned: await plannedWith(tx, training, more) };
}

/** The new final checkpoint is evaluated as the old one was; what was found before is kept. */
async function evaluateAgain(changes: Changes, job: JobRow): Promise<JobRow | null> {
  const event = job.status === "succeeded" ? "continue" : "retry";
  if (event === "retry" && !canRetry(job.status)) return null;
  return changeStatus(changes, job, event, { reason: "its training goes on: evaluated again then" });
}

/**
 * Asks an ended training for more train steps: it is queued again, goes on from its last checkpoint with optimizer,
 * scheduler and generators as they were, and its new final checkpoint is evaluated again.
 *
 * Throws `not-found`, `invalid-request` naming the field, `invalid-transition` while it runs, and `conflict` where
 * there is no checkpoint, its evaluation runs, or (a warm-up) arms have begun from it.
 */
export async function continueRun(
  db: Db,
  runId: string,
  { moreTrainSteps }: ContinueRequest,
  now: Date,
): Promise<ControlAnswer> {
  const [any] = await jobsOfRun(db, runId);
  if (!any) throw notFound("run", runId);
  refuseWrapped(any);
  return withChanges(db, now, async (changes) => {
    const { tx } = changes;
    await lockAblation(tx, any.ablationId);
    const { training, evaluations, planned } = await readContinued(tx, runId, moreTrainSteps);
    await setPlannedTrainSteps(tx, runId, planned);
    const lost = await countLostAttempts(tx, training.id);
    const event = training.status === "succeeded" ? "continue" : "retry";
    const after = await changeStatus(changes, training, event, {
      attemptId: training.currentAttemptId,
      reason: `continued for ${moreTrainSteps} more train steps, to ${planned}; goes on from its last checkpoint`,
      set: {
        moreTrainSteps: training.moreTrainSteps + moreTrainSteps,
        // Its result is yet to come: an exit without one must not be taken for a success.
        output: null,
        retriesUsed: 0,
        maxAttempts: lost + MAX_LOST_ATTEMPTS,
        queuePosition: null,
      },
    });
    const again: JobRow[] = [];
    for (const evaluation of evaluations) {
      const job = await evaluateAgain(changes, evaluation);
      if (job) again.push(job);
    }
    return { jobs: [after, ...again].map(told) };
  });
}
