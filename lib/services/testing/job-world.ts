import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ablations, attempts, checkpoints, hosts, jobs, runEvents, runs } from "@/db/schema";
import type { AblationSpec, AttemptObservation, JobKind, Lease } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { presetOf } from "@/lib/presets";
import { mintToken } from "@/lib/server/tokens";
import { heartbeat } from "../agents/heartbeat";
import { registerAgent } from "../agents/register";
import { type LeaseAnswer, leaseJob } from "../jobs/lease-job";
import { launchAblation } from "../launch/launch-ablation";
import { cancelJob } from "../runs-control/cancel";

const ALL_KINDS: JobKind[] = ["rewrite", "sft", "grpo", "evaluate"];

/** A small launch: arms sft and outcome-only unless told otherwise, one seed, tiny profile. */
export function smallSpec(changes: Partial<AblationSpec> = {}): AblationSpec {
  const preset = presetOf("tiny-smoke");
  if (!preset) throw new Error("the preset tiny-smoke is gone");
  const arms = preset.spec.arms.filter((arm) => arm.key === "sft" || arm.key === "outcome-only");
  return { ...preset.spec, arms, contrast: null, ...changes };
}

interface AgentWishes {
  capacity?: number;
  ready?: boolean;
  facts?: Record<string, string>;
  dataDir?: string;
  attempts?: string[];
  launcher?: string;
}

/** Jobs of a real database and agents that are driven by hand, on a clock of the test's own. */
export class JobWorld {
  /** Far from the wall clock, so that nothing passes by using it. */
  now = new Date("2030-01-01T00:00:00Z");

  constructor(private readonly handle: { db: Db }) {}

  get db(): Db {
    return this.handle.db;
  }

  advance(ms: number): Date {
    this.now = new Date(this.now.getTime() + ms);
    return this.now;
  }

  /** Ends whatever other tests of the same file left, so that only this test's jobs can be leased. */
  async clear(): Promise<void> {
    await this.db.delete(ablations);
    await this.db.update(hosts).set({ state: "paused" });
  }

  async launch(changes: Partial<AblationSpec> = {}): Promise<string> {
    return (await launchAblation(this.db, smallSpec(changes), { codeVersion: "test" })).id;
  }

  /** @param options.attempts run directories that it still has; left out: an agent that does not tell */
  async agent(hostName: string, options: AgentWishes = {}): Promise<TestAgent> {
    const { tokenId } = await mintToken(this.db, "agent", hostName);
    const registered = await registerAgent(
      this.db,
      {
        hostName,
        launcher: options.launcher ?? "local",
        capacity: options.capacity ?? 1,
        version: "test",
        facts: options.facts ?? {},
        dataDir: options.dataDir ?? `/data/${hostName}`,
        trainer: { ready: options.ready ?? true, detail: "" },
        ...(options.attempts && { attempts: options.attempts }),
      },
      { tokenId },
      this.now,
    );
    await this.db.update(hosts).set({ state: "active" }).where(eq(hosts.id, registered.hostId));
    return new TestAgent(this, registered.agentId, registered.hostId, tokenId);
  }

  cancel(jobId: string) {
    return cancelJob(this.db, jobId, this.now);
  }

  async job(jobId: string) {
    const [row] = await this.db.select().from(jobs).where(eq(jobs.id, jobId));
    if (!row) throw new Error(`no job ${jobId}`);
    return row;
  }

  async attempt(attemptId: string) {
    const [row] = await this.db.select().from(attempts).where(eq(attempts.id, attemptId));
    if (!row) throw new Error(`no attempt ${attemptId}`);
    return row;
  }

  async run(runId: string | null) {
    const [row] = await this.db
      .select()
      .from(runs)
      .where(eq(runs.id, runId ?? ""));
    if (!row) throw new Error(`no run ${runId}`);
    return row;
  }

