import { z } from "zod";
import { checkpointId, hostId } from "./ids";
import { checkpointRetention, place, places, retryPolicy } from "./places";
import { key, label, seed } from "./scalars";
import { stacks } from "./stacks";
import {
  armTraining,
  evaluationConfig,
  grpoConfig,
  probeConfig,
  profile,
  rewriteConfig,
  sftConfig,
} from "./training-config";

/** One configuration of an ablation. `training: null` is SFT alone: the arm only points at the warm-up. */
export const armSpec = z.strictObject({
  key,
  name: label,
  training: armTraining.nullable(),
  place: place.nullable().default(null).describe("where this arm trains; null = as the launch says"),
});
export type ArmSpec = z.infer<typeof armSpec>;

/** What a launch says where it says nothing else. */
export const LAUNCH_DEFAULTS = {
  places: places.parse({}),
  retry: retryPolicy.parse({}),
  retention: checkpointRetention.parse({}),
  stacks: stacks.parse({}),
  forkedFrom: null,
  tokenScores: false,
};

/** The launch as data: what the form submits, what the database keeps, what "launch again with changes" reopens. */
export const ablationSpec = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: label,
    description: z.string().max(10_000).default(""),
    profile,
    seeds: z.array(seed).min(1).max(64),
    rewrite: rewriteConfig,
    warmUp: sftConfig,
    grpo: grpoConfig,
    arms: z.array(armSpec).min(1).max(32),
    benchmarks: z.array(key).min(1).max(32),
    evaluation: evaluationConfig,
    probe: probeConfig.nullable(),
    traceSampling: z.number().min(0).max(1).describe("share of responses whose trace is kept"),
    tokenScores: z
      .boolean()
      .default(false)
      .describe(
        "log-probability and entropy of every token of the kept traces; one more forward pass over them",
      ),
    hostId: hostId.nullable().default(null).describe("null = any capable host"),
    places: places.prefault({}),
    retry: retryPolicy.prefault({}),
    retention: checkpointRetention.prefault({}),
    stacks: stacks.prefault({}),
    forkedFrom: checkpointId
      .nullable()
      .default(null)
      .describe("the checkpoint that arms with start `checkpoint` begin from"),
    baselineArm: key.nullable().default(null).describe("what the other arms are compared with"),
    contrast: z
      .strictObject({ arm: key, baseline: key, benchmark: key })
      .nullable()
      .default(null)
      .describe("the one comparison declared before launch"),
  })
  .superRefine((spec, ctx) => {
    const refuse = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: "custom", path, message });
    const duplicate = <T>(values: T[]) => values.findIndex((v, i) => values.indexOf(v) !== i);
    const seedAt = duplicate(spec.seeds);
    if (seedAt >= 0) refuse(["seeds", seedAt], "each seed once");
    const arms = spec.arms.map((a) => a.key);
    const armAt = duplicate(arms);
    if (armAt >= 0) refuse(["arms", armAt, "key"], "each arm key once");
    const benchmarkAt = duplicate(spec.benchmarks);
    if (benchmarkAt >= 0) refuse(["benchmarks", benchmarkAt], "each benchmark once");
    if (spec.baselineArm !== null && !arms.includes(spec.baselineArm))
      refuse(["baselineArm"], "must be one of the arms");
    if (spec.contrast) {
      if (!arms.includes(spec.contrast.arm)) refuse(["contrast", "arm"], "must be one of the arms");
      if (!arms.includes(spec.contrast.baseline)) refuse(["contrast", "baseline"], "must be one of the arms");
      if (spec.contrast.arm === spec.contrast.baseline)
        refuse(["contrast", "baseline"], "must differ from the arm");
      if (!spec.benchmarks.includes(spec.contrast.benchmark))
        refuse(["contrast", "benchmark"], "must be one of the benchmarks");
    }
    spec.arms.forEach((arm, i) => {
      if (arm.training?.start === "checkpoint" && spec.forkedFrom === null)
        refuse(["arms", i, "training", "start"], "needs the launch's forkedFrom: a checkpoint to begin from");
    });
    if (spec.arms.length * spec.seeds.length > 512)
      refuse(["seeds"], "arms x seeds must stay within 512 runs");
  });
export type AblationSpec = z.infer<typeof ablationSpec>;
