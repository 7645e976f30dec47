import type { Db } from "@/db/client";
import { latestCheckpointBytes, latestTraceBytes } from "@/db/queries/measured-artifacts";
import type { AblationSpec, LaunchPreview, RateSource } from "@/lib/contracts";
import { checkpointSize, diskOf } from "@/lib/domain/artifact-sizes";
import { jobTokens } from "@/lib/domain/estimate-cost";
import {
  type AblationPlan,
  expandAblation,
  needsWarmUp,
  type PlannedJob,
} from "@/lib/domain/expand-ablation";
import { limitNotes, type ResultBytes, travelNotes, waitNotes } from "@/lib/domain/place-notes";
import { jobSeconds, ratesOf } from "./job-rates";
import { modelIdOf } from "./plan-rows";
import {
  type Capacity,
  type Costed,
  type CostedJob,
  capacityFor,
  hostsOf,
  type PreviewHost,
  readHosts,
  spread,
} from "./preview-hosts";
import { refuseUnlaunchable } from "./refuse-unlaunchable";

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

function placeNotes(
  spec: AblationSpec,
  { jobs }: Costed,
  hosts: readonly PreviewHost[],
  bytes: ResultBytes,
): string[] {
  return [
    ...waitNotes(jobs, hosts),
    ...travelNotes(jobs, hosts, bytes),
    ...limitNotes(jobs, hosts, spec.arms),
  ];
}

/** What is known of the sizes of what jobs leave behind. */
async function readSizes(db: Db, spec: AblationSpec) {
  const [checkpoints, trace] = await Promise.all([
    latestCheckpointBytes(db, modelIdOf(spec)),
    latestTraceBytes(db, spec.profile.kind),
  ]);
  const bytes: ResultBytes = {
    rewrite: trace === null ? null : trace * spec.rewrite.traces,
    sft: checkpointSize(spec, checkpoints.get("sft")).bytesEach,
    grpo: checkpointSize(spec, checkpoints.get("grpo")).bytesEach,
  };
  return { disk: diskOf(spec, checkpoints), bytes };
}

/**
 * What a launch would create and is expected to cost, without creating anything. Throws `invalid-request` exactly
 * where {@link launchAblation} would.
 */
export async function previewLaunch(db: Db, spec: AblationSpec, now: Date): Promise<LaunchPreview> {
  await refuseUnlaunchable(db, spec);
  return previewPlan(db, spec, expandAblation(spec), now);
}

/** What a plan of this spec creates and is expected to cost; jobs that it waits for but does not hold are taken as done. */
export async function previewPlan(
  db: Db,
  spec: AblationSpec,
  plan: AblationPlan,
  now: Date,
): Promise<LaunchPreview> {
  const [rates, hosts, sizes] = await Promise.all([
    ratesOf(db, spec, plan.jobs),
    readHosts(db, now),
    readSizes(db, spec),
  ]);
  const own = new Set(plan.jobs.map((job) => job.key));
  const costed = spread(
    plan.jobs.map((job) => {
      const tokens = jobTokens(spec, job);
      const dependsOn = job.dependsOn.filter((before) => own.has(before));
      return { ...job, dependsOn, tokens, seconds: jobSeconds(spec, rates, tokens, job.kind) };
    }),
    hosts,
  );
  return tell(spec, plan, costed, { rates, hosts, ...sizes });
}

interface Known {
  rates: ReadonlyMap<PlannedJob["kind"], RateSource>;
  hosts: readonly PreviewHost[];
  disk: LaunchPreview["disk"];
  bytes: ResultBytes;
}

function tell(spec: AblationSpec, plan: AblationPlan, costed: Costed, known: Known): LaunchPreview {
  const { jobs } = costed;
  const capacity = capacityFor(costed, known.hosts);
  const used = [...known.rates.values()].filter((rate) => jobs.some((job) => job.kind === rate.kind));
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
      wallSeconds: costed.wallSeconds,
      ...capacity,
    },
    rates: used,
    hosts: hostsOf(costed, known.hosts),
    disk: known.disk,
    notes: [...notesOf(spec, used, capacity), ...placeNotes(spec, costed, known.hosts, known.bytes)],
  };
}
