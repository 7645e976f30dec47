import type { Queryable } from "@/db/client";
import { findCheckpointWithRun, selectForksOf } from "@/db/queries/forks";
import {
  countRefusedBatches,
  selectAttemptsOfRun,
  selectCheckpointsOfRun,
  selectJobsOfRun,
  selectLatestPhase,
  selectRun,
  selectSiblings,
} from "@/db/queries/run-detail";
import type { RunAttempt, RunCheckpoint, RunDetail } from "@/lib/contracts/run-detail";
import { toJobRow } from "../ablations-read/job-row";
import { toRunRow } from "../runs-read/list-runs";
import { type LoggedSteps, readRunCost } from "./run-cost";
import { readBody } from "./stored-body";

const MOST_CHECKPOINTS = 500;
const MOST_FILES = 200;
const iso = (at: Date | null) => at?.toISOString() ?? null;
type Rows<F extends (...args: never[]) => PromiseLike<unknown>> = Awaited<ReturnType<F>>;

function toAttempt(
  { attempt, jobKind, hostName }: Rows<typeof selectAttemptsOfRun>[number],
  logged: readonly LoggedSteps[],
): RunAttempt {
  const { id, jobId, number, status, exitCode, signal, detail, engineState } = attempt;
  const steps = logged.find((l) => l.attemptId === id);
  return {
    ...{ id, jobId, jobKind, number, status, hostName, exitCode, signal, detail, engineState },
    leasedAt: attempt.leasedAt.toISOString(),
    startedAt: iso(attempt.startedAt),
    endedAt: iso(attempt.endedAt),
    superseded: attempt.supersededAt !== null,
    firstTrainStep: steps?.first ?? null,
    lastTrainStep: steps?.last ?? null,
  };
}

function toCheckpoint(row: Rows<typeof selectCheckpointsOfRun>[number]): RunCheckpoint {
  const { checkpoint, attemptNumber, hostName } = row;
  const { id, trainStep, final, artifact, bytes, summary } = checkpoint;
  return {
    ...{ id, attemptNumber, hostName, trainStep, final, bytes, summary },
    path: artifact.path,
    files: artifact.files.slice(0, MOST_FILES),
    fileCount: artifact.files.length,
    createdAt: checkpoint.createdAt.toISOString(),
  };
}

function toPhase(row: Rows<typeof selectLatestPhase>): RunDetail["phase"] {
  if (!row) return null;
  const body = readBody(row.body, row.textEscaped);
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return {
    name: String(body.phase ?? ""),
    message: String(body.message ?? ""),
    done: number(body.done),
    total: number(body.total),
    at: row.at.toISOString(),
  };
}

async function lineageOf(
  db: Queryable,
  run: { id: string; forkedFrom: string | null },
): Promise<Pick<RunDetail, "forkedFrom" | "forks">> {
  const [forks, origin] = await Promise.all([
    selectForksOf(db, run.id),
    run.forkedFrom === null ? null : findCheckpointWithRun(db, run.forkedFrom),
  ]);
  if (run.forkedFrom === null) return { forkedFrom: null, forks };
  return {
    forkedFrom: {
      checkpointId: run.forkedFrom,
      trainStep: origin?.checkpoint.trainStep ?? null,
      run: origin && { id: origin.run.id, name: origin.run.name },
    },
    forks,
  };
}

function retryOf(jobs: Rows<typeof selectJobsOfRun>): RunDetail["retry"] {
  const waiting = jobs.find(({ job }) => job.notBefore !== null && job.status === "queued");
  const job = waiting?.job ?? jobs.find((row) => row.job.kind !== "evaluate")?.job;
  return {
    limit: job?.retryLimit ?? 0,
    used: job?.retriesUsed ?? 0,
    nextTryAt: iso(waiting?.job.notBefore ?? null),
  };
}

/** Everything the page of a run shows beside curves, log and events, or null if there is none of that id. */
export async function getRun(db: Queryable, id: string): Promise<RunDetail | null> {
  const row = await selectRun(db, id);
  if (!row) return null;
  const [siblings, jobs, attempts, checkpoints, phase, refusedBatches] = await Promise.all([
    selectSiblings(db, row.run.ablationId, id),
    selectJobsOfRun(db, id),
    selectAttemptsOfRun(db, id),
    selectCheckpointsOfRun(db, id, MOST_CHECKPOINTS),
    selectLatestPhase(db, id),
    countRefusedBatches(db, id),
  ]);
  const training = jobs.find(({ job }) => job.kind === row.run.stage)?.job;
  const { cost, msPerTrainStep, logged } = await readRunCost(db, id, training?.id ?? "");
  return {
    run: toRunRow(row),
    ablation: { id: row.run.ablationId, name: row.ablationName },
    parent: row.parent,
    ...(await lineageOf(db, row.run)),
    retry: retryOf(jobs),
    moreTrainSteps: training?.moreTrainSteps ?? 0,
    siblings,
    config: row.run.config,
    environment: row.run.environment,
    codeVersion: row.run.codeVersion,
    cost,
    msPerTrainStep,
    phase: toPhase(phase),
    refusedBatches,
    // What a run's jobs wait for is told on the ablation's page, where those jobs are.
    jobs: jobs.map((row) => toJobRow(row, [])),
    attempts: attempts.map((attempt) => toAttempt(attempt, logged)),
    checkpoints: checkpoints.map(toCheckpoint),
  };
}
