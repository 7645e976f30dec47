import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { puzzleNumbers } from "./game24-numbers";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";
import { rawStrings, sampleText } from "./testing/samples";
import { totGame24 } from "./tot-game24";

const read = (records: unknown, name = "log.json") =>
  eventsOf(totGame24, [fileOf(name, JSON.stringify(records))]);

const notesOf = (events: Awaited<ReturnType<typeof read>>) =>
  events.flatMap((event) => (event.type === "note" ? [event.text] : []));

const countsOf = (events: Awaited<ReturnType<typeof read>>) =>
  tracesOf(events).map(({ traceSteps }) =>
    traceSteps.map(({ scores }) => scores?.map(({ successes, n }) => `${successes}/${n}`).join() ?? ""),
  );

describe("numbers of a puzzle", () => {
  it("are those that most first steps begin with", () => {
    const right = ["10 - 4 = 6 (left: 5 6 6)", "4 * 5 = 20 (left: 6 10 20)", "6 / 4 = 1.5 (left: 1.5 5 10)"];
    expect(puzzleNumbers([...right, "10 - 9 = 1 (left: 1 5 6)"])).toBe("4 5 6 10");
  });

  it("are unknown where no more than half agree, or nothing can be read", () => {
    expect(puzzleNumbers(["10 - 4 = 6 (left: 5 6 6)", "10 - 9 = 1 (left: 1 5 6)"])).toBeNull();
    expect(puzzleNumbers([])).toBeNull();
    expect(puzzleNumbers(["", "no", "1 + 1 = 2 (left: 3 4 5)", "1 + 1 = 2 (left: 2)"])).toBeNull();
  });
});

describe("logs of the game of 24", () => {
  const shared = "10 - 4 = 6 (left: 5 6 6)";

  it("tell the steps between the headings, the answer and the outcome of each sample", async () => {
    const ys = [
      `Steps:\n${shared}\n\nSteps:\n6 * 5 = 30 (left: 6 30)\nAnswer: (10 - 4) * 5 = 30\nNote: no.`,
      "Answer: none",
      `${shared}\nThere is none.\n`,
    ];
    const [first, second, third] = tracesOf(await read([{ idx: 1, ys, infos: [{ r: 1 }, { r: 0 }] }]));
    expect(first).toMatchObject({ answer: "(10 - 4) * 5 = 30", outcome: 1, sampleIndex: 0, response: ys[0] });
    expect(first?.traceSteps.map(({ text }) => sliceCodePoints(ys[0] ?? "", text.start, text.end))).toEqual([
      shared,
      "6 * 5 = 30 (left: 6 30)",
    ]);
    expect(second).toMatchObject({ answer: "none", outcome: 0, traceSteps: [] });
    expect(third).toMatchObject({ answer: null, outcome: null, traceSteps: [{}, {}] });
  });

  it("give c_i of samples that share a prefix, the ungraded left out", async () => {
    const ys = [`${shared}\na`, `${shared}\nb`, `${shared}\na`, `${shared}\na`];
    const events = await read([{ idx: 1, ys, infos: [{ r: 1 }, { r: 0 }, { r: 0 }, { r: "?" }] }]);
    expect(countsOf(events)).toEqual([
      ["1/3", "1/2"],
      ["1/3", "0/1"],
      ["1/3", "1/2"],
      ["1/3", "1/2"],
    ]);
    const score = tracesOf(events)[0]?.traceSteps[0]?.scores?.[0];
    expect(score).toMatchObject({
      scorer: { kind: "empirical", name: "Samples sharing the prefix", version: "of 4 a prompt" },
      value: 1 / 3,
    });
    expect(notesOf(events).join()).toContain("Of 8 trace steps 1 have a prefix that no other sample shares");
  });

  it("are read where an older log says whether samples are right", async () => {
    const events = await read([{ idx: 1, ys: [shared, shared, shared], accs: [true, 0] }]);
    expect(tracesOf(events).map(({ outcome }) => outcome)).toEqual([1, 0, null]);
    expect(countsOf(events)).toEqual([["1/2"], ["1/2"], ["1/2"]]);
  });

  it("speak of no c_i where nothing was graded", async () => {
    const events = await read([{ idx: 1, ys: [shared] }]);
    expect(countsOf(events)).toEqual([[""]]);
    expect(notesOf(events).join()).not.toContain("empirical");
  });

  it("do not mix the samples of two prompts", async () => {
    const record = (idx: number, r: number) => ({ idx, ys: [shared], infos: [{ r }] });
    expect(countsOf(await read([record(1, 0), record(2, 1)]))).toEqual([["0/1"], ["1/1"]]);
  });

  it("give no c_i for what a search kept, and take the numbers from the search", async () => {
    const steps = [{ step: 0, x: "4 5 6 10", ys: [""], new_ys: [shared], values: [3] }];
    const events = await read([
      { idx: 1, steps, ys: [`${shared}\n`, `${shared}\n`], infos: [{ r: 1 }, { r: 0 }] },
    ]);
    expect(countsOf(events)).toEqual([[""], [""]]);
    expect(tracesOf(events)[0]?.prompt.messages[0]?.content).toContain("4 5 6 10");
    expect(notesOf(events)).toEqual([expect.stringContaining("log is one of a search")]);
  });

  it("keep samples of equal text apart from those of another log", async () => {
    const record = [{ idx: 1, ys: ["Answer: 1", "Answer: 1"], infos: [] }];
    const keys = async (name: string) => tracesOf(await read(record, name)).map((trace) => trace.recordKey);
    const [one, other] = [await keys("one.json"), await keys("other.json")];
    expect(one[0]).toBe(one[1]);
    expect(other[0]).not.toBe(one[0]);
    expect(await keys("again/one.json")).toEqual(one);
  });
});

