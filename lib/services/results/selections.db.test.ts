import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { type AblationResults, ablationResults, addSeedsRequest, resultSelection } from "@/lib/contracts";
import { compareArms } from "@/lib/stats/ablation/compare-arms";
import { addSeeds } from "../launch/add-seeds";
import { getResults } from "./get-results";
import { selectedRuns } from "./selected-runs";
import { BENCHMARKS, firstRight, ResultWorld } from "./testing/result-world";

describe("the results of runs selected one by one", () => {
  const handle = useTestDatabase();
  const world = new ResultWorld(handle);
  beforeEach(() => world.clear());

  async function select(query: { ablation?: string; runs?: string[] }): Promise<AblationResults> {
    return ablationResults.parse(await getResults(world.db, resultSelection.parse(query)));
  }
  const idsOf = async (ablation: string, prefix = "") =>
    (await world.runsOf(ablation)).filter(({ name }) => name.startsWith(prefix)).map(({ id }) => id);
  const armsOf = ({ arms }: AblationResults) => arms.map(({ key, name, origin }) => [key, name, origin]);
  const seedsOf = ({ cells }: AblationResults, arm: string) =>
    cells.filter((cell) => cell.arm === arm && cell.benchmark === BENCHMARKS[0]).map(({ seed }) => seed);

  it("are those of the ablation where all of it is selected, but were chosen after the launch", async () => {
    const contrast = { arm: "outcome-only", baseline: "sft", benchmark: "tiny-harder" };
    const id = await world.finished(
      { seeds: [1, 2], contrast, baselineArm: "sft" },
      firstRight(({ stage, seed }) => (stage === "sft" ? 0 : seed)),
    );
    const whole = await select({ ablation: id });
    const picked = await select({ runs: await idsOf(id) });
    const sorted = ({ cells }: AblationResults) =>
      cells.toSorted((a, b) => `${a.evaluationId}`.localeCompare(`${b.evaluationId}`));
    expect(sorted(picked)).toEqual(sorted(whole));
    expect(picked.arms).toEqual(whole.arms);
    expect(picked).toMatchObject({ seeds: [1, 2], baselineArm: "sft", pending: 0, failed: 0 });
    expect([whole.ablationId, whole.contrast]).toEqual([id, contrast]);
    expect([picked.ablationId, picked.contrast, picked.name]).toEqual([
      null,
      null,
      `4 runs of ${whole.name}`,
    ]);
  });

  it("join the seeds of two launches with the same settings, and say where each seed is from", async () => {
    const judge = firstRight(({ seed }) => seed % 3);
    const a = await world.finished({ name: "first", seeds: [1, 2] }, judge);
    const b = await world.finished({ name: "second", seeds: [3] }, judge);
    const found = await select({ runs: [...(await idsOf(a)), ...(await idsOf(b))] });
    expect(armsOf(found)).toEqual([
      ["sft", "SFT alone", "second, first"],
      ["outcome-only", "outcome-only", "second, first"],
    ]);
    expect(seedsOf(found, "outcome-only").sort()).toEqual([1, 2, 3]);
    expect(found.arms[1]?.note).toContain("seeds 3 of second; 1, 2 of first");
    expect([found.name, found.seeds, found.baselineArm]).toEqual(["6 runs of 2 ablations", [1, 2, 3], null]);
    // Both arms start from (or are) the warm-up of their seed: the same run, seed by seed.
    const [comparison] = compareArms(found).comparisons;
    expect(comparison).toMatchObject({ design: "paired", armSeeds: 3 });
  });

  it("keep launches apart that repeat a seed, and never pair across their warm-ups", async () => {
    const a = await world.finished(
      { name: "one", seeds: [1, 2, 3] },
      firstRight(({ seed }) => seed % 3),
    );
    const b = await world.finished(
      { name: "two", seeds: [1, 2, 3] },
      firstRight(({ seed }) => (seed + 1) % 3),
    );
    const runs = [...(await idsOf(a, "outcome-only")), ...(await idsOf(b, "outcome-only"))];
    const found = await select({ runs });
    const [first, second] = found.arms;
    expect(found.arms.map(({ name, origin }) => [name, origin])).toEqual([
      ["outcome-only", "two"],
      ["outcome-only", "one"],
    ]);
    expect(first?.key).toBe("outcome-only");
    expect(second?.key).toMatch(/^outcome-only@[0-9a-z]{6}$/);
    expect(second?.note).toContain("no second replicate");
    expect(found.cells).toHaveLength(2 * 3 * BENCHMARKS.length);
    const warmUps = new Set(found.cells.map(({ warmUpRunId }) => warmUpRunId));
    expect(warmUps.size).toBe(6);
    // Seeds 1, 2 and 3 of both, yet no two of them started from the same weights.
    expect(found.arms.every(({ sharesWarmUp }) => sharesWarmUp)).toBe(true);
    const [comparison] = compareArms(found).comparisons;
    expect(comparison).toMatchObject({ design: "unpaired", armSeeds: 3, baselineSeeds: 3 });
  });

  it("tell two launches of one name apart by their ids", async () => {
    const a = await world.finished({ name: "same" }, () => true);
    const b = await world.finished({ name: "same" }, () => true);
    const { arms } = await select({ runs: [...(await idsOf(a, "outcome")), ...(await idsOf(b, "outcome"))] });
    expect(arms.map(({ origin }) => origin)).toEqual([
      `same (${b.slice(4, 10)})`,
      `same (${a.slice(4, 10)})`,
    ]);
  });

  it("lie beside a whole ablation, which keeps its contrast; what it holds already comes once", async () => {
    const contrast = { arm: "outcome-only", baseline: "sft", benchmark: "tiny-harder" };
    const a = await world.finished({ name: "whole", seeds: [1], contrast }, () => true);
    const b = await world.finished({ name: "beside", seeds: [1] }, () => false);
    const found = await select({
      ablation: a,
      runs: [...(await idsOf(b, "outcome")), ...(await idsOf(a, "outcome"))],
    });
    expect(found.arms.map(({ name, origin, position }) => [name, origin, position])).toEqual([
      ["SFT alone", "whole", 0],
      ["outcome-only", "whole", 1],
      ["outcome-only", "beside", 2],
    ]);
    expect([found.ablationId, found.contrast, found.name]).toEqual([
      null,
      contrast,
      "whole and 1 run of beside",
    ]);
    expect(found.cells).toHaveLength(3 * BENCHMARKS.length);
  });

  it("count what has not ended of the selected runs only", async () => {
    const id = await world.jobs.launch({ seeds: [1, 2] });
    const [first] = await idsOf(id, "outcome-only");
    expect(await select({ runs: [first ?? ""] })).toMatchObject({
      pending: 2,
      failed: 0,
      cells: [],
      seeds: [1],
    });
  });

  it("tell of seeds that were added after the launch, where one of them is selected", async () => {
    const id = await world.finished({ seeds: [1, 2] }, () => true);
    const context = { codeVersion: "later", now: world.jobs.now };
    await addSeeds(world.db, id, addSeedsRequest.parse({ seeds: [3] }), context);
    const whole = await select({ ablation: id });
    expect(whole).toMatchObject({ seeds: [1, 2, 3], seedsAdded: [{ seeds: [3], seedsBefore: 2 }] });
    expect(whole.arms.map(({ note }) => note)).toEqual(
      whole.arms.map(() => expect.stringContaining("test, later")),
    );
    const rows = await world.runsOf(id);
    const of = (seeds: number[]) => rows.filter(({ seed }) => seeds.includes(seed)).map((row) => row.id);
    expect((await select({ runs: of([1, 2]) })).seedsAdded).toBeUndefined();
    expect((await select({ runs: of([2, 3]) })).seedsAdded).toHaveLength(1);
  });

  it("know which run is which seed before anything is told", async () => {
    const id = await world.jobs.launch({ seeds: [1, 2] });
    const rows = await world.runsOf(id);
    const runs = rows.map((row) => row.id);
    const found = await selectedRuns(world.db, resultSelection.parse({ runs }));
    expect(found?.arms.map(({ key }) => key)).toEqual(["sft", "outcome-only"]);
    expect(found?.runs.map(({ arm, seed, runId }) => [arm, seed, runId]).sort()).toEqual(
      rows.map((row) => [row.stage === "sft" ? "sft" : "outcome-only", row.seed, row.id]).sort(),
    );
  });

  it("are null where an id is none, or nothing is named", async () => {
    const id = await world.jobs.launch();
    const runs = [...(await idsOf(id)), "run_00000000"];
    expect(await getResults(world.db, resultSelection.parse({ runs }))).toBeNull();
    expect(await getResults(world.db, resultSelection.parse({}))).toBeNull();
    expect(await selectedRuns(world.db, resultSelection.parse({ runs }))).toBeNull();
  });
});
