import { setTimeout as sleep } from "node:timers/promises";
import { type AblationDetail, ablationDetail, ablationsPage, launchAnswer } from "../../lib/contracts";
import { tinySmoke } from "../../lib/presets/tiny-smoke";
import { api } from "./server";

/** Generous: a machine without a second core, on which something else runs too. */
export const SMOKE_LIMIT_MS = 480_000;
const EVERY_MS = 500;
const DEAD_ENDS = ["failed", "skipped", "cancelled"];

/** The smoke ablation that a journey launched from the form; where that journey was not run, one launched here. */
async function launched(): Promise<string> {
  const { name } = tinySmoke.spec;
  const { ablations } = await api().get(`/api/v1/ablations?q=${encodeURIComponent(name)}`, ablationsPage);
  const there = ablations.find((ablation) => ablation.name === name);
  if (there) return there.id;
  return (await api().post("/api/v1/ablations", tinySmoke.spec, launchAnswer)).id;
}

/**
 * The smoke ablation after the real trainer has done all its jobs.
 * @throws if a job ended without a result, or none ends in time
 */
export async function finishedSmoke(): Promise<AblationDetail> {
  const id = await launched();
  const deadline = Date.now() + SMOKE_LIMIT_MS;
  while (Date.now() < deadline) {
    const detail = await api().get(`/api/v1/ablations/${id}`, ablationDetail);
    const bad = detail.jobs.find((job) => DEAD_ENDS.includes(job.status));
    if (bad) throw new Error(`${bad.name} is ${bad.status}: ${bad.statusReason}`);
    if (detail.summary.endedAt !== null) return detail;
    await sleep(EVERY_MS);
  }
  throw new Error("The smoke ablation did not end in time.");
}
