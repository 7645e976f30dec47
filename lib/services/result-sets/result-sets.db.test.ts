import { beforeEach, describe, expect, it } from "vitest";
import { projects, resultSets } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { ablationResults, type ResultSetFile, resultSelection } from "@/lib/contracts";
import { EXAMPLES } from "@/lib/examples";
import { PROCESSTHINKER_TABLE_1 } from "@/lib/examples/processthinker-table-1";
import { resultSetFromCsv } from "@/lib/importers/result-set-csv";
import { compareArms } from "@/lib/stats/ablation/compare-arms";
import { getResults } from "../results/get-results";
import { firstRight, ResultWorld } from "../results/testing/result-world";
import { deleteResultSet } from "./delete-result-set";
import { ensureExamples } from "./ensure-examples";
import { importResultSet } from "./import-result-set";
import { getResultSet, listResultSets } from "./list-result-sets";

const CSV = `arm,benchmark,questions,percent,footnote
outcome-only,tiny-harder,3,66.7,
theirs,tiny-harder,3,33.3,read off a figure
theirs,tiny-in-distribution,50,50.0,
`;
const fileOf = (name = "Theirs"): ResultSetFile =>
  resultSetFromCsv(CSV, { name, source: "a table", baseline: "outcome-only" });

describe("imported result sets", () => {
  const handle = useTestDatabase();
  const world = new ResultWorld(handle);
  beforeEach(async () => {
    await world.clear();
    await handle.db.delete(resultSets);
    await handle.db.delete(projects);
  });
  const select = async (query: { ablation?: string; imported?: string[] }) =>
    ablationResults.parse(await getResults(handle.db, resultSelection.parse(query)));

  it("are stored once, however often and however spelt the same content comes", async () => {
    const file = fileOf();
    const first = await importResultSet(handle.db, file);
    const shuffled: ResultSetFile = { ...file };
    const reordered = Object.fromEntries(Object.entries(shuffled).reverse()) as ResultSetFile;
    const again = await importResultSet(handle.db, reordered);
    expect([first.created, again.created, again.id]).toEqual([true, false, first.id]);
    expect(first.url).toBe(`/compare?imported=${first.id}`);
    const other = await importResultSet(handle.db, fileOf("Another name"));
    expect(other.id).not.toBe(first.id);
    expect((await listResultSets(handle.db)).map(({ id }) => id)).toEqual([other.id, first.id]);
    expect(await getResultSet(handle.db, first.id)).toMatchObject({
      summary: { name: "Theirs", project: "default", arms: 2, benchmarks: 2, example: false },
      file,
    });
  });

  it("are gone when deleted, and a selection that names one is none", async () => {
    const { id } = await importResultSet(handle.db, fileOf());
    await deleteResultSet(handle.db, id);
    await expect(deleteResultSet(handle.db, id)).rejects.toThrow(`no imported result set ${id}`);
    expect(await getResultSet(handle.db, id)).toBeNull();
    expect(await getResults(handle.db, resultSelection.parse({ imported: [id] }))).toBeNull();
  });

  it("are a selection of their own", async () => {
    const { id } = await importResultSet(handle.db, fileOf());
    const found = await select({ imported: [id] });
    expect(found).toMatchObject({
      ...{ ablationId: null, name: "Theirs", seeds: [0], baselineArm: "outcome-only", contrast: null },
      ...{ pending: 0, failed: 0, costs: [] },
      importedSets: [{ id, name: "Theirs", source: "a table", note: "" }],
    });
    expect(found.arms).toMatchObject([
      { key: "outcome-only", source: "imported", armId: null, origin: null, position: 0 },
      { key: "theirs", source: "imported", position: 1, note: "read off a figure" },
    ]);
    expect(found.cells[0]).toMatchObject({ correct: 2, graded: 3, reportedPercent: 66.7, runId: null });
  });

  it("lie beside trained arms: one benchmark where key and size agree, apart where not", async () => {
    const ablation = await world.finished(
      { name: "ours" },
      firstRight(() => 1),
    );
    const { id } = await importResultSet(handle.db, fileOf());
    const found = await select({ ablation, imported: [id] });
    expect([found.ablationId, found.name, found.seeds]).toEqual([ablation, "ours", [1]]);
    expect(found.arms.map(({ key, source, origin, position }) => [key, source, origin, position])).toEqual([
      ["sft", "trained", "ours", 0],
      ["outcome-only", "trained", "ours", 1],
      [`outcome-only@${id.slice(4, 10)}`, "imported", "Theirs", 2],
      ["theirs", "imported", "Theirs", 3],
    ]);
    expect(found.benchmarks).toEqual([
      { key: "tiny-in-distribution", title: "Tiny", questions: 3 },
      { key: "tiny-harder", title: "Tiny", questions: 3 },
      {
        key: "tiny-in-distribution@50",
        title: "tiny-in-distribution (imported: 50 questions)",
        questions: 50,
        imported: true,
      },
    ]);
    const imported = found.cells.filter(({ runId }) => runId === null);
    expect(imported.map(({ arm, benchmark }) => [arm.split("@")[0], benchmark])).toEqual([
      ["outcome-only", "tiny-harder"],
      ["theirs", "tiny-harder"],
      ["theirs", "tiny-in-distribution@50"],
    ]);
  });

  it("change nothing that is said about the trained arms", async () => {
    const judge = firstRight(({ stage, seed }) => (stage === "sft" ? seed % 2 : seed));
    const contrast = { arm: "outcome-only", baseline: "sft", benchmark: "tiny-harder" };
    const ablation = await world.finished({ seeds: [1, 2, 3], baselineArm: "sft", contrast }, judge);
    const { id } = await importResultSet(handle.db, fileOf());
    const alone = compareArms(await select({ ablation }));
    const beside = compareArms(await select({ ablation, imported: [id] }));
    expect(alone.familySize).toBe(1);
    expect(beside.familySize).toBe(1);
    const trained = ({ comparisons }: typeof alone) => comparisons.filter(({ role }) => role !== "reported");
    expect(trained(beside)).toEqual(trained(alone));
    expect(trained(beside).map(({ role }) => role)).toEqual(["contrast", "declared", "exploratory"]);
  });

  it("of two sets share a benchmark of the same key and size, and keep their arms apart", async () => {
    const a = await importResultSet(handle.db, fileOf("A"));
    const b = await importResultSet(handle.db, fileOf("B"));
    const found = await select({ imported: [b.id, a.id, b.id] });
    expect(found.name).toBe("B and A");
    expect(found.benchmarks).toHaveLength(2);
    expect(found.arms.map(({ key, origin }) => [key, origin])).toEqual([
      ["outcome-only", "B"],
      ["theirs", "B"],
      [`outcome-only@${a.id.slice(4, 10)}`, "A"],
      [`theirs@${a.id.slice(4, 10)}`, "A"],
    ]);
    expect(found.baselineArm).toBe("outcome-only");
  });
});

