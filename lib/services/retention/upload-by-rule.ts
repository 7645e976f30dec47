import type { Queryable } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import { selectAllHosts } from "@/db/queries/hosts";
import { dependentsOf } from "@/db/queries/jobs";
import type { ArtifactRef } from "@/lib/contracts";
import { manifestFault, manifestSha256 } from "@/lib/domain/artifact-manifest";
import { askForUploads } from "../chores/plan-uploads";

/** What a trainer has just written. */
export interface WrittenArtifact {
  jobId: string;
  ablationId: string;
  hostId: string;
  artifact: ArtifactRef;
  /** It is the job's result. */
  final: boolean;
}

/** Whether a training waits for it: those spread over the hosts, while an evaluation goes to where the checkpoint lies. */
async function feedsTrainings(tx: Queryable, jobId: string): Promise<boolean> {
  return (await dependentsOf(tx, jobId)).some(({ kind }) => kind === "sft" || kind === "grpo");
}

async function mayBeElsewhere(tx: Queryable, hostId: string): Promise<boolean> {
  const hosts = (await selectAllHosts(tx)).filter(({ state }) => state !== "removed");
  const shared = hosts.find(({ id }) => id === hostId)?.sharedStorage ?? null;
  return hosts.some((host) => host.id !== hostId && (shared === null || host.sharedStorage !== shared));
}

async function isWanted(tx: Queryable, written: WrittenArtifact): Promise<boolean> {
  const { jobId, ablationId, hostId, final } = written;
  const rule = (await findAblationSpec(tx, ablationId))?.spec.retention.upload;
  // One host alone has nobody to share a result with; what guards against its loss is sent all the same.
  if (rule !== "results") return rule === "all";
  return final && (await feedsTrainings(tx, jobId)) && (await mayBeElsewhere(tx, hostId));
}

/** Has an artifact sent to the server's store where the launch's rule wants that (checkpointRetention.upload). */
export async function uploadByRule(tx: Queryable, written: WrittenArtifact, now: Date): Promise<void> {
  const { artifact, hostId } = written;
  if (manifestFault(artifact.files) !== null || !(await isWanted(tx, written))) return;
  const manifest = manifestSha256(artifact.files);
  await askForUploads(tx, [{ manifest, artifact, from: [{ id: hostId, connected: true }] }], now);
}
