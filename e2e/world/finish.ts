import { setTimeout as sleep } from "node:timers/promises";
import { type AblationDetail, ablationDetail } from "../../lib/contracts";
import { api } from "./server";

/** Generous: a machine without a second core, on which something else runs too. */
export const TRAINER_LIMIT_MS = 480_000;
const EVERY_MS = 500;
const DEAD_ENDS = ["failed", "skipped", "cancelled"];

/**
 * An ablation after the real trainer has done all its jobs.
 * @throws if a job ended without a result, or none ends in time
 */
export async function finished(id: string): Promise<AblationDetail> {
  const deadline = Date.now() + TRAINER_LIMIT_MS;
  while (Date.now() < deadline) {
    const detail = await api().get(`/api/v1/ablations/${id}`, ablationDetail);
    const bad = detail.jobs.find((job) => DEAD_ENDS.includes(job.status));
    if (bad) throw new Error(`${bad.name} is ${bad.status}: ${bad.statusReason}`);
    if (detail.summary.endedAt !== null) return detail;
    await sleep(EVERY_MS);
  }
  throw new Error(`${id} did not end in time.`);
}
