import {
  type AblationDetail,
  type AblationSpec,
  ablationDetail,
  ablationsPage,
  type Lease,
  traceList,
} from "../../lib/contracts";
import { paperArms } from "../../lib/presets/arms";
import { TINY_REWARD } from "../../lib/presets/quickstart";
import { tinySmoke } from "../../lib/presets/tiny-smoke";
import { actOut, finalSlip } from "../../scripts/dev/seed/stages";
import { ActedHost, senderOf } from "./acted-host";
import { api } from "./server";

const NAME = "Acted: three seeds";
const HOUR_MS = 3_600_000;

/** The paper's arms on three seeds, as short as they can be and still fill every page. */
export const ACTED_SPEC: AblationSpec = {
  ...tinySmoke.spec,
  name: NAME,
  description: "Acted out by the browser tests. Not a result.",
  seeds: [1, 2, 3],
  warmUp: { ...tinySmoke.spec.warmUp, maxTrainSteps: 6 },
  grpo: { ...tinySmoke.spec.grpo, trainSteps: 8, promptsPerStep: 2, groupSize: 4 },
  arms: paperArms(TINY_REWARD),
  evaluation: { ...tinySmoke.spec.evaluation, questions: null },
  probe: { everyTrainSteps: 4, prompts: 4, continuationsPerStep: 4 },
};

async function detailOf(id: string): Promise<AblationDetail> {
  return api().get(`/api/v1/ablations/${id}`, ablationDetail);
}

/** The chance of a slip that the evaluated checkpoint was left with, by its arm. */
function slipOf(detail: AblationDetail, lease: Lease): number {
  const job = detail.jobs.find((j) => j.id === lease.jobId);
  const key = detail.summary.arms.find((arm) => arm.id === job?.armId)?.key;
  const arm = ACTED_SPEC.arms.find((a) => a.key === key);
  return finalSlip(arm?.training?.reward ?? null, lease.spec.seed);
}

async function actAll(host: ActedHost, detail: AblationDetail): Promise<void> {
  const clock = { now: Date.now() - HOUR_MS };
  for (let lease = await host.take(); lease !== null; lease = await host.take()) {
    const taken = lease;
    const options = { until: 1, slipOf: () => slipOf(detail, taken) };
    await actOut(taken.spec, senderOf(taken, clock), clock, options);
    await host.report(taken, { exitCode: 0 });
  }
}

async function make(): Promise<AblationDetail> {
  const host = await ActedHost.register("acted-three-seeds");
  const { id } = await host.launch(ACTED_SPEC);
  await actAll(host, await detailOf(id));
  const detail = await detailOf(id);
  const open = detail.jobs.filter((job) => job.status !== "succeeded").map((job) => job.name);
  if (open.length > 0) throw new Error(`Acted out, yet not succeeded: ${open.join(", ")}`);
  return detail;
}

let made: Promise<AblationDetail> | null = null;

/** An ablation of four arms and three seeds whose jobs have all ended: made once for the whole suite. */
export function actedAblation(): Promise<AblationDetail> {
  made ??= find().then((found) => found ?? make());
  return made;
}

/** The one that an earlier worker made: Playwright starts a new worker after a failure. */
async function find(): Promise<AblationDetail | null> {
  const page = await api().get(`/api/v1/ablations?q=${encodeURIComponent(NAME)}`, ablationsPage);
  const done = page.ablations.find((ablation) => ablation.endedAt !== null);
  return done ? detailOf(done.id) : null;
}

/** A run of an arm. */
export function runOf(detail: AblationDetail, arm: string, seed = 1): AblationDetail["runs"][number] {
  const armId = detail.summary.arms.find((a) => a.key === arm)?.id;
  const run = detail.runs.find((r) => r.armId === armId && r.seed === seed && r.stage === "grpo");
  if (!run) throw new Error(`${detail.summary.name} has no run of ${arm}, seed ${seed}`);
  return run;
}

/** The newest traces of a run, in the order of the page's list. */
export async function tracesOf(run: string, query = "format=valid") {
  const { rows } = await api().get(`/api/v1/runs/${run}/traces?${query}`, traceList);
  return rows;
}
