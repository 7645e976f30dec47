import type { AblationSpec, ArmSpec, GrpoConfig, JobKind, ProbeConfig } from "@/lib/contracts";
import { answerBudget, jobTokens } from "./estimate-cost";
import { placeOf, type ResolvedPlace } from "./place-of";

export type ArmTraining = NonNullable<ArmSpec["training"]>;

/** A training as resolved: every setting it will run with. */
export interface PlannedRun {
  /** Unique within the plan; ids are given when it is stored. */
  key: string;
  armKey: string | null;
  seed: number;
  stage: "sft" | "grpo";
  parentKey: string | null;
  name: string;
  config: Record<string, unknown>;
  plannedTrainSteps: number;
  /** The checkpoint of an earlier launch that it begins from. */
  forkedFrom: string | null;
}

export interface PlannedJob {
  key: string;
  kind: JobKind;
  runKey: string | null;
  armKey: string | null;
  seed: number;
  name: string;
  dependsOn: string[];
  /** Estimated tokens of the longest chain of jobs that starts here, in thousands: see {@link withPriorities}. */
  priority: number;
  /** Where it runs, and what the launcher there is told. */
  place: ResolvedPlace;
}

export interface AblationPlan {
  runs: PlannedRun[];
  jobs: PlannedJob[];
}

const LONGEST_NAME = 150;

const seedName = (name: string, seed: number) => `${name.slice(0, LONGEST_NAME)} · seed ${seed}`;

/** Whether a warm-up is needed: some arm starts from it, or is nothing but it. */
export function needsWarmUp(spec: AblationSpec): boolean {
  return spec.arms.some((arm) => arm.training === null || arm.training.start === "warm-up");
}

/** The arm's GRPO settings: the ablation's, with what the arm changes. */
export function grpoOf(spec: AblationSpec, training: ArmTraining): GrpoConfig {
  return { ...spec.grpo, ...training.grpo };
}

/** Continuations for display only, where the reward draws none; null where it draws its own. */
export function probeOf(spec: AblationSpec, training: ArmTraining): ProbeConfig | null {
  return training.reward.lambdaProcess > 0 ? null : spec.probe;
}

function warmUpRun(spec: AblationSpec, seed: number): PlannedRun {
  return {
    key: `warm-up/${seed}`,
    armKey: null,
    seed,
    stage: "sft",
    parentKey: null,
    name: seedName("warm-up", seed),
    config: {
      stage: "sft",
      profile: spec.profile,
      rewrite: spec.rewrite,
      sft: spec.warmUp,
      maxResponseTokens: answerBudget(spec),
    },
    plannedTrainSteps: spec.warmUp.maxTrainSteps,
    forkedFrom: null,
  };
}

function grpoRun(spec: AblationSpec, arm: ArmSpec, training: ArmTraining, seed: number): PlannedRun {
  const grpo = grpoOf(spec, training);
  return {
    key: `grpo/${arm.key}/${seed}`,
    armKey: arm.key,
    seed,
    stage: "grpo",
    parentKey: training.start === "warm-up" ? `warm-up/${seed}` : null,
    name: seedName(arm.name, seed),
    config: {
      stage: "grpo",
      profile: spec.profile,
      start: training.start,
      reward: training.reward,
      grpo,
      probe: probeOf(spec, training),
      traceSampling: spec.traceSampling,
    },
    plannedTrainSteps: grpo.trainSteps,
    forkedFrom: training.start === "checkpoint" ? spec.forkedFrom : null,
  };
}

type UnrankedJob = Omit<PlannedJob, "priority" | "place">;

function trainingJob(run: PlannedRun): UnrankedJob {
  const dependsOn = run.stage === "sft" ? ["rewrite"] : run.parentKey ? [`job/${run.parentKey}`] : [];
  const { armKey, seed, name, stage } = run;
  return { key: `job/${run.key}`, kind: stage, runKey: run.key, armKey, seed, name, dependsOn };
}

function evaluateJob(run: PlannedRun): UnrankedJob {
  return {
    key: `evaluate/${run.key}`,
    kind: "evaluate",
    runKey: run.key,
    armKey: run.armKey,
    seed: run.seed,
    name: `${run.name} · evaluation`,
    dependsOn: [`job/${run.key}`],
  };
}

/**
 * Ranks jobs by the work that hangs on them: the job's own estimated tokens plus those of the longest chain of jobs
 * that waits for it. Taking the largest first (critical path scheduling) keeps the whole ablation short: rewriting
 * and warm-ups go first, then the arms whose continuations cost most, and the cheap ones fill the gaps.
 */
function withPriorities(spec: AblationSpec, jobs: UnrankedJob[]): PlannedJob[] {
  const followers = new Map<string, UnrankedJob[]>();
  for (const job of jobs)
    for (const before of job.dependsOn) followers.set(before, [...(followers.get(before) ?? []), job]);
  const chains = new Map<string, number>();
  const chain = (job: UnrankedJob): number => {
    const known = chains.get(job.key);
    if (known !== undefined) return known;
    const after = (followers.get(job.key) ?? []).map(chain);
    const tokens = jobTokens(spec, job);
    const total = tokens.responses + tokens.continuations + Math.max(0, ...after);
    chains.set(job.key, total);
    return total;
  };
  return jobs.map((job) => ({
    ...job,
    priority: Math.min(2_000_000_000, Math.ceil(chain(job) / 1000)),
    place: placeOf(spec, job),
  }));
}

/**
 * Turns a launch into its runs and jobs: one rewriting, one warm-up per seed shared by the arms of that seed, one
 * GRPO training per arm and seed, one evaluation per trained checkpoint. SFT alone adds nothing: its arm points at
 * the warm-ups and their evaluations.
 */
export function expandAblation(spec: AblationSpec): AblationPlan {
  const warmUps = needsWarmUp(spec) ? spec.seeds.map((seed) => warmUpRun(spec, seed)) : [];
  const trainings = spec.seeds.flatMap((seed) =>
    spec.arms.flatMap((arm) => (arm.training ? [grpoRun(spec, arm, arm.training, seed)] : [])),
  );
  const runs = [...warmUps, ...trainings];
  const rewrite: UnrankedJob = {
    key: "rewrite",
    kind: "rewrite",
    runKey: null,
    armKey: null,
    seed: spec.seeds[0] ?? 0,
    name: "rewrite traces",
    dependsOn: [],
  };
  const jobs = [...(warmUps.length > 0 ? [rewrite] : []), ...runs.map(trainingJob), ...runs.map(evaluateJob)];
  return { runs, jobs: withPriorities(spec, jobs) };
}

/**
 * Runs and jobs of `seeds` alone, for an ablation that has others already. Without `rewrite` its warm-ups wait for the
 * job "rewrite" of the launch, which is not part of the plan; with it the traces are written again, from the same seed
 * as at launch.
 */
export function expandSeeds(
  spec: AblationSpec,
  seeds: readonly number[],
  { rewrite }: { rewrite: boolean },
): AblationPlan {
  const { runs, jobs } = expandAblation({ ...spec, seeds: [...seeds] });
  const again = (job: PlannedJob): PlannedJob => ({
    ...job,
    name: "rewrite traces again",
    seed: spec.seeds[0] ?? job.seed,
  });
  return {
    runs,
    jobs: jobs.flatMap((job) => (job.kind !== "rewrite" ? [job] : rewrite ? [again(job)] : [])),
  };
}
