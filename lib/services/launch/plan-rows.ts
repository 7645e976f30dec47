import type { NewArm, NewDependency, NewJob, NewRun } from "@/db/queries/ablations";
import type { AblationSpec } from "@/lib/contracts";
import type { AblationPlan } from "@/lib/domain/expand-ablation";
import { newId } from "@/lib/domain/ids";
import { MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";

/** Where the rows of a plan belong. */
export interface PlanPlace {
  spec: AblationSpec;
  ablationId: string;
  /** Version of Stepwell itself, recorded with every run. */
  codeVersion: string;
  /** Ids of the arms by key. */
  armIds: ReadonlyMap<string, string>;
  /** Jobs that are stored already and that the plan's jobs wait for, by the key that the plan calls them. */
  storedJobs?: ReadonlyMap<string, string>;
}

export interface PlanRows {
  runs: NewRun[];
  jobs: NewJob[];
  dependencies: NewDependency[];
}

type Lookup = (key: string) => string;

/** An id for every key, beside those that are known. */
function idsOf(
  keys: string[],
  kind: "run" | "job" | "arm",
  known: ReadonlyMap<string, string> = new Map(),
): Lookup {
  const ids = new Map([...known, ...keys.map((key) => [key, newId(kind)] as const)]);
  return lookupIn(ids, kind);
}

function lookupIn(ids: ReadonlyMap<string, string>, kind: string): Lookup {
  return (key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`the plan names ${kind} ${key} and does not have it`);
    return id;
  };
}

const optional = (key: string | null, id: Lookup) => (key === null ? null : id(key));

/** The arms of a launch as rows. */
export function armRows(spec: AblationSpec, ablationId: string): (NewArm & { id: string })[] {
  return spec.arms.map(({ key, name, training }, position) => ({
    id: newId("arm"),
    ablationId,
    key,
    name,
    position,
    training,
  }));
}

/** The model that a launch trains, as runs name it. */
export function modelIdOf({ profile }: Pick<AblationSpec, "profile">): string {
  return profile.kind === "tiny" ? "tiny Qwen3, random" : profile.model;
}

/** Turns a plan into rows: every key becomes an id, what it waits for becomes dependencies. */
export function planRows(plan: AblationPlan, place: PlanPlace): PlanRows {
  const { spec, ablationId, codeVersion } = place;
  const armId = lookupIn(place.armIds, "arm");
  const runId = idsOf(
    plan.runs.map((run) => run.key),
    "run",
  );
  const jobId = idsOf(
    plan.jobs.map((job) => job.key),
    "job",
    place.storedJobs,
  );
  return {
    runs: plan.runs.map(({ key, armKey, parentKey, ...run }) => ({
      ...run,
      id: runId(key),
      ablationId,
      armId: optional(armKey, armId),
      parentRunId: optional(parentKey, runId),
      codeVersion,
      modelId: modelIdOf(spec),
    })),
    jobs: plan.jobs.map(({ key, runKey, armKey, dependsOn: _, place: { hostId, launch }, ...job }) => ({
      ...job,
      id: jobId(key),
      ablationId,
      runId: optional(runKey, runId),
      armId: optional(armKey, armId),
      requiredHostId: hostId,
      launch,
      retryLimit: spec.retry.limit,
      maxAttempts: MAX_LOST_ATTEMPTS,
    })),
    dependencies: plan.jobs.flatMap((job) =>
      job.dependsOn.map((before) => ({ jobId: jobId(job.key), dependsOnJobId: jobId(before) })),
    ),
  };
}
