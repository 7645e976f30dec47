import { z } from "zod";
import { agentId, attemptId, hostId, jobId } from "./ids";
import { jobKind, jobSpec } from "./job-spec";
import { count, isoTime, label, systemNumber } from "./scalars";
import { jobStatus } from "./statuses";

/** POST /api/v1/agents/register (agent token). Registering again with the same host name is the same host. */
export const registerRequest = z.strictObject({
  hostName: label,
  launcher: z.string().min(1).max(50),
  capacity: z.int().min(1).max(1024).describe("jobs at the same time"),
  version: z.string().max(100),
  facts: z.record(z.string().max(100), z.string().max(4000)).default({}),
  /** Absolute folder under which outputs of jobs live on this host. */
  dataDir: z.string().min(1).max(4000),
  trainer: z.strictObject({ ready: z.boolean(), detail: z.string().max(4000) }),
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
export const leaseAnswer = z.strictObject({ lease: lease.nullable(), retryAfterMs: count });

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
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;
export const heartbeatAnswer = z.strictObject({
  /** Orders per attempt: `cancel` = flag, checkpoint, grace, kill; `forget` = this attempt is not (or no longer) yours. */
  orders: z.array(z.strictObject({ attemptId, order: z.enum(["cancel", "forget"]), jobStatus })),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;