describe("the example project", () => {
  const handle = useTestDatabase();
  beforeEach(async () => {
    await handle.db.delete(resultSets);
    await handle.db.delete(projects);
  });
  const [example] = EXAMPLES;
  if (!example) throw new Error("no example ships");

  it("is made once, by however many starts at the same time", async () => {
    await Promise.all([1, 2, 3].map(() => ensureExamples(handle.db)));
    await ensureExamples(handle.db);
    expect(await listResultSets(handle.db)).toMatchObject([
      {
        name: "ProcessThinker, Table 1",
        project: "ProcessThinker (published)",
        example: true,
        arms: 6,
        benchmarks: 4,
      },
    ]);
  });

  it("never comes back after it was deleted", async () => {
    await ensureExamples(handle.db);
    const [made] = await listResultSets(handle.db);
    await deleteResultSet(handle.db, made?.id ?? "");
    await ensureExamples(handle.db);
    expect(await listResultSets(handle.db)).toEqual([]);
  });

  it("is brought to what a later version ships, under the same id", async () => {
    await ensureExamples(handle.db);
    const [before] = await listResultSets(handle.db);
    await ensureExamples(handle.db, [{ ...example, file: { ...example.file, note: "mended" } }]);
    const after = await getResultSet(handle.db, before?.id ?? "");
    expect(after?.file.note).toBe("mended");
  });

  it("leaves alone what a user imported himself before", async () => {
    await importResultSet(handle.db, example.file);
    await ensureExamples(handle.db);
    expect(await listResultSets(handle.db)).toMatchObject([{ project: "default", example: false }]);
  });

  it("shows what the paper's table can tell: every interval holds 0, one percentage is no count", async () => {
    await ensureExamples(handle.db);
    const [set] = await listResultSets(handle.db);
    const results = await getResults(handle.db, resultSelection.parse({ imported: [set?.id] }));
    if (!results) throw new Error("the example has no results");
    expect(results.baselineArm).toBe("outcome-only");
    expect(results.benchmarks.map(({ questions, clusters }) => [questions, clusters])).toEqual([
      [900, 300],
      [625, undefined],
      [420, undefined],
      [1337, undefined],
    ]);
    const { comparisons, summaries } = compareArms(results);
    const points = (share: number | null | undefined) => (100 * (share ?? Number.NaN)).toFixed(1);
    const main = comparisons.filter(({ arm, benchmark }) => arm === "process-only" && benchmark !== null);
    expect(
      main.map(({ diff, interval }) => [points(diff), points(interval?.lo), points(interval?.hi)]),
    ).toEqual([
      ["2.6", "-1.9", "7.0"],
      // -4.048: method.md prints -4.1, rounded by way of -4.05.
      ["1.1", "-4.0", "6.3"],
      ["3.8", "-2.4", "10.0"],
      ["1.2", "-2.1", "4.5"],
    ]);
    expect(comparisons.every(({ verdict }) => verdict === "not-enough-seeds")).toBe(true);
    const trainedHere = comparisons.filter(
      ({ arm, benchmark }) => benchmark !== null && ["mixed", "process-only"].includes(arm),
    );
    expect(trainedHere.map(({ holdsZero }) => holdsZero)).toEqual(Array(8).fill(true));
    const without = summaries.filter(({ benchmark, interval }) => benchmark !== null && interval === null);
    expect(without).toMatchObject([
      { arm: "base", benchmark: "videomathqa", mean: 0.252, countKnown: false },
    ]);
    expect(results.arms.find(({ key }) => key === "video-r1-7b")?.note).toContain(
      PROCESSTHINKER_TABLE_1.arms[0]?.footnote,
    );
  });
});
