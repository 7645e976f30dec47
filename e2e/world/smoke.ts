import { type AblationDetail, ablationsPage, launchAnswer } from "../../lib/contracts";
import { tinySmoke } from "../../lib/presets/tiny-smoke";
import { finished, TRAINER_LIMIT_MS } from "./finish";
import { api } from "./server";

export const SMOKE_LIMIT_MS = TRAINER_LIMIT_MS;

/** The smoke ablation that a journey launched from the form; where that journey was not run, one launched here. */
async function launched(): Promise<string> {
  const { name } = tinySmoke.spec;
  const { ablations } = await api().get(`/api/v1/ablations?q=${encodeURIComponent(name)}`, ablationsPage);
  const there = ablations.find((ablation) => ablation.name === name);
  if (there) return there.id;
  return (await api().post("/api/v1/ablations", tinySmoke.spec, launchAnswer)).id;
}

/** The smoke ablation after the real trainer has done all its jobs. */
export async function finishedSmoke(): Promise<AblationDetail> {
  return finished(await launched());
}