const raw = sampleText("game24/gpt-4_naive_cot_sample_100.json");
describe.skipIf(raw === null)("the sample log", () => {
  const log = raw ?? "";
  const file = fileOf("gpt-4_naive_cot_sample_100.json", log);

  it("has the traces, steps and outcomes that are counted in its bytes", async () => {
    const events = await eventsOf(totGame24, [file]);
    const traces = tracesOf(events);
    expect(events.filter(({ type }) => type === "row")).toHaveLength(100);
    expect(log.match(/"idx": /g)).toHaveLength(100);
    expect(traces).toHaveLength(10_000);
    expect(log.match(/\{"r": [01]\}/g)).toHaveLength(10_000);
    expect(traces.filter(({ outcome }) => outcome === 1)).toHaveLength(
      log.match(/\{"r": 1\}/g)?.length ?? Number.NaN,
    );
    // Lines as the file escapes them: those behind an answer, the two headings and blank ones are no steps.
    const lines = rawStrings(log, "")
      .filter((text) => text.startsWith("Steps:"))
      .flatMap((text) => text.replace(/\\nAnswer:.*$/, "").split("\\n"))
      .filter((line) => !/^(?:Steps:)? *$/.test(line));
    expect(traces.flatMap(({ traceSteps }) => traceSteps)).toHaveLength(lines.length);
  });

  it("has the c_i that comparing whole texts gives", async () => {
    const records: { idx: number; ys: string[]; infos: { r: number }[] }[] = JSON.parse(log);
    const traces = tracesOf(await eventsOf(totGame24, [file]));
    for (const place of [0, 36, 99]) {
      const { ys = [], infos = [] } = records[place] ?? {};
      for (const sample of [0, 1, 50, 99]) {
        const { response = "", traceSteps = [] } = traces[100 * place + sample] ?? {};
        const [step] = traceSteps;
        const prefix = response.slice(0, step?.text.end);
        const alike = ys.flatMap((text, i) => (`${text}\n`.startsWith(`${prefix}\n`) ? [infos[i]?.r] : []));
        expect(step?.scores?.[0]).toMatchObject({
          n: alike.length,
          successes: alike.filter((r) => r === 1).length,
        });
      }
    }
  });

  it("names the numbers of nearly all puzzles", async () => {
    const events = await eventsOf(totGame24, [file]);
    const prompts = new Set(tracesOf(events).map(({ prompt }) => prompt.messages[0]?.content));
    expect([...prompts][0]).toContain("4 5 6 10");
    expect([...prompts].filter((text) => text?.includes("does not hold"))).toEqual([]);
  });
});
