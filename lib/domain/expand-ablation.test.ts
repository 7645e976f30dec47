import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AblationSpec, ablationSpec } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { ARMS } from "@/lib/presets/arms";
import { TINY_REWARD, TINY_SPEC } from "@/lib/presets/quickstart";
import { expandAblation, grpoOf, needsWarmUp } from "./expand-ablation";

const ALL_ARMS = [
  ARMS.sft(),
  ARMS.outcomeOnly(TINY_REWARD),
  ARMS.mixed(TINY_REWARD),
  ARMS.processOnly(TINY_REWARD),
  ARMS.withoutSft(TINY_REWARD),
];

const anySpec: fc.Arbitrary<AblationSpec> = fc
  .record({
    arms: fc.subarray(ALL_ARMS, { minLength: 1 }),
    seeds: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 5 }),
  })
  .map((changes) => ablationSpec.parse({ ...TINY_SPEC, ...changes, baselineArm: null, contrast: null }));

describe("expanding a launch", () => {
  it("makes the quickstart's 12 runs and 25 jobs", () => {
    const plan = expandAblation(presetOf("quickstart")?.spec ?? TINY_SPEC);
    const count = <T>(list: T[], test: (item: T) => boolean) => list.filter(test).length;
    expect(count(plan.runs, (run) => run.stage === "sft")).toBe(3);
    expect(count(plan.runs, (run) => run.stage === "grpo")).toBe(9);
    expect(plan.jobs.map((job) => job.kind).filter((kind) => kind === "rewrite")).toHaveLength(1);
    expect(count(plan.jobs, (job) => job.kind === "evaluate")).toBe(12);
    expect(plan.jobs).toHaveLength(25);
    expect(plan.runs.map((run) => run.name)).toContain("process-only · seed 2");
  });

  it("has one training per run, one evaluation per run, and warm-ups only where they are needed", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { runs, jobs } = expandAblation(spec);
        const training = spec.arms.filter((arm) => arm.training !== null).length;
        const warmUps = needsWarmUp(spec) ? spec.seeds.length : 0;
        expect(runs).toHaveLength(training * spec.seeds.length + warmUps);
        expect(jobs.filter((job) => job.kind === "rewrite")).toHaveLength(warmUps > 0 ? 1 : 0);
        for (const run of runs) {
          const own = jobs.filter((job) => job.runKey === run.key).map((job) => job.kind);
          expect(own.sort()).toEqual(["evaluate", run.stage].sort());
        }
        expect(new Set(runs.map((run) => run.name)).size).toBe(runs.length);
        expect(new Set(jobs.map((job) => job.name)).size).toBe(jobs.length);
      }),
    );
  });

  it("has dependencies that exist, hold the same seed, never form a circle, and rank below what they wait for", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { jobs } = expandAblation(spec);
        const byKey = new Map(jobs.map((job) => [job.key, job]));
        const seen = new Set<string>();
        for (const job of jobs) {
          for (const key of job.dependsOn) {
            const before = byKey.get(key);
            // Listed in an order that could be run as it is: so there is no circle.
            expect(seen.has(key)).toBe(true);
            expect(before?.priority).toBeGreaterThanOrEqual(job.priority);
            if (before?.kind !== "rewrite") expect(before?.seed).toBe(job.seed);
          }
          seen.add(job.key);
        }
      }),
    );
  });

  it("lets every arm that warms up share its seed's one checkpoint, and the others wait for nothing", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { runs, jobs } = expandAblation(spec);
        for (const run of runs.filter((candidate) => candidate.stage === "grpo")) {
          const start = spec.arms.find((arm) => arm.key === run.armKey)?.training?.start;
          const parent = start === "warm-up" ? `warm-up/${run.seed}` : null;
          expect(run.parentKey).toBe(parent);
          const job = jobs.find((candidate) => candidate.key === `job/${run.key}`);
          expect(job?.dependsOn).toEqual(parent ? [`job/${parent}`] : []);
        }
      }),
    );
  });

  it("ranks the arm that draws most continuations first", () => {
    const { jobs } = expandAblation(TINY_SPEC);
    const priority = (key: string) => jobs.find((job) => job.key === `job/grpo/${key}/1`)?.priority ?? 0;
    expect(priority("process-only")).toBeGreaterThan(priority("outcome-only"));
  });

  it("resolves an arm's own settings over the ablation's, and probes only where no continuation is drawn", () => {
    const arm = ARMS.outcomeOnly(TINY_REWARD);
    if (!arm.training) throw new Error("outcome-only trains");
    const training = { ...arm.training, grpo: { trainSteps: 7 } };
    expect(grpoOf(TINY_SPEC, training)).toEqual({ ...TINY_SPEC.grpo, trainSteps: 7 });
    const { runs } = expandAblation({
      ...TINY_SPEC,
      arms: [{ ...arm, training }, ARMS.processOnly(TINY_REWARD)],
    });
    const config = (key: string) => runs.find((run) => run.armKey === key);
    expect(config("outcome-only")).toMatchObject({
      plannedTrainSteps: 7,
      config: { probe: TINY_SPEC.probe },
    });
    expect(config("process-only")).toMatchObject({ config: { probe: null, reward: { lambdaProcess: 1 } } });
  });
});

describe("a launch that was forked from a checkpoint", () => {
  it("tells the trainings that begin from it, and only those", () => {
    const forkedFrom = "ckp_00000001";
    const [sft, warm, mixed] = [ARMS.sft(), ARMS.outcomeOnly(TINY_REWARD), ARMS.mixed(TINY_REWARD)];
    if (!mixed.training) throw new Error("mixed trains");
    const forked = { ...mixed, training: { ...mixed.training, start: "checkpoint" as const } };
    const { runs, jobs } = expandAblation({ ...TINY_SPEC, forkedFrom, arms: [sft, warm, forked] });
    const from = (armKey: string | null) =>
      new Set(runs.filter((run) => run.armKey === armKey).map((run) => run.forkedFrom));
    expect(from(forked.key)).toEqual(new Set([forkedFrom]));
    expect(from(warm.key)).toEqual(new Set([null]));
    expect(from(null)).toEqual(new Set([null]));
    expect(jobs.find((job) => job.key === `job/grpo/${forked.key}/1`)?.dependsOn).toEqual([]);
  });
});
