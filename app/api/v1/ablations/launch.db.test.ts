import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ablations, arms, jobDependencies, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { ablationSpec, launchAnswer, launchPreview, problem } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { setDbHandle } from "@/lib/server/db";
import { JobWorld, smallSpec } from "@/lib/services/testing/job-world";
import { GET as readSpec } from "./[id]/spec/route";
import { POST as preview } from "./preview/route";
import { POST as launch } from "./route";

function post(handler: typeof launch, body: unknown): Promise<Response> {
  return handler(
    new Request("http://localhost/api/v1/ablations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

describe("launching over HTTP", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(() => world.clear());

  const quickstart = presetOf("quickstart")?.spec ?? smallSpec();

  it("stores arms, runs, jobs and dependencies, and answers with addresses", async () => {
    const answer = await post(launch, quickstart);
    expect(answer.status).toBe(201);
    const launched = launchAnswer.parse(await answer.json());
    expect(launched).toMatchObject({ runs: 12, jobs: 25, url: `/ablations/${launched.id}` });
    expect(answer.headers.get("location")).toBe(launched.apiUrl);
    expect((await handle.db.select().from(arms)).map((arm) => arm.key)).toEqual([
      "sft",
      "outcome-only",
      "mixed",
      "process-only",
    ]);
    const stored = await handle.db.select().from(runs);
    expect(stored.filter((run) => run.armId === null).map((run) => run.stage)).toEqual(["sft", "sft", "sft"]);
    const grpo = stored.find((run) => run.name === "process-only · seed 2");
    expect(grpo?.config).toMatchObject({
      start: "warm-up",
      reward: { lambdaProcess: 1 },
      grpo: quickstart.grpo,
    });
    expect(stored.find((run) => run.id === grpo?.parentRunId)).toMatchObject({ seed: 2, stage: "sft" });
    expect(await handle.db.select().from(jobDependencies)).toHaveLength(24);
  });

  it("opens a launch again exactly as it was submitted", async () => {
    const launched = launchAnswer.parse(await (await post(launch, quickstart)).json());
    const read = (id: string) =>
      readSpec(new Request(`http://localhost${launched.apiUrl}/spec`), { params: Promise.resolve({ id }) });
    expect(ablationSpec.parse(await (await read(launched.id)).json())).toEqual(quickstart);
    expect((await read("abl_00000000")).status).toBe(404);
    expect((await read("nonsense")).status).toBe(400);
  });

  const bad: [string, unknown, string][] = [
    ["an unknown field", { ...quickstart, gpu: 4 }, "gpu"],
    ["a nested unknown field", { ...quickstart, grpo: { ...quickstart.grpo, lr: 1 } }, "grpo.lr"],
    ["a wrong type", { ...quickstart, seeds: ["1"] }, "seeds.0"],
    ["a negative number", { ...quickstart, grpo: { ...quickstart.grpo, trainSteps: -1 } }, "grpo.trainSteps"],
    [
      "an absurd number",
      { ...quickstart, grpo: { ...quickstart.grpo, learningRate: 1e9 } },
      "grpo.learningRate",
    ],
    ["a duplicate seed", { ...quickstart, seeds: [1, 1] }, "seeds.1"],
    ["an unknown benchmark", { ...quickstart, benchmarks: ["tiny-in-distribution", "imo"] }, "benchmarks.1"],
    ["an unknown host", { ...quickstart, hostId: "hst_0000000000000000" }, "hostId"],
    [
      "weights that do not add up",
      smallSpec({
        arms: smallSpec().arms.map((arm) =>
          arm.training
            ? { ...arm, training: { ...arm.training, reward: { ...arm.training.reward, lambdaProcess: 1 } } }
            : arm,
        ),
      }),
      "arms.1.training.reward.lambdaProcess",
    ],
  ];

  it.each(bad)("refuses %s by its path, in the preview too, and writes nothing", async (_, spec, path) => {
    for (const handler of [launch, preview]) {
      const answer = await post(handler, spec);
      expect(answer.status).toBe(400);
      const told = problem.parse(await answer.json());
      expect(told.fields.map((field) => field.path)).toContain(path);
    }
    for (const table of [ablations, runs, jobs]) expect(await handle.db.select().from(table)).toEqual([]);
  });

  it("refuses a body over the limit", async () => {
    const answer = await post(launch, { ...quickstart, description: "x".repeat(1_100_000) });
    expect(answer.status).toBe(413);
  });

  it("launches the largest grid that the contract allows", async () => {
    const arms = Array.from({ length: 8 }, (_, i) => ({
      ...quickstart.arms[1],
      key: `arm-${i}`,
      name: `Arm ${i}`,
    }));
    const seeds = Array.from({ length: 64 }, (_, i) => i);
    const answer = await post(launch, { ...quickstart, arms, seeds, baselineArm: null, contrast: null });
    expect(launchAnswer.parse(await answer.json())).toMatchObject({
      runs: 8 * 64 + 64,
      jobs: 1 + 2 * (8 * 64 + 64),
    });
  });
});

describe("the preview of a launch", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(() => world.clear());

  const ask = async () =>
    launchPreview.parse(await (await post(preview, smallSpec({ seeds: [1, 2] }))).json());

  it("says what it would create and that nothing was measured yet", async () => {
    const told = await ask();
    expect(told.runs.map((run) => run.name)).toEqual([
      "warm-up · seed 1",
      "warm-up · seed 2",
      "outcome-only · seed 1",
      "outcome-only · seed 2",
    ]);
    expect(told.stages.map((stage) => [stage.kind, stage.arm, stage.jobs])).toEqual([
      ["rewrite", null, 1],
      ["sft", null, 2],
      ["grpo", "outcome-only", 2],
      ["evaluate", null, 2],
      ["evaluate", "outcome-only", 2],
    ]);
    expect(told.totals).toMatchObject({ jobs: 9, capacity: 1, capacitySource: "assumed" });
    expect(told.totals.wallSeconds).toBeCloseTo(told.totals.jobSeconds);
    expect(told.rates.every((rate) => rate.source === "assumed")).toBe(true);
    expect(told.notes.join(" ")).toMatch(/assumed.*No host is connected.*Fewer than 3 seeds/);
    expect(await handle.db.select().from(runs)).toEqual([]);
  });

  it("learns from jobs that ended, and counts the places there are", async () => {
    await world.launch();
    const agent = await world.agent("one", { capacity: 2 });
    const lease = await agent.lease();
    await agent.report(lease, { state: "running" });
    world.advance(30_000);
    await agent.finish(lease);
    const told = await ask();
    const rewrite = told.rates.find((rate) => rate.kind === "rewrite");
    expect(rewrite).toMatchObject({ source: "measured", jobs: 1 });
    // The same rewriting again takes the half minute that it took.
    expect(told.stages.find((stage) => stage.kind === "rewrite")?.seconds).toBeCloseTo(30);
    expect(told.totals).toMatchObject({ capacity: 2, capacitySource: "hosts" });
    expect(told.totals.wallSeconds).toBeLessThan(told.totals.jobSeconds);
    // It says nothing about rewriting a hundred times as much.
    const large = await post(preview, smallSpec({ rewrite: { traces: 100_000 } }));
    const rates = launchPreview.parse(await large.json()).rates;
    expect(rates.find((rate) => rate.kind === "rewrite")?.source).toBe("assumed");
  });
});
