import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jobsOfAblation } from "@/db/queries/jobs";
import { attempts, hosts, jobDependencies, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { AttemptObservation, Lease } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { canCancel, canPause, canResume, canRetry, isLive } from "@/lib/domain/run-status";
import { cancelJob } from "../runs-control/cancel";
import { pauseOrResumeAblation, pauseOrResumeJob } from "../runs-control/pause";
import { retryJob } from "../runs-control/retry";
import { JobWorld, smallSpec, type TestAgent } from "../testing/job-world";
import { reconcile } from "./reconcile";

type Seen = Partial<AttemptObservation> & Pick<AttemptObservation, "state">;

/** A host with its processes: what an agent would really see. */
class Host {
  readonly processes = new Map<string, { lease: Lease; seen: Seen }>();
  constructor(readonly agent: TestAgent) {}

  living(): string[] {
    return [...this.processes].filter(([, { seen }]) => seen.state === "running").map(([id]) => id);
  }

  async lease(): Promise<void> {
    const lease = await this.agent.tryLease({ kinds: ["rewrite", "sft", "grpo"], running: this.living() });
    if (lease) this.processes.set(lease.attemptId, { lease, seen: { state: "running" } });
  }

  async report(): Promise<void> {
    for (const [id, process] of this.processes) {
      const order = await this.agent.report(process.lease, process.seen);
      const alive = process.seen.state === "running";
      if (order === "forget") this.processes.delete(id);
      if ((order === "cancel" || order === "pause") && alive)
        process.seen = { state: "exited", exitCode: 75, drained: true };
    }
  }
}

const ACTIONS = [
  "lease",
  "report",
  "finish",
  "crash",
  "pause",
  "gone",
  "silence",
  "cancel",
  "retry",
  "hold",
  "release",
] as const;
const action = fc.record({
  what: fc.constantFrom(...ACTIONS, "lease" as const, "finish" as const),
  host: fc.nat({ max: 1 }),
  pick: fc.nat({ max: 30 }),
});

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

describe("many jobs on two hosts, whatever happens in whatever order", () => {
  const world = new JobWorld(useTestDatabase());

  async function perform(hosts: Host[], ablationId: string, { what, host: at, pick }: Action): Promise<void> {
    const host = hosts[at];
    if (!host) return;
    const living = host.living();
    const process = host.processes.get(living[pick % Math.max(1, living.length)] ?? "");
    if (what === "lease") return host.lease();
    if (what === "report") return host.report();
    if (what === "silence") {
      world.advance(LEASE_MS + 1);
      // Only the other host reports; this one is away.
      await hosts[1 - at]?.report();
      await reconcile(world.db, world.now);
      return;
    }
    if (what === "cancel" || what === "retry") {
      const all = await jobsOfAblation(world.db, ablationId);
      const job = all[pick % all.length];
      if (what === "cancel" && job && canCancel(job.status)) await cancelJob(world.db, job.id, world.now);
      if (what === "retry" && job && canRetry(job.status))
        await retryJob(world.db, job.id, world.now).catch((error) => expect(error.code).toBe("conflict"));
      return;
    }
    if (what === "hold" || what === "release") {
      const all = await jobsOfAblation(world.db, ablationId);
      const job = all[pick % all.length];
      const [order, can] =
        what === "hold" ? (["pause", canPause] as const) : (["resume", canResume] as const);
      if (job && can(job.status)) await pauseOrResumeJob(world.db, order, job.id, world.now);
      return;
    }
    if (!process) return;
    if (what === "finish") await world.storeResult(process.lease);
    const exitCodes = { finish: 0, crash: 1, pause: 75 };
    process.seen =
      what === "gone"
        ? { state: "gone", drained: true }
        : { state: "exited", exitCode: exitCodes[what], drained: true };
    await host.report();
  }

  async function expectSound(ablationId: string): Promise<void> {
    const jobs = await jobsOfAblation(world.db, ablationId);
    const byId = new Map(jobs.map((job) => [job.id, job]));
    for (const run of await world.db.select().from(runs).where(eq(runs.ablationId, ablationId))) {
      const training = jobs.find((job) => job.runId === run.id && job.kind !== "evaluate");
      expect(run.status).toBe(training?.status);
    }
    for (const { jobId, dependsOnJobId } of await world.db.select().from(jobDependencies)) {
      const [job, before] = [byId.get(jobId), byId.get(dependsOnJobId)];
      if (job && isLive(job.status)) expect(before?.status).toBe("succeeded");
    }
    const all = await world.db.select().from(attempts);
    const live = all.filter((attempt) => isLive(attempt.status) && attempt.supersededAt === null);
    for (const job of jobs) {
      const own = live.filter((attempt) => attempt.jobId === job.id).map((attempt) => attempt.id);
      expect(own).toEqual(isLive(job.status) ? [job.currentAttemptId] : []);
      expect(job.leaseExpiresAt !== null).toBe(isLive(job.status));
    }
    for (const host of await world.db.select().from(hosts))
      expect(live.filter((attempt) => attempt.hostId === host.id).length).toBeLessThanOrEqual(host.capacity);
  }

  /** However bad it went: with people who resume and retry, and hosts that work, everything succeeds. */
  async function runToTheEnd(hosts: Host[], ablationId: string): Promise<void> {
    for (let i = 0; i < 60; i += 1) {
      const open = (await jobsOfAblation(world.db, ablationId)).filter(
        (job) => job.kind !== "evaluate" && job.status !== "succeeded",
      );
      if (open.length === 0) return;
      await pauseOrResumeAblation(world.db, "resume", ablationId, world.now);
      for (const job of open.filter((each) => canRetry(each.status)))
        await retryJob(world.db, job.id, world.now).catch((error) => expect(error.code).toBe("conflict"));
      for (const host of hosts) {
        await host.report();
        await host.lease();
        for (const id of host.living()) {
          const process = host.processes.get(id);
          if (!process) continue;
          await world.storeResult(process.lease);
          process.seen = { state: "exited", exitCode: 0, drained: true };
        }
        await host.report();
      }
    }
    expect(await world.statuses(ablationId)).toBe("all succeeded");
  }

  it("keeps its promises and always reaches the end", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 30 }), async (actions) => {
        await world.clear();
        const ablationId = await world.launch({
          ...smallSpec(),
          seeds: [1, 2],
          retry: { limit: 1, backoffSeconds: 0 },
        });
        const both = [
          new Host(await world.agent("one", { capacity: 2 })),
          new Host(await world.agent("two", { capacity: 1 })),
        ];
        for (const each of actions) {
          await perform(both, ablationId, each);
          await expectSound(ablationId);
        }
        await runToTheEnd(both, ablationId);
        await expectSound(ablationId);
      }),
      { seed: 20_261_120, numRuns: 4, endOnFailure: true },
    );
  });
});
