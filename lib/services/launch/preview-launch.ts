import type { Db } from "@/db/client";
import { listHosts } from "@/db/queries/hosts";
import { measuredJobs } from "@/db/queries/measured-jobs";
import type { AblationSpec, JobKind, LaunchPreview, RateSource } from "@/lib/contracts";
import { jobTokens, type TokenEstimate } from "@/lib/domain/estimate-cost";
import {
  type AblationPlan,
  expandAblation,
  needsWarmUp,
  type PlannedJob,
} from "@/lib/domain/expand-ablation";
import { makespan } from "@/lib/domain/schedule";
import { refuseUnlaunchable } from "./refuse-unlaunchable";

const KINDS: JobKind[] = ["rewrite", "sft", "grpo", "evaluate"];

/** Tokens per second of one job where nothing was measured yet: one core for `tiny`, one GPU of today for `hf`. */
const ASSUMED: Record<AblationSpec["profile"]["kind"], Record<JobKind, number>> = {
  tiny: { rewrite: 20_000, sft: 40_000, grpo: 15_000, evaluate: 10_000 },
  hf: { rewrite: 1_000, sft: 8_000, grpo: 1_500, evaluate: 2_000 },
};
const ASSUMED_CAPACITY = 1;
/** Share of a planned job's tokens that an earlier one must have had: a smoke test measures its start, not its speed. */
const COMPARABLE = 0.2;
/** Seconds before the first token: importing torch, loading the model. */
const START_UP = { tiny: 9, hf: 60 } as const;

const sum = ({ responses, continuations }: TokenEstimate) => responses + continuations;

/** Seconds of a job that were work. A job that took hardly longer than a start is taken to have worked a tenth of it. */
function workSeconds(profile: AblationSpec["profile"]["kind"], seconds: number): number {
  return Math.max(seconds - START_UP[profile], seconds / 10);
}

/**
 * Speed by kind of job: what earlier jobs of this profile should have written by the same formula, over the seconds
 * they took. So the ratio holds for time even where the formula is off, warm-ups that end early included.
 */
async function ratesOf(db: Db, spec: AblationSpec, planned: PlannedJob[]): Promise<Map<JobKind, RateSource>> {
  const measured = await measuredJobs(db, spec.profile.kind);
  const largest = (kind: JobKind) =>
    Math.max(0, ...planned.filter((job) => job.kind === kind).map((job) => sum(jobTokens(spec, job))));
  return new Map(
    KINDS.map((kind): [JobKind, RateSource] => {
      const jobs = measured.filter(
        (job) => job.kind === kind && sum(jobTokens(job.spec, job)) >= COMPARABLE * largest(kind),
      );
      const seconds = jobs.reduce((total, job) => total + workSeconds(spec.profile.kind, job.seconds), 0);
      const tokens = jobs.reduce((total, job) => total + sum(jobTokens(job.spec, job)), 0);
      if (seconds > 0 && tokens > 0)
        return [kind, { kind, tokensPerSecond: tokens / seconds, source: "measured", jobs: jobs.length }];
      return [kind, { kind, tokensPerSecond: ASSUMED[spec.profile.kind][kind], source: "assumed", jobs: 0 }];
    }),
  );
}

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
    const rate = rates.get(job.kind)?.tokensPerSecond ?? ASSUMED[spec.profile.kind][job.kind];
    const dependsOn = job.dependsOn.filter((before) => own.has(before));
    return { ...job, dependsOn, tokens, seconds: START_UP[spec.profile.kind] + sum(tokens) / rate };
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
