import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { csvRows } from "@/lib/importers/csv-rows";
import { csv } from "./csv";
import { parquet } from "./parquet";
import { byPerson, exportedTrace, firstErrorBy, written } from "./testing/trace";

const traces = [
  exportedTrace({
    ...{ outcome: 1, rewardTotal: "NaN", trainStep: 3, modelId: "=cmd|' /C calc'!A0" },
    steps: [
      { body: '-1 + "2", and\nmore', successes: 3, scores: [byPerson("good")] },
      { body: "so 7", scores: [{ ...byPerson("bad"), note: "no", tags: ["a", "b"] }] },
    ],
    scores: [firstErrorBy(2)],
  }),
  exportedTrace({ id: "trc_00000002", outcome: null, steps: [{ body: "hm" }] }),
];

/** The CSV as one object a row. */
async function csvOf(rows: string) {
  const { text, counts } = await written(csv, traces, { rows });
  const [head, ...body] = csvRows(text, ",").map(({ cells }) => cells);
  const named = body.map((cells) =>
    Object.fromEntries((head ?? []).map((name, at) => [name, cells[at] ?? ""])),
  );
  return { named, counts };
}

async function parquetOf(rows: string) {
  const { bytes } = await written(parquet, traces, { rows });
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const metadata = await parquetMetadataAsync(file);
  return { rows: await parquetReadObjects({ file }), metadata };
}

describe("CSV", () => {
  it("has a row a trace; NaN is NaN and unknown is empty", async () => {
    const { named, counts } = await csvOf("traces");
    expect(named).toMatchObject([
      {
        trace: "trc_00000001",
        outcome: "1",
        reward: "NaN",
        train_step: "3",
        mean_c: "0.75",
        first_error: "2",
      },
      { trace: "trc_00000002", outcome: "", reward: "", train_step: "", mean_c: "", first_error: "" },
    ]);
    expect(counts).toMatchObject({ written: 2, records: 2, labels: 2 });
  });

  it("has a row a trace step; one that was never asked for has no counts, not zeros", async () => {
    const { named } = await csvOf("steps");
    expect(named.map((row) => [row.trace_step, row.requested, row.c, row.c_from, row.label])).toEqual([
      ["1", "4", "0.75", "continuations", "good"],
      ["2", "", "", "", "bad"],
      ["1", "", "", "", ""],
    ]);
  });

  it("has a row a score: continuations, then scorers, then what is said of the whole trace", async () => {
    const { named, counts } = await csvOf("scores");
    expect(
      named.map((row) => [row.trace_step, row.scorer, row.value, row.label, row.first_error, row.tags]),
    ).toEqual([
      ["1", "continuations", "0.75", "", "", ""],
      ["1", "Ada", "", "good", "", ""],
      ["2", "Ada", "", "bad", "", "a; b"],
      ["", "Ada", "", "", "2", ""],
    ]);
    expect(counts.leftOut).toEqual([{ what: "traces without scores", count: 1 }]);
  });

  it("holds nothing that a spreadsheet would run", async () => {
    const [first] = (await csvOf("traces")).named;
    expect(first?.model).toBe("'=cmd|' /C calc'!A0");
    expect(first?.response).toMatch(/^'-1 \+ "2", and\nmore/);
  });
});

describe("Parquet", () => {
  it("has the same columns with their types and nulls for what is unknown", async () => {
    const { rows } = await parquetOf("traces");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      trace: "trc_00000001",
      outcome: 1,
      reward: Number.NaN,
      train_step: 3,
      valid: true,
    });
    expect(rows[1]).toMatchObject({ outcome: null, reward: null, train_step: null, mean_c: null });
    expect(rows[0]?.response).toBe(traces[0]?.response);
    const { named } = await csvOf("traces");
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(named[0] ?? {}));
  });

  it("carries its provenance, counts included", async () => {
    const { metadata } = await parquetOf("steps");
    const told = metadata.key_value_metadata?.find(({ key }) => key === "stepwell.provenance");
    expect(JSON.parse(told?.value ?? "")).toMatchObject({
      format: "parquet",
      counts: { traces: 2, records: 3 },
    });
  });

  it("writes row groups, so that nothing of a long export stays in memory", async () => {
    const many = Array.from({ length: 12_001 }, (_, at) => ({
      ...(traces[1] ?? exportedTrace({ steps: [] })),
      id: `t${at}`,
    }));
    const { bytes } = await written(parquet, many);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([5_000, 5_000, 2_001]);
    const last = await parquetReadObjects({ file, columns: ["trace"], rowStart: 12_000 });
    expect(last).toEqual([{ trace: "t12000" }]);
  });
});