  /** Every job of a launch as `name: status`, in order of name. */
  async statuses(ablationId: string): Promise<Record<string, string>> {
    const rows = await this.db.select().from(jobs).where(eq(jobs.ablationId, ablationId)).orderBy(jobs.name);
    return Object.fromEntries(rows.map((row) => [row.name, row.status]));
  }

  async statusEvents(jobId: string): Promise<string[]> {
    const rows = await this.db
      .select()
      .from(runEvents)
      .where(eq(runEvents.jobId, jobId))
      .orderBy(runEvents.id);
    return rows.filter((row) => row.type === "status").map((row) => `${row.body.from} -> ${row.body.to}`);
  }

  /** What ingest stores when a trainer has written a checkpoint on the way. */
  async storeCheckpoint(lease: Lease, hostId: string, trainStep = 1): Promise<void> {
    const [run] = await this.db.select().from(runs).limit(1);
    const { jobId, attemptId } = lease;
    const artifact = { path: `${lease.spec.outputDir}/${trainStep}`, checkpointId: null, files: [] };
    const at = { runId: lease.spec.runId ?? run?.id ?? "", jobId, attemptId, hostId };
    await this.db
      .insert(checkpoints)
      .values({ id: newId("checkpoint"), ...at, trainStep, final: false, artifact, bytes: 0 });
  }

  /** What ingest stores when a trainer reports its result. */
  async storeResult(lease: Lease, trainStep = 3): Promise<void> {
    const artifact = { path: `${lease.spec.outputDir}/final`, checkpointId: null, files: [] };
    await this.db.update(jobs).set({ output: { artifact, trainStep } }).where(eq(jobs.id, lease.jobId));
  }
}

/** An agent on one host. */
export class TestAgent {
  constructor(
    private readonly world: JobWorld,
    readonly agentId: string,
    readonly hostId: string,
    readonly tokenId: string,
  ) {}

  async tryLease(options: { kinds?: JobKind[]; running?: string[] } = {}): Promise<Lease | null> {
    return (await this.ask(options)).lease;
  }

  /** Asks for a job and hears why there is none. */
  ask(options: { kinds?: JobKind[]; running?: string[] } = {}): Promise<LeaseAnswer> {
    return leaseJob(this.world.db, {
      agentId: this.agentId,
      tokenId: this.tokenId,
      kinds: options.kinds ?? ALL_KINDS,
      running: options.running ?? [],
      serverUrl: "http://127.0.0.1:4173",
      now: this.world.now,
    });
  }

  async lease(options: { kinds?: JobKind[]; running?: string[] } = {}): Promise<Lease> {
    const lease = await this.tryLease(options);
    if (!lease) throw new Error("there is nothing to lease");
    return lease;
  }

  /** Leases up to the first training of that kind; what comes before ends well. */
  async reach(kind: "sft" | "grpo"): Promise<Lease> {
    for (;;) {
      const lease = await this.lease();
      if (lease.spec.kind === kind) return lease;
      await this.finish(lease);
    }
  }

  /** Reports one attempt; answers the order for it, if any. */
  async report(
    lease: { attemptId: string },
    seen: Partial<AttemptObservation> & Pick<AttemptObservation, "state">,
  ): Promise<"cancel" | "pause" | "forget" | null> {
    const observation: AttemptObservation = {
      attemptId: lease.attemptId,
      exitCode: null,
      signal: null,
      pid: null,
      engineState: "",
      detail: "",
      drained: false,
      ...seen,
    };
    const { orders } = await this.beat([observation]);
    return orders.find((order) => order.attemptId === lease.attemptId)?.order ?? null;
  }

  beat(observations: AttemptObservation[] = []) {
    const { db, now } = this.world;
    return heartbeat(
      db,
      this.agentId,
      { observations, trainer: null, log: [], chores: [] },
      this.tokenId,
      now,
    );
  }

  /** Runs a lease to its good end. */
  async finish(lease: Lease): Promise<void> {
    await this.report(lease, { state: "running", pid: 1 });
    await this.world.storeResult(lease);
    await this.report(lease, { state: "exited", exitCode: 0, drained: true });
  }
}
