import { z } from "zod";
import { agentId, attemptId, hostId, jobId } from "./ids";
import { jobKind, jobSpec } from "./job-spec";
import { count, isoTime, label, systemNumber } from "./scalars";
import { jobStatus } from "./statuses";

/** What an agent tells of its host, as names and texts for people. `cores`: a whole number. */
export const hostFacts = z
  .record(z.string().max(100), z.string().max(4000))
  .refine((facts) => Object.keys(facts).length <= 200, "at most 200 facts");

/** POST /api/v1/agents/register (agent token). Registering again with the same host name is the same host. */
export const registerRequest = z.strictObject({
  hostName: label,
  launcher: z.string().min(1).max(50),
  capacity: z.int().min(1).max(1024).describe("jobs at the same time"),
  version: z.string().max(100),
  facts: hostFacts.default({}),
  /** Absolute folder under which outputs of jobs live on this host. */
  dataDir: z.string().min(1).max(4000),
  trainer: z.strictObject({ ready: z.boolean(), detail: z.string().max(4000) }),
  /**
   * Attempts whose run directories this agent still has. What the server leased to the same folder of this host beyond
   * them is given back to the queue at once. Left out: their leases have to run out.
   */
  attempts: z.array(attemptId).max(100_000).optional(),
});
export type RegisterRequest = z.infer<typeof registerRequest>;
export const registerAnswer = z.strictObject({ agentId, hostId, heartbeatMs: count, leaseMs: count });

/** POST /api/v1/agents/{id}/lease: the next job this host may run, or none. */
export const leaseRequest = z.strictObject({
  kinds: z.array(jobKind).min(1),
  running: z.array(attemptId).max(1024),
});
export const lease = z.strictObject({
  jobId,
  attemptId,
  /** This attempt's own token: it may write this one run (or job) and nothing else. */
  token: z.string().min(20),
  leaseExpiresAt: isoTime,
  spec: jobSpec,
  /** True if an earlier attempt left checkpoints in outputDir. */
  resume: z.boolean(),
});
export type Lease = z.infer<typeof lease>;
/** `reason`: why there is no lease, in one sentence; empty with a lease. */
export const leaseAnswer = z.strictObject({
  lease: lease.nullable(),
  retryAfterMs: count,
  reason: z.string().default(""),
});

/** What an agent sees of one attempt on its host. */
export const attemptObservation = z.strictObject({
  attemptId,
  state: z.enum(["starting", "running", "exited", "gone"]),
  exitCode: systemNumber.nullable().default(null),
  signal: z.string().max(20).nullable().default(null),
  pid: systemNumber.nullable().default(null),
  /** The engine's own word for it, shown beside ours. */
  engineState: z.string().max(200).default(""),
  /** Last lines of stderr when it ended badly. */
  detail: z.string().max(20_000).default(""),
  /** Every record of the run directory's spool has been acknowledged. */
  drained: z.boolean().default(false),
});
export type AttemptObservation = z.infer<typeof attemptObservation>;

/** POST /api/v1/agents/{id}/heartbeat: renews leases, reports observations, brings back orders. */
export const heartbeatRequest = z.strictObject({
  observations: z.array(attemptObservation).max(1024),
  trainer: z
    .strictObject({ ready: z.boolean(), detail: z.string().max(4000) })
    .nullable()
    .default(null),
  /** All facts of the host, where one changed since the agent last told them (free disk). Left out: as they were. */
  facts: hostFacts.optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;
export const heartbeatAnswer = z.strictObject({
  /** Orders per attempt: `cancel` = flag, checkpoint, grace, kill; `forget` = this attempt is not (or no longer) yours. */
  orders: z.array(z.strictObject({ attemptId, order: z.enum(["cancel", "forget"]), jobStatus })),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;
