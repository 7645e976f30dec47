import type { Db } from "@/db/client";
import { ablations, attempts, hosts, jobs, projects, runs } from "@/db/schema";
import type { JobKind } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { mintToken } from "@/lib/server/tokens";

export interface TestRun {
  ablationId: string;
  runId: string;
  jobId: string;
  hostId: string;
}

export interface TestAttempt extends TestRun {
  attemptId: string;
  token: string;
}

/** A run in the database with its training job, as a launch makes it. */
export async function makeRun(db: Db, kind: JobKind = "grpo"): Promise<TestRun> {
  const ids = {
    projectId: newId("project"),
    ablationId: newId("ablation"),
    runId: newId("run"),
    jobId: newId("job"),
    hostId: newId("host"),
  };
  await db.insert(projects).values({ id: ids.projectId, name: ids.projectId });
  await db.insert(ablations).values({
    id: ids.ablationId,
    projectId: ids.projectId,
    name: "a",
    spec: TINY_SPEC,
    codeVersion: "test",
  });
  await db
    .insert(hosts)
    .values({ id: ids.hostId, name: ids.hostId, launcher: "local", capacity: 1, dataDir: "/tmp" });
  const run = { id: ids.runId, ablationId: ids.ablationId, seed: 1, stage: "grpo" as const, name: "run" };
  await db.insert(runs).values({ ...run, config: {}, plannedTrainSteps: 100, codeVersion: "test" });
  const job = { id: ids.jobId, ablationId: ids.ablationId, kind, name: "job", seed: 1 };
  await db.insert(jobs).values({ ...job, runId: kind === "rewrite" ? null : ids.runId, status: "running" });
  return ids;
}

/** One more attempt at a run's job, with its token. Earlier ones are left as they are. */
export async function makeAttempt(db: Db, run: TestRun, number = 1, hasRun = true): Promise<TestAttempt> {
  const attemptId = newId("attempt");
  const { tokenId, token } = await mintToken(db, "run", attemptId);
  const { jobId, hostId } = run;
  const runId = hasRun ? run.runId : null;
  await db
    .insert(attempts)
    .values({ id: attemptId, jobId, runId, hostId, tokenId, number, status: "running" });
  return { ...run, attemptId, token };
}
