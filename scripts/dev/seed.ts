import { eq } from "drizzle-orm";
import { openDb } from "../../db/client";
import { ablations, arms, jobs, runs } from "../../db/schema";
import { type AblationSpec, type Lease, registerRequest } from "../../lib/contracts";
import { PRESETS } from "../../lib/presets";
import { mintToken } from "../../lib/server/tokens";
import { heartbeat } from "../../lib/services/agents/heartbeat";
import { registerAgent } from "../../lib/services/agents/register";
import { receiveBatch } from "../../lib/services/ingest/receive-batch";
import { leaseJob } from "../../lib/services/jobs/lease-job";
import { launchAblation } from "../../lib/services/launch/launch-ablation";
import { actOut, type Clock, finalSlip, type Send } from "./seed/stages";

/**
 * Fills a database with made-up ablations, so that the pages can be worked on: an aid for development, never a result.
 * Everything goes through the real services (launch, lease, ingest, heartbeat); only the trainer is acted out.
 *   STEPWELL_PG_SOCKET=… STEPWELL_PG_DATABASE=… npx tsx scripts/dev/seed.ts [finished] [midway] [failed] [queued]
 */
const SCENARIOS = {
  /** Every job has ended. */
  finished: { hoursAgo: 26, jobs: Number.POSITIVE_INFINITY, fail: false },
  /** Warm-ups and some arms are done, one training is in the middle. */
  midway: { hoursAgo: 0.2, jobs: 9, fail: false },
  /** One training crashed, so its evaluation is skipped. */
  failed: { hoursAgo: 50, jobs: 8, fail: true },
  /** Nothing has started. */
  queued: { hoursAgo: 0.05, jobs: 0, fail: false },
} as const;
type Scenario = keyof typeof SCENARIOS;

const socketDir = process.env.STEPWELL_PG_SOCKET;
if (!socketDir)
  throw new Error("set STEPWELL_PG_SOCKET and STEPWELL_PG_DATABASE (scripts/dev/ui.ts prints them)");
const { db, close } = openDb({ socketDir, database: process.env.STEPWELL_PG_DATABASE ?? "stepwell" });
const HOUR_MS = 3_600_000;

function specOf(name: Scenario): AblationSpec {
  const preset = PRESETS.find((p) => p.key === "quickstart");
  if (!preset) throw new Error("there is no quickstart preset");
  const grpo = { ...preset.spec.grpo, trainSteps: 60, promptsPerStep: 4, groupSize: 8 };
  const description = "Made up by scripts/dev/seed.ts to work on the pages. Not a result.";
  return {
    ...preset.spec,
    name: `Seeded: ${name}`,
    description,
    grpo,
    probe: preset.spec.probe && { ...preset.spec.probe, everyTrainSteps: 10 },
  };
}

async function makeAgent(now: Date) {
  const { tokenId } = await mintToken(db, "agent", "seed");
  const request = registerRequest.parse({
    hostName: "seeded-host",
    launcher: "local",
    capacity: 2,
    version: "seed",
    dataDir: "/nonexistent/seeded",
    facts: { cores: "2", memory: "8 GB" },
    trainer: { ready: true, detail: "acted out" },
  });
  return { tokenId, ...(await registerAgent(db, request, { tokenId }, now)) };
}
type Agent = Awaited<ReturnType<typeof makeAgent>>;

/** Sends events of a lease's attempt through ingest, numbered by stream and timed by the clock. */
function sender(lease: Lease, clock: Clock): Send {
  const seqs = new Map<string, number>();
  const target = lease.spec.runId ? { runId: lease.spec.runId } : { jobId: lease.jobId };
  return async (kind, events) => {
    const numbered = events.map((event) => {
      const seq = (seqs.get(kind) ?? 0) + 1;
      seqs.set(kind, seq);
      return { ...event, seq, at: new Date(clock.now).toISOString() };
    });
    const body = { schemaVersion: 1, stream: `${lease.attemptId}/${kind}`, events: numbered };
    const { followUp } = await receiveBatch(db, { attemptId: lease.attemptId, target }, body);
    await followUp();
  };
}

async function report(
  agent: Agent,
  lease: Lease,
  clock: Clock,
  state: "running" | "exited",
  exitCode: number | null,
) {
  const detail = exitCode
    ? "Traceback (most recent call last):\nRuntimeError: loss is not finite (seeded)"
    : "";
  const seen = { attemptId: lease.attemptId, state, exitCode, signal: null, pid: 1, engineState: "", detail };
  await heartbeat(
    db,
    agent.agentId,
    { observations: [{ ...seen, drained: state === "exited" }], trainer: null, log: [], chores: [] },
    agent.tokenId,
    new Date(clock.now),
  );
}

async function evaluatedSlip(jobId: string, seed: number): Promise<number> {
  const [row] = await db
    .select({ arm: arms })
    .from(jobs)
    .leftJoin(arms, eq(arms.id, jobs.armId))
    .where(eq(jobs.id, jobId));
  return finalSlip(row?.arm?.training?.reward ?? null, seed);
}

/** A launch happens now; a scenario's lies in its past. */
async function backdate(id: string, createdAt: Date): Promise<void> {
  await db.update(ablations).set({ createdAt }).where(eq(ablations.id, id));
  await db.update(runs).set({ createdAt }).where(eq(runs.ablationId, id));
  await db.update(jobs).set({ createdAt }).where(eq(jobs.ablationId, id));
}

async function seed(name: Scenario): Promise<void> {
  const scenario = SCENARIOS[name];
  const clock: Clock = { now: Date.now() - scenario.hoursAgo * HOUR_MS };
  const agent = await makeAgent(new Date(clock.now));
  const { id } = await launchAblation(db, specOf(name), { codeVersion: "seed" });
  await backdate(id, new Date(clock.now));
  const kinds: Lease["spec"]["kind"][] = ["rewrite", "sft", "grpo", "evaluate"];
  for (let done = 0; done < scenario.jobs; done += 1) {
    const now = new Date(clock.now);
    const { lease } = await leaseJob(db, {
      ...{ agentId: agent.agentId, tokenId: agent.tokenId, kinds, running: [] },
      ...{ serverUrl: "http://127.0.0.1:1", now },
    });
    if (!lease) break;
    await report(agent, lease, clock, "running", null);
    const isLast = done + 1 === scenario.jobs;
    const slip = lease.spec.kind === "evaluate" ? await evaluatedSlip(lease.jobId, lease.spec.seed) : 0;
    await actOut(lease.spec, sender(lease, clock), clock, { until: isLast ? 0.6 : 1, slipOf: () => slip });
    if (isLast && !scenario.fail) break;
    await report(agent, lease, clock, "exited", isLast ? 1 : 0);
    clock.now += 1_500;
  }
  console.log(`${name}: ${id}`);
}

const asked = process.argv.slice(2);
const names = (Object.keys(SCENARIOS) as Scenario[]).filter((n) => asked.length === 0 || asked.includes(n));
try {
  for (const name of names) await seed(name);
} finally {
  await close();
}
