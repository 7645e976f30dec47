import type { Db } from "@/db/client";
import {
  ensureProject,
  insertLaunch,
  type NewDependency,
  type NewJob,
  type NewRun,
} from "@/db/queries/ablations";
import { findHost } from "@/db/queries/hosts";
import { notifyAll } from "@/db/queries/notify";
import type { AblationSpec, LaunchAnswer } from "@/lib/contracts";
import { checkLaunch } from "@/lib/domain/check-launch";
import { AppError } from "@/lib/domain/errors";
import { type AblationPlan, expandAblation } from "@/lib/domain/expand-ablation";
import { newId } from "@/lib/domain/ids";
import { MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";
import { routes } from "@/lib/domain/routes";

export interface LaunchContext {
  /** Version of Stepwell itself, recorded with every run. */
  codeVersion: string;
}

const DEFAULT_PROJECT = "default";

/** Throws `invalid-request` naming every field that cannot be launched, the host included. */
export async function refuseUnlaunchable(db: Db, spec: AblationSpec): Promise<void> {
  const fields = checkLaunch(spec);
  if (spec.hostId !== null && !(await findHost(db, spec.hostId)))
    fields.push({ path: "hostId", message: "no host of this id has registered" });
  if (fields.length === 0) return;
  const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
  throw new AppError("invalid-request", { detail, fields });
}

/** Gives every key of a plan an id. */
function idsOf(keys: string[], kind: "run" | "job" | "arm"): (key: string) => string {
  const ids = new Map(keys.map((key) => [key, newId(kind)]));
  return (key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`the plan names ${kind} ${key} and does not have it`);
    return id;
  };
}

interface Rows {
  arms: ReturnType<typeof armRows>;
  runs: NewRun[];
  jobs: NewJob[];
  dependencies: NewDependency[];
}

function armRows(spec: AblationSpec, ablationId: string, armId: (key: string) => string) {
  return spec.arms.map(({ key, name, training }, position) => ({
    id: armId(key),
    ablationId,
    key,
    name,
    position,
    training,
  }));
}

function rowsOf(spec: AblationSpec, plan: AblationPlan, ablationId: string, context: LaunchContext): Rows {
  const armId = idsOf(
    spec.arms.map((arm) => arm.key),
    "arm",
  );
  const runId = idsOf(
    plan.runs.map((run) => run.key),
    "run",
  );
  const jobId = idsOf(
    plan.jobs.map((job) => job.key),
    "job",
  );
  const optional = (key: string | null, id: (key: string) => string) => (key === null ? null : id(key));
  return {
    arms: armRows(spec, ablationId, armId),
    runs: plan.runs.map(({ key, armKey, parentKey, ...run }) => ({
      ...run,
      id: runId(key),
      ablationId,
      armId: optional(armKey, armId),
      parentRunId: optional(parentKey, runId),
      codeVersion: context.codeVersion,
      modelId: spec.profile.kind === "tiny" ? "tiny Qwen3, random" : spec.profile.model,
    })),
    jobs: plan.jobs.map(({ key, runKey, armKey, dependsOn: _, ...job }) => ({
      ...job,
      id: jobId(key),
      ablationId,
      runId: optional(runKey, runId),
      armId: optional(armKey, armId),
      requiredHostId: spec.hostId,
      maxAttempts: MAX_LOST_ATTEMPTS,
    })),
    dependencies: plan.jobs.flatMap((job) =>
      job.dependsOn.map((before) => ({ jobId: jobId(job.key), dependsOnJobId: jobId(before) })),
    ),
  };
}

/**
 * Launches an ablation: its arms, runs and jobs are stored in one transaction, and the first jobs can be leased from
 * then on. Throws `invalid-request` naming the fields; nothing is written then.
 */
export async function launchAblation(
  db: Db,
  spec: AblationSpec,
  context: LaunchContext,
): Promise<LaunchAnswer> {
  await refuseUnlaunchable(db, spec);
  const plan = expandAblation(spec);
  const ablationId = newId("ablation");
  const rows = rowsOf(spec, plan, ablationId, context);
  await db.transaction(async (tx) => {
    const projectId = await ensureProject(tx, newId("project"), DEFAULT_PROJECT);
    const { name, description } = spec;
    const { codeVersion } = context;
    await insertLaunch(tx, {
      ablation: { id: ablationId, projectId, name, description, spec, codeVersion },
      ...rows,
    });
  });
  const launched = { type: "status", ablationId, runId: null, jobId: null, status: "queued" };
  await notifyAll(db, [JSON.stringify(launched)]);
  return {
    id: ablationId,
    url: routes.ablation(ablationId),
    apiUrl: `/api/v1/ablations/${ablationId}`,
    runs: rows.runs.length,
    jobs: rows.jobs.length,
  };
}
