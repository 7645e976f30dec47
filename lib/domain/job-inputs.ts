import type {
  AblationSpec,
  ArmSpec,
  ArtifactRef,
  GrpoConfig,
  JobKind,
  JobSpec,
  LaunchOptions,
  SftConfig,
  Stack,
} from "@/lib/contracts";
import { answerBudget } from "./estimate-cost";
import { type ArmTraining, grpoOf, probeOf } from "./expand-ablation";

/** What a job left behind for those that wait for it. */
export interface JobOutput {
  artifact: ArtifactRef;
  trainStep: number;
}

/** Everything that is known when a job is leased. */
export interface JobInputs {
  job: {
    id: string;
    ablationId: string;
    runId: string | null;
    kind: JobKind;
    name: string;
    seed: number;
    launch: LaunchOptions;
    /** Train steps asked for beyond the launch's. */
    moreTrainSteps: number;
  };
  /** The train step at which the training is to end, as its run says; null for what is no training. */
  plannedTrainSteps: number | null;
  attemptId: string;
  ablation: AblationSpec;
  /** The job's arm; null for rewriting and for what belongs to a warm-up. */
  arm: ArmSpec | null;
  /** Outputs of the jobs it depends on, by kind. */
  outputs: Partial<Record<JobKind, JobOutput>>;
  /** The checkpoint that the launch was forked from. */
  forkedFrom: ArtifactRef | null;
  serverUrl: string;
  outputDir: string;
  threads: number | null;
}

/** Rewriting and evaluating are ours, whoever trains. */
function stackOf(kind: JobKind, { stacks }: AblationSpec): Stack {
  if (kind === "sft") return stacks.warmUp;
  if (kind === "grpo") return stacks.grpo;
  return { kind: "stepwell", vllm: { mode: "off" } };
}

/** A training that somebody continues goes to the end that its run says. */
function continuedGrpo(grpo: GrpoConfig, { job, plannedTrainSteps }: JobInputs): GrpoConfig {
  if (job.moreTrainSteps === 0 || plannedTrainSteps === null) return grpo;
  return { ...grpo, trainSteps: plannedTrainSteps };
}

/** A warm-up that somebody continues goes to its new end, however accurate it is by then. */
function warmUpOf({ ablation: { warmUp }, job, plannedTrainSteps }: JobInputs): SftConfig {
  if (job.moreTrainSteps === 0) return warmUp;
  return { ...warmUp, maxTrainSteps: plannedTrainSteps ?? warmUp.maxTrainSteps, stopAtAccuracy: null };
}

/** A job that cannot be put together from its inputs: a fault of ours or of the data, never of the trainer. */
export class JobInputError extends Error {}

function outputOf(inputs: JobInputs, kind: JobKind): JobOutput {
  const output = inputs.outputs[kind];
  if (!output)
    throw new JobInputError(`"${inputs.job.name}" needs the result of a ${kind} job, and there is none`);
  return output;
}

/** Trainings log to their run, everything else to its job: both are the same stream store. */
function eventsPathOf(job: JobInputs["job"]): string {
  const training = job.kind === "sft" || job.kind === "grpo";
  return training && job.runId ? `/api/v1/runs/${job.runId}/events` : `/api/v1/jobs/${job.id}/events`;
}

function commonOf({ job, attemptId, ablation, serverUrl, outputDir, threads }: JobInputs) {
  return {
    schemaVersion: 1 as const,
    jobId: job.id,
    attemptId,
    runId: job.runId,
    ablationId: job.ablationId,
    name: job.name,
    serverUrl,
    eventsPath: eventsPathOf(job),
    outputDir,
    seed: job.seed,
    profile: ablation.profile,
    threads,
    launch: job.launch,
    stack: stackOf(job.kind, ablation),
  };
}

function startOf(inputs: JobInputs, start: ArmTraining["start"]): ArtifactRef | null {
  if (start === "base") return null;
  if (start === "warm-up") return outputOf(inputs, "sft").artifact;
  if (!inputs.forkedFrom)
    throw new JobInputError(`"${inputs.job.name}" begins from a checkpoint that is no longer there`);
  return inputs.forkedFrom;
}

function grpoSpec(inputs: JobInputs): JobSpec {
  const { ablation, arm } = inputs;
  if (!arm?.training) throw new JobInputError(`"${inputs.job.name}" has no arm that trains`);
  const { training } = arm;
  return {
    ...commonOf(inputs),
    kind: "grpo",
    checkpoint: startOf(inputs, training.start),
    arm: { key: arm.key, name: arm.name },
    training: {
      start: training.start,
      reward: training.reward,
      grpo: continuedGrpo(grpoOf(ablation, training), inputs),
    },
    probe: probeOf(ablation, training),
    traceSampling: ablation.traceSampling,
    tokenScores: ablation.tokenScores,
  };
}

function evaluateSpec(inputs: JobInputs): JobSpec {
  const trained = outputOf(inputs, inputs.outputs.grpo ? "grpo" : "sft");
  return {
    ...commonOf(inputs),
    kind: "evaluate",
    checkpoint: trained.artifact,
    checkpointTrainStep: trained.trainStep,
    benchmarks: inputs.ablation.benchmarks,
    evaluation: inputs.ablation.evaluation,
  };
}

/** The order that an agent gets. Throws {@link JobInputError} if an input is missing. */
export function buildJobSpec(inputs: JobInputs): JobSpec {
  switch (inputs.job.kind) {
    case "rewrite":
      return { ...commonOf(inputs), kind: "rewrite", rewrite: inputs.ablation.rewrite };
    case "sft":
      return {
        ...commonOf(inputs),
        kind: "sft",
        traces: outputOf(inputs, "rewrite").artifact,
        sft: warmUpOf(inputs),
        maxResponseTokens: answerBudget(inputs.ablation),
      };
    case "grpo":
      return grpoSpec(inputs);
    case "evaluate":
      return evaluateSpec(inputs);
    case "command":
      throw new JobInputError(`"${inputs.job.name}" is a command that is started where it runs, not here`);
  }
}

/** Places side by side share a host's cores; null (all of them) where nothing is known about the host. */
export function threadsFor(facts: Record<string, string>, capacity: number): number | null {
  const cores = Number(facts.cores);
  if (!Number.isInteger(cores) || cores < 1) return null;
  return Math.max(1, Math.floor(cores / capacity));
}
