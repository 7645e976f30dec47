import type { Db } from "@/db/client";
import { listHosts } from "@/db/queries/hosts";
import type { AblationSpec, LaunchPreview, RateSource } from "@/lib/contracts";
import { jobTokens, type TokenEstimate } from "@/lib/domain/estimate-cost";
import {
  type AblationPlan,
  expandAblation,
  needsWarmUp,
  type PlannedJob,
} from "@/lib/domain/expand-ablation";
import { makespan } from "@/lib/domain/schedule";
import { jobSeconds, ratesOf } from "./job-rates";
import { refuseUnlaunchable } from "./refuse-unlaunchable";

const ASSUMED_CAPACITY = 1;

type Capacity = Pick<LaunchPreview["totals"], "capacity" | "capacitySource">;

async function capacityFor(db: Db, spec: AblationSpec): Promise<Capacity> {
  const active = (await listHosts(db)).filter((host) => host.state === "active");
  const chosen = active.find((host) => host.id === spec.hostId);
  if (chosen) return { capacity: chosen.capacity, capacitySource: "host" };
  const all = active.reduce((total, host) => total + host.capacity, 0);
  return all > 0
    ? { capacity: all, capacitySource: "hosts" }
    : { capacity: ASSUMED_CAPACITY, capacitySource: "assumed" };
}

interface CostedJob extends PlannedJob {
  tokens: TokenEstimate;
  seconds: number;
}

function stagesOf(jobs: CostedJob[]): LaunchPreview["stages"] {
  const stages = new Map<string, LaunchPreview["stages"][number]>();
  for (const { kind, armKey, tokens, seconds } of jobs) {
    const key = `${kind}/${armKey ?? ""}`;
    const stage = stages.get(key) ?? {
      kind,
      arm: armKey,
      jobs: 0,
      tokens: { responses: 0, continuations: 0 },
      seconds: 0,
    };
    stage.jobs += 1;
    stage.tokens.responses += tokens.responses;
    stage.tokens.continuations += tokens.continuations;
    stage.seconds += seconds;
    stages.set(key, stage);
  }
  return [...stages.values()];
}

function notesOf(spec: AblationSpec, rates: RateSource[], { capacitySource }: Capacity): string[] {
  const notes: string[] = [];
  const assumed = rates.filter((rate) => rate.source === "assumed").map((rate) => rate.kind);
  if (assumed.length > 0)
    notes.push(
      `Seconds of ${assumed.join(", ")} are assumed: no job of that kind and size has ended on this server yet.`,
    );
  if (capacitySource === "assumed") notes.push("No host is connected: jobs wait until one registers.");
  if (spec.seeds.length < 3)
    notes.push(
      "Fewer than 3 seeds: the spread between seeds is hardly known, intervals will be wide or absent.",
    );
  if (spec.profile.kind === "hf" && spec.profile.teacher === null && needsWarmUp(spec))
    notes.push("No teacher: the data set has to bring responses that are written in trace steps already.");
  if (spec.probe === null && spec.arms.some((arm) => arm.training?.reward.lambdaProcess === 0))
    notes.push("Arms without process reward draw no continuations and have no probe: they will have no c_i.");
  return notes;
}

/**
 * What a launch would create and is expected to cost, without creating anything. Throws `invalid-request` exactly
 * where {@link launchAblation} would.
 */
export async function previewLaunch(db: Db, spec: AblationSpec): Promise<LaunchPreview> {
  await refuseUnlaunchable(db, spec);
  return previewPlan(db, spec, expandAblation(spec));
}

/** What a plan of this spec creates and is expected to cost; jobs that it waits for but does not hold are taken as done. */
export async function previewPlan(db: Db, spec: AblationSpec, plan: AblationPlan): Promise<LaunchPreview> {
  const rates = await ratesOf(db, spec, plan.jobs);
  const capacity = await capacityFor(db, spec);
  const own = new Set(plan.jobs.map((job) => job.key));
  const jobs = plan.jobs.map((job): CostedJob => {
    const tokens = jobTokens(spec, job);
    const dependsOn = job.dependsOn.filter((before) => own.has(before));
    return { ...job, dependsOn, tokens, seconds: jobSeconds(spec, rates, tokens, job.kind) };
  });
  const used = [...rates.values()].filter((rate) => jobs.some((job) => job.kind === rate.kind));
  const total = (pick: (job: CostedJob) => number) => jobs.reduce((all, job) => all + pick(job), 0);
  return {
    runs: plan.runs.map(({ name, armKey, seed, stage, plannedTrainSteps }) => ({
      name,
      arm: armKey,
      seed,
      stage,
      plannedTrainSteps,
    })),
    stages: stagesOf(jobs),
    totals: {
      jobs: jobs.length,
      tokens: {
        responses: total((job) => job.tokens.responses),
        continuations: total((job) => job.tokens.continuations),
      },
      jobSeconds: total((job) => job.seconds),
      wallSeconds: makespan(jobs, capacity.capacity),
      ...capacity,
    },
    rates: used,
    notes: notesOf(spec, used, capacity),
  };
}
