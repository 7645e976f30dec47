import { z } from "zod";
import { systemValues } from "./events";
import { agentId, attemptId, choreId, hostId, jobId } from "./ids";
import { artifactRef, jobKind, jobSpec } from "./job-spec";
import { bigCount, count, isoTime, label, sha256, systemNumber } from "./scalars";
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
export const registerAnswer = z.strictObject({
  agentId,
  hostId,
  heartbeatMs: count,
  leaseMs: count,
  /** The server's own, and of the agent that it gives to hosts: what this agent's ought to be. */
  versions: z.strictObject({ server: z.string(), installable: z.string().nullable() }).optional(),
});

/** Changes whenever an agent of before could not carry out a job as it is described now. */
export const AGENT_CONTRACT = 1;

/** POST /api/v1/agents/{id}/lease: the next job this host may run, or none. */
export const leaseRequest = z.strictObject({
  /** What this agent understands of a job: leases of another contract would be read wrongly. */
  contract: z.int().min(1).max(1_000_000).default(AGENT_CONTRACT),
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
  /** The checkpoint to go on from where another host wrote it: the agent puts it into outputDir before it starts. */
  resumeFrom: artifactRef.optional(),
});
export type Lease = z.infer<typeof lease>;
/** `reason`: why there is no lease, in one sentence; empty with a lease. */
export const leaseAnswer = z.strictObject({
  lease: lease.nullable(),
  retryAfterMs: count,
  reason: z.string().default(""),
});

/** What keeps a host busy now, of the whole machine. Left out where it cannot be measured there. */
export const hostUsage = systemValues.pick({
  hostCpuCores: true,
  hostMemoryBytes: true,
  hostMemoryTotalBytes: true,
  diskFreeBytes: true,
  networkReceivedBytes: true,
  networkSentBytes: true,
  gpus: true,
});
export type HostUsage = z.infer<typeof hostUsage>;

/**
 * Small work for an agent beside its jobs. `upload`: put the files of an artifact on this host's disk into the server's
 * store (HEAD, then PUT /api/v1/artifacts/{sha256} for each that is missing). `delete`: remove a checkpoint's folder.
 */
export const chore = z.discriminatedUnion("kind", [
  z.strictObject({ id: choreId, kind: z.literal("upload"), artifact: artifactRef }),
  z.strictObject({ id: choreId, kind: z.literal("delete"), artifact: artifactRef }),
]);
export type Chore = z.infer<typeof chore>;
export const choreReport = z.strictObject({
  id: choreId,
  ok: z.boolean(),
  detail: z.string().max(4000).default(""),
  bytes: bigCount.default(0).describe("sent, or freed"),
});
export type ChoreReport = z.infer<typeof choreReport>;

/** An artifact that another host wrote and this one fetched. */
export const artifactCopy = z.strictObject({
  manifestSha256: sha256.describe("names its files and their sums (lib/domain/artifact-manifest.ts)"),
  path: z.string().min(1).max(4000).describe("absolute folder on the host"),
  bytes: bigCount,
});
export type ArtifactCopy = z.infer<typeof artifactCopy>;

/** A line of the agent's own log. */
export const agentLogLine = z.strictObject({
  at: isoTime,
  event: z.string().min(1).max(100),
  fields: z.record(z.string().max(100), z.json()).default({}),
});
export type AgentLogLine = z.infer<typeof agentLogLine>;

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
  /** Left out where it was told a moment ago. */
  usage: hostUsage.optional(),
  /** Lines of the agent's log since the last heartbeat that was answered. */
  log: z.array(agentLogLine).max(500).default([]),
  /** Chores that ended since then. */
  chores: z.array(choreReport).max(100).default([]),
  /** All artifacts that were fetched to this host and are still there. Left out: as they were. */
  copies: z.array(artifactCopy).max(10_000).optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;
export const heartbeatAnswer = z.strictObject({
  /** Orders per attempt: `cancel` = flag, checkpoint, grace, kill; `pause` = the same, to go on later; `forget` = this attempt is not (or no longer) yours. */
  orders: z.array(z.strictObject({ attemptId, order: z.enum(["cancel", "pause", "forget"]), jobStatus })),
  /** All open chores of this host, the oldest first; one that is known already is not begun again. */
  chores: z.array(chore).default([]),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;
