import { setTimeout as sleep } from "node:timers/promises";
import { launchAnswer } from "../../lib/contracts/launch-preview";
import { ablationDetail } from "../../lib/contracts/workspace";
import { tinySmoke } from "../../lib/presets/tiny-smoke";
import { ApiClient } from "../../scripts/lib/api-client";

const LIMIT_MS = 480_000;

/**
 * Launches the smoke ablation and waits until the real trainer has done all its jobs.
 * @returns its id
 * @throws if a job ended without a result
 */
export async function runSmokeAblation(url: string): Promise<string> {
  const api = new ApiClient(url);
  const { id } = await api.post("/api/v1/ablations", tinySmoke.spec, launchAnswer);
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    const detail = await api.get(`/api/v1/ablations/${id}`, ablationDetail);
    const bad = detail.jobs.find((job) => ["failed", "skipped", "cancelled"].includes(job.status));
    if (bad) throw new Error(`${bad.name} is ${bad.status}: ${bad.statusReason}`);
    if (detail.summary.endedAt !== null) return id;
    await sleep(500);
  }
  throw new Error("The smoke ablation did not end in time.");
}
