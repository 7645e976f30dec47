import { describe, expect, it } from "vitest";
import { jobSpec } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { buildJobSpec, type JobInputs, threadsFor } from "./job-inputs";

const artifact = (path: string) => ({
  artifact: {
    path,
    checkpointId: null,
    files: [{ path: "model.safetensors", bytes: 3, sha256: "0".repeat(64) }],
  },
  trainStep: 40,
});

const inputs = (changes: Partial<Omit<JobInputs, "job">> & Pick<JobInputs["job"], "kind">): JobInputs => {
  const { kind, ...rest } = changes;
  return {
    job: {
      id: "job_00000001",
      ablationId: "abl_00000001",
      runId: "run_00000001",
      kind,
      name: "a job",
      seed: 3,
      launch: {},
      moreTrainSteps: 0,
    },
    attemptId: "att_00000001",
    ablation: TINY_SPEC,
    arm: TINY_SPEC.arms.find((arm) => arm.key === "process-only") ?? null,
    outputs: {},
    plannedTrainSteps: null,
    forkedFrom: null,
    serverUrl: "http://127.0.0.1:4173",
    outputDir: "/data/jobs/job_00000001",
    threads: 1,
    ...rest,
  };
};

describe("an agent's order", () => {
  it.each([
    inputs({ kind: "rewrite" }),
    inputs({ kind: "sft", outputs: { rewrite: artifact("/r") } }),
    inputs({ kind: "grpo", outputs: { sft: artifact("/s") } }),
    inputs({ kind: "evaluate", outputs: { grpo: artifact("/g") } }),
  ])("$job.kind holds to the contract", (given) => {
    const spec = buildJobSpec(given);
    expect(jobSpec.parse(spec)).toEqual(spec);
    expect(spec).toMatchObject({ seed: 3, profile: TINY_SPEC.profile, threads: 1 });
  });

  it("takes a continued training to its new end, a warm-up however accurate it is", () => {
    const continued = (kind: "sft" | "grpo") => {
      const given = inputs({ kind, outputs: { rewrite: artifact("/r"), sft: artifact("/s") } });
      return buildJobSpec({ ...given, job: { ...given.job, moreTrainSteps: 20 }, plannedTrainSteps: 320 });
    };
    expect(continued("sft")).toMatchObject({ sft: { maxTrainSteps: 320, stopAtAccuracy: null } });
    expect(continued("grpo")).toMatchObject({ training: { grpo: { trainSteps: 320 } } });
  });

  it("hands over the very artifact, manifest included", () => {
    expect(buildJobSpec(inputs({ kind: "grpo", outputs: { sft: artifact("/s") } }))).toMatchObject({
      checkpoint: artifact("/s").artifact,
      training: { grpo: TINY_SPEC.grpo },
      probe: null,
    });
    expect(buildJobSpec(inputs({ kind: "evaluate", outputs: { sft: artifact("/s") } }))).toMatchObject({
      checkpoint: artifact("/s").artifact,
      checkpointTrainStep: 40,
    });
  });

  it("says which result is missing", () => {
    expect(() => buildJobSpec(inputs({ kind: "sft" }))).toThrow('"a job" needs the result of a rewrite job');
    expect(() => buildJobSpec(inputs({ kind: "grpo" }))).toThrow("sft");
    expect(() => buildJobSpec(inputs({ kind: "grpo", arm: null }))).toThrow("no arm");
  });

  it("shares a host's cores between its places", () => {
    expect(threadsFor({ cores: "8" }, 2)).toBe(4);
    expect(threadsFor({ cores: "2" }, 3)).toBe(1);
    expect(threadsFor({}, 1)).toBeNull();
    expect(threadsFor({ cores: "many" }, 1)).toBeNull();
  });
});
