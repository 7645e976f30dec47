import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { jobsOfAblation } from "@/db/queries/jobs";
import { checkpoints, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { ablationSpec } from "@/lib/contracts";
import { getRun } from "../runs-detail/get-run";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { forkOrReason, getFork } from "./forks";
import { launchAblation } from "./launch-ablation";

describe("forking a checkpoint", () => {
  const world = new JobWorld(useTestDatabase());
  let agent: TestAgent;
  let checkpointId: string;
  let originId: string;

  beforeEach(async () => {
    await world.clear();
    await world.launch();
    agent = await world.agent("one", { capacity: 4 });
    const lease = await agent.reach("grpo");
    await world.storeCheckpoint(lease, agent.hostId, 3);
    await agent.finish(lease);
    originId = lease.spec.runId ?? "";
    const [row] = await world.db.select().from(checkpoints).where(eq(checkpoints.jobId, lease.jobId));
    checkpointId = row?.id ?? "";
  });

  it("launches its arm from there without warm-ups, and both runs know of each other", async () => {
    const fork = await getFork(world.db, checkpointId);
    expect(fork).toMatchObject({ trainStep: 3, run: { id: originId }, spec: { forkedFrom: checkpointId } });
    const seeds = [1, 2];
    const { id } = await launchAblation(world.db, { ...fork.spec, seeds }, { codeVersion: "test" });
    const jobs = await jobsOfAblation(world.db, id);
    expect(jobs.map((job) => job.kind).sort()).toEqual(["evaluate", "evaluate", "grpo", "grpo"]);
    const forked = await world.db.select().from(runs).where(eq(runs.ablationId, id));
    expect(forked.map((run) => [run.forkedFrom, run.parentRunId])).toEqual(
      Array(2).fill([checkpointId, null]),
    );
    const lease = await agent.lease({ kinds: ["grpo"] });
    if (lease.spec.kind !== "grpo") throw new Error("no training");
    expect(lease.spec.checkpoint).toMatchObject({ checkpointId, path: expect.stringContaining("/3") });
    expect(lease.spec.training.start).toBe("checkpoint");
    expect(await getRun(world.db, lease.spec.runId ?? "")).toMatchObject({
      forkedFrom: { checkpointId, trainStep: 3, run: { id: originId } },
      forks: [],
    });
    const origin = await getRun(world.db, originId);
    expect(origin?.forks.map((run) => [run.trainStep, run.status]).sort()).toEqual([
      [3, "leased"],
      [3, "queued"],
    ]);
  });

  it("refuses a checkpoint that is gone or of another model, at its field", async () => {
    const { spec } = await getFork(world.db, checkpointId);
    const refusal = async (changed: object) => {
      const launched = launchAblation(world.db, ablationSpec.parse({ ...spec, ...changed }), {
        codeVersion: "test",
      });
      const error: unknown = await launched.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      return error;
    };
    expect(await refusal({ forkedFrom: "ckp_00000000" })).toMatchObject({
      code: "invalid-request",
      details: { fields: [{ path: "forkedFrom", message: "there is no checkpoint of this id" }] },
    });
    const profile = {
      ...{ kind: "hf", model: "a/b", dataset: "d", split: "train", verifier: "math", teacher: null },
      benchmarks: { own: { dataset: "d", split: "test" } },
    };
    expect(await refusal({ profile, benchmarks: ["own"] })).toMatchObject({
      details: { fields: [{ path: "forkedFrom", message: expect.stringContaining("of another model") }] },
    });
    await world.db.update(checkpoints).set({ deletedAt: world.now }).where(eq(checkpoints.id, checkpointId));
    expect(await refusal({})).toMatchObject({
      details: { fields: [{ path: "forkedFrom", message: expect.stringContaining("was deleted") }] },
    });
    await expect(getFork(world.db, checkpointId)).rejects.toMatchObject({ code: "conflict" });
    expect(await forkOrReason(world.db, checkpointId)).toMatchObject({
      why: expect.stringMatching(/train step 3 was deleted: fork another one/),
      from: { run: { id: originId }, ablation: { name: expect.any(String) } },
    });
    expect(await forkOrReason(world.db, "ckp_00000000")).toMatchObject({ from: null });
    await expect(getFork(world.db, "ckp_00000000")).rejects.toMatchObject({ code: "not-found" });
  });
});
