import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { easyr1 } from "./easyr1";
import { generationsOf } from "./easyr1-generations";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

type Sample = [prompt: string, output: string, truth: string, score: string];
const written = (samples: readonly Sample[]) =>
  samples
    .map(([p, o, t, s]) => `[prompt] ${p}\n[output] ${o}\n[ground_truth] ${t}\n[score] ${s}\n\n`)
    .join("");
const logOf = (steps: readonly [number, ...string[]][]) =>
  steps
    .map(
      ([step, ...keys]) =>
        `${JSON.stringify({ step, ...Object.fromEntries(keys.map((key) => [key, { x: 1 }])) })}\n`,
    )
    .join("");
const read = (generations: string, log?: string) =>
  eventsOf(easyr1, [
    fileOf("run/generations.log", generations),
    ...(log === undefined ? [] : [fileOf("run/experiment_log.jsonl", log)]),
  ]);
const refusals = (events: Awaited<ReturnType<typeof read>>) =>
  events.flatMap((event) => (event.type === "rejected" ? [[event.line, event.reason]] : []));

async function split(content: string) {
  const records = [];
  for await (const record of generationsOf(fileOf("generations.log", content))) records.push(record);
  return records;
}

describe("EasyR1's generations", () => {
  it("keep the blank lines and line ends of their texts", async () => {
    const events = await read(written([["a\n\nb\n", "\n\none\n\n\ntwo\n", "", "1.0"]]));
    expect(tracesOf(events)).toMatchObject([
      {
        response: "\n\none\n\n\ntwo\n",
        rewardTotal: 1,
        prompt: { messages: [{ content: "a\n\nb\n" }], answer: "" },
      },
    ]);
  });

  it("read every score that Python prints, and None as unknown", async () => {
    const scores = ["1.0", "-0.5", "1e-05", "nan", "inf", "-inf", "None", "3"];
    const events = await read(written(scores.map((score) => ["q", "o", "t", score])));
    expect(tracesOf(events).map(({ rewardTotal }) => rewardTotal)).toEqual([
      ...[1, -0.5, 1e-5, "NaN", "Infinity", "-Infinity"],
      ...[null, 3],
    ]);
  });

  it("refuse what cannot be split safely, with its line, and read the rest", async () => {
    const unsafe: Sample[] = [
      ["q", "I was told\n[score] 5.0\nso yes", "t", "1.0"],
      ["q", "[output] is\n[output] twice", "t", "1.0"],
      ["q", "o", "t\n[ground_truth] u", "1.0"],
      ["q\n[prompt] and", "o", "t", "0.0"],
    ];
    const safe: Sample = ["q", "says [score] 1.0 and [prompt] in a line", "t", "0.5"];
    for (const sample of unsafe) {
      const events = await read(written([safe, sample, safe]));
      expect(refusals(events)).toEqual([[6, expect.stringContaining("more than once")]]);
      expect(tracesOf(events).map(({ rewardTotal }) => rewardTotal)).toEqual([0.5, 0.5]);
    }
  });

  it("refuse a record that was cut off, and text that belongs to none", async () => {
    const whole = written([["q", "o", "t", "1.0"]]);
    const score = "[prompt] q\n[output] o\n[ground_truth] t\n[score] 1.2";
    for (const cut of ["[prompt] q\n[output] half", "[prompt] q", score]) {
      const events = await read(whole + cut);
      expect(tracesOf(events)).toHaveLength(1);
      expect(refusals(events)).toEqual([[6, expect.stringContaining("cut off")]]);
    }
    expect(tracesOf(await read(`${whole}${score}\n`))).toHaveLength(2);
    expect(refusals(await read(`a warning\n${whole}`))).toEqual([
      [1, expect.stringContaining("before the first")],
    ]);
  });

  it("come back as they were written, if no line of them begins with a mark", async () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "[", "]", "\n", " ", "😀", "[score] 1.0", "[prompt] "),
      maxLength: 12,
    });
    const plain = text.filter((each) => !/(^|\n)\[(prompt|score)\] /.test(each));
    const sample = fc.tuple(
      plain,
      plain,
      plain,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { maxLength: 5 }), async (samples) => {
        const records = await split(written(samples));
        expect(
          records.map((record) =>
            "prompt" in record ? [record.prompt, record.output, record.truth, record.score] : record,
          ),
        ).toEqual(samples.map(([p, o, t, s]) => [p, o, t, Number(s)]));
      }),
      { seed: 20_261_120, numRuns: 200 },
    );
  });
});

describe("EasyR1's log beside them", () => {
  const round = (score: string): Sample[] => ["p1", "p2"].map((p) => [p, `${p}${score}`, "t", score]);
  const three = written(["0.1", "0.2", "0.3"].flatMap(round));

  it("dates the rounds of a validation", async () => {
    const events = await read(
      three,
      logOf([
        [0, "val"],
        [1, "actor"],
        [5, "actor", "val"],
        [10, "actor", "val"],
      ]),
    );
    expect(tracesOf(events).map(({ trainStep }) => trainStep)).toEqual([0, 0, 5, 5, 10, 10]);
    expect(tracesOf(events).every(({ origin }) => origin === "evaluation")).toBe(true);
    expect(events.filter(({ type }) => type === "row")).toHaveLength(10);
  });

  it("dates nothing where the rounds are not those of the log", async () => {
    const torn = written([...round("0.1"), ["p1", "x", "t", "1"], ["p3", "x", "t", "1"]]);
    const two = logOf([
      [0, "val"],
      [5, "val"],
    ]);
    for (const generations of [three, torn, `${torn}[prompt] cut`]) {
      const events = await read(generations, two);
      expect(tracesOf(events).every(({ trainStep }) => trainStep === null)).toBe(true);
      expect(events.filter(({ type }) => type === "unjoined")).toHaveLength(tracesOf(events).length);
    }
    expect((await read(three)).filter(({ type }) => type === "unjoined")).toEqual([]);
  });

  it("tells that a resume emptied it, and refuses a line without a step", async () => {
    const events = await read(
      three,
      `${logOf([
        [41, "actor"],
        [45, "val"],
      ])}{"val": {}}\n{"step": "x"}\n`,
    );
    expect(events).toContainEqual(
      expect.objectContaining({ topic: "trap", text: expect.stringContaining("begins at train step 41") }),
    );
    expect(refusals(events)).toEqual([
      [3, "step: no whole number stands there"],
      [4, "step: no whole number stands there"],
    ]);
  });
});
