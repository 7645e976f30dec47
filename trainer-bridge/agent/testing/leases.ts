import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type JobSpec, jobSpec, type Lease } from "../../../lib/contracts";

/** A fresh id of the contract's shape. */
export function freshId(prefix: string): string {
  return `${prefix}_${randomBytes(8).toString("hex")}`;
}

export interface LeaseWishes {
  dataDir: string;
  /** Its first word chooses what the fake trainer does. */
  name: string;
  jobId?: string;
  threads?: number | null;
  serverUrl?: string;
}

/** A lease of a rewrite job, valid by the contract. */
export function makeLease({
  dataDir,
  name,
  jobId = freshId("job"),
  threads = 1,
  serverUrl,
}: LeaseWishes): Lease {
  const attemptId = freshId("att");
  const spec: JobSpec = jobSpec.parse({
    schemaVersion: 1,
    jobId,
    attemptId,
    runId: null,
    ablationId: freshId("abl"),
    name,
    serverUrl: serverUrl ?? "http://127.0.0.1:1",
    eventsPath: `/api/v1/jobs/${jobId}/events`,
    outputDir: join(dataDir, "jobs", jobId),
    seed: 1,
    profile: { kind: "tiny", families: ["chain-sum"] },
    threads,
    kind: "rewrite",
    rewrite: { traces: 10 },
  });
  return {
    jobId,
    attemptId,
    token: `swr_${randomBytes(24).toString("base64url")}`,
    leaseExpiresAt: new Date(Date.now() + 60_000).toISOString(),
    spec,
    resume: false,
  };
}
