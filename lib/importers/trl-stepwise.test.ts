import { readFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { detectFormat } from "./index";
import { headOf } from "./source";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { trlStepwise } from "./trl-stepwise";

const record = { prompt: "q", completions: ["a", "b"], labels: [true, false] };
const read = (...records: object[]) =>
  eventsOf(trlStepwise, [fileOf("s.jsonl", records.map((each) => `${JSON.stringify(each)}\n`).join(""))]);
const reasons = async (...records: object[]) =>
  (await read(...records)).flatMap((event) => (event.type === "rejected" ? [event.reason] : []));

function parquet(records: (typeof record)[]) {
  const column = (name: keyof typeof record) => ({ name, data: records.map((each) => each[name]) });
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [column("prompt"), column("completions"), column("labels")],
      schema: [
        { name: "root", num_children: 3 },
        { name: "prompt", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
        { name: "completions", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
        { name: "labels", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "BOOLEAN", repetition_type: "OPTIONAL" },
      ],
      rowGroupSize: 2,
    }),
  );
}

describe("TRL stepwise supervision", () => {
  it("gives each step its label, and no score to one without", async () => {
    const [trace] = tracesOf(
      await read({ prompt: "q", completions: ["a", "b", "c", "d", "e"], labels: [true, 0, 1.0, 0.25, null] }),
    );
    expect(trace?.response).toBe("a\nb\nc\nd\ne");
    expect(trace?.traceSteps.map(({ scores }) => scores?.map(({ label, value }) => label ?? value))).toEqual([
      ["good"],
      ["bad"],
      ["good"],
      [0.25],
      [],
    ]);
  });

  it("takes prompts and steps that are messages", async () => {
    const [trace] = tracesOf(
      await read({
        prompt: [{ role: "user", content: "q" }],
        completions: [[{ role: "assistant", content: "a" }], { role: "assistant", content: "b" }],
        labels: [true, true],
      }),
    );
    expect([trace?.prompt.messages, trace?.response]).toEqual([[{ role: "user", content: "q" }], "a\nb"]);
  });

  it("says which field of a record is wrong", async () => {
    const labels = (labels: unknown) => ({ ...record, labels });
    expect(await reasons(labels([true]))).toEqual([
      "labels: 1 of them for 2 completions; each step needs one (null where it has none)",
    ]);
    expect(await reasons(labels([true, "bad"]))).toEqual([
      "labels: entry 2 is neither true or false nor a number",
    ]);
    expect(await reasons(labels("x"), { ...record, completions: [] }, { ...record, prompt: 3 })).toEqual([
      "labels: is no list",
      "completions: has no step",
      "prompt: is no text, and no list of messages",
    ]);
  });

  it("reads Parquet as it reads JSON lines, over several row groups", async () => {
    const records = ["a", "b", "c", "d", "e"].map((prompt) => ({
      ...record,
      prompt,
      completions: [prompt, "😀"],
    }));
    const file = fileOf("train-00000-of-00001.parquet", parquet(records));
    const fromParquet = tracesOf(await eventsOf(trlStepwise, [file]));
    expect(fromParquet.map(({ source }) => source.line)).toEqual([1, 2, 3, 4, 5]);
    const plain = (trace: (typeof fromParquet)[number]) => ({ ...trace, source: null });
    expect(fromParquet.map(plain)).toEqual(tracesOf(await read(...records)).map(plain));
    for (const { response, traceSteps } of fromParquet)
      expect(traceSteps.map(({ text }) => sliceCodePoints(response, text.start, text.end))).toContain("😀");
    expect(detectFormat([await headOf(file)])?.format).toBe("trl-stepwise");
  });

  it.each(["zstd", "gzip", "snappy", "none"])("reads what pyarrow writes, packed with %s", async (codec) => {
    const content = readFileSync(new URL(`testing/fixtures/stepwise-${codec}.parquet`, import.meta.url));
    const traces = tracesOf(await eventsOf(trlStepwise, [fileOf(`${codec}.parquet`, content)]));
    expect(traces.map(({ response }) => response)).toEqual(["a\nb", "c 😀", "d\ne\nf"]);
    expect(traces.map(({ traceSteps }) => traceSteps.map(({ scores }) => scores?.[0]?.label))).toEqual([
      ["good", "bad"],
      ["good"],
      ["good", undefined, "bad"],
    ]);
  });

  it("refuses a file that is no Parquet, by name", async () => {
    const events = await eventsOf(trlStepwise, [fileOf("broken.parquet", "PAR1 and no more")]);
    expect(events).toContainEqual(expect.objectContaining({ type: "rejected", file: "broken.parquet" }));
  });
});
