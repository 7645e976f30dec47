import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import {
  decodeNumber,
  type ExplorerSort,
  explorerQuery,
  explorerSort,
  type ImportedTraceInput,
} from "@/lib/contracts";
import { importSource } from "@/lib/services/imports/import-source";
import { memorySource, stepwellLines } from "@/lib/services/imports/testing/memory-source";
import { listExplorer } from "./list-explorer";

const SEED = 20_261_120;
/** Words of which one begins another, one is a number, and one is not of ASCII. */
const WORDS = ["tri", "triangle", "sum", "12", "123", "größe", "a"];

interface Step {
  requested: number;
  returned: number;
  successes: number;
}

/** A trace as the oracle knows it. */
interface Known {
  key: string;
  trainStep: number | null;
  tokens: number | null;
  outcome: 0 | 1 | null;
  reward: number | "NaN" | null;
  finish: "stop" | "length" | null;
  valid: boolean;
  words: string[];
  asked: string[];
  steps: Step[];
  labels: ("good" | "bad")[] | null;
}

const step = fc.tuple(fc.constantFrom(0, 4), fc.nat(4), fc.nat(4)).map(([requested, a, b]): Step => {
  const returned = Math.min(a, requested);
  return { requested, returned, successes: Math.min(b, returned) };
});

const known: fc.Arbitrary<Omit<Known, "key">> = fc
  .record({
    trainStep: fc.option(fc.integer({ min: 1, max: 3 })),
    tokens: fc.option(fc.integer({ min: 1, max: 5 })),
    outcome: fc.constantFrom(0 as const, 1 as const, null),
    reward: fc.constantFrom(0, 0.7, 2, "NaN" as const, null),
    finish: fc.constantFrom("stop" as const, "length" as const, null),
    valid: fc.boolean(),
    words: fc.subarray(WORDS, { minLength: 1 }),
    asked: fc.subarray(WORDS),
    steps: fc.array(step, { maxLength: 4 }),
    isLabelled: fc.boolean(),
    marks: fc.array(fc.constantFrom("good" as const, "bad" as const), { minLength: 4, maxLength: 4 }),
  })
  .map(({ isLabelled, marks, ...rest }) => ({
    ...rest,
    labels: isLabelled && rest.steps.length > 0 ? marks.slice(0, rest.steps.length) : null,
  }));

const ALL: Known[] = fc
  .sample(known, { numRuns: 70, seed: SEED })
  .map((trace, i) => ({ ...trace, key: `k${i}` }));

const people = { kind: "human" as const, name: "People" };

function importOf(trace: Known): ImportedTraceInput {
  const response = trace.words.join(" ");
  return {
    ...{ recordKey: trace.key, run: "r", source: { file: "t.jsonl", line: null }, response },
    prompt: {
      ...{ dataset: "d", key: trace.key, answer: "4" },
      messages: [{ role: "user", content: `${trace.asked.join(" ")} ?${trace.key}` }],
    },
    ...(trace.trainStep === null ? {} : { origin: "train" as const, trainStep: trace.trainStep }),
    ...{ responseTokens: trace.tokens, outcome: trace.outcome, rewardTotal: trace.reward },
    ...{ finishReason: trace.finish, invalidReason: trace.valid ? null : "no tags" },
    traceSteps: trace.steps.map((counts, i) => ({
      text: { start: 0, end: 0 },
      counts: { ...counts, truncated: 0 },
      scores: trace.labels ? [{ scorer: people, label: trace.labels[i] ?? null }] : [],
    })),
  };
}

/** What the explorer says of c_i, by another way than its own: c by step, null where nothing returned. */
function readingOf({ steps }: Known) {
  const c = steps.map(({ returned, successes }) => (returned === 0 ? null : successes / returned));
  const at = c.flatMap((value, i) => (value === null ? [] : [{ i: i + 1, value }]));
  const mean = at.length === 0 ? null : at.map(({ value }) => value).reduce((a, b) => a + b, 0) / at.length;
  const drops: { i: number; by: number }[] = [];
  for (let k = 1; k < at.length; k++)
    drops.push({ i: at[k]?.i ?? 0, by: (at[k - 1]?.value ?? 0) - (at[k]?.value ?? 0) });
  const drop = drops.length === 0 ? null : Math.max(0, ...drops.map(({ by }) => by));
  const firstDrop = drops.find(({ by }) => by > 0.499_999)?.i ?? null;
  const zeros = at.filter(({ value }) => value === 0).length;
  const [first, last] = [at[0]?.value, at.at(-1)?.value];
  let fate: "never" | "lost" | "recovered" | "kept" | null = null;
  if (first !== undefined) {
    if (zeros === at.length) fate = "never";
    else if (first > 0 && last === 0) fate = "lost";
    else fate = zeros > 0 ? "recovered" : "kept";
  }
  return { mean, drop, firstDrop, fate };
}

const startsWithAny = (trace: Known, searched: string) =>
  [...trace.words, ...trace.asked].some((word) =>
    /^\d+$/.test(searched) || searched.length < 3
      ? word === searched
      : word.startsWith(searched.toLowerCase()),
  );

/** Fields of a selection, each with what it asks of a trace in plain code. */
const FIELDS: Record<string, (value: string, trace: Known) => boolean> = {
  outcome: (v, t) => (v === "unknown" ? t.outcome === null : t.outcome === (v === "right" ? 1 : 0)),
  format: (v, t) => t.valid === (v === "valid"),
  finish: (v, t) => (v === "unknown" ? t.finish === null : t.finish === v),
  origin: (v, t) => (t.trainStep === null ? v === "import" : v === "train"),
  scored: (v, t) => (readingOf(t).mean !== null) === (v === "yes"),
  fate: (v, t) => readingOf(t).fate === v,
  firstDropStep: (v, t) => readingOf(t).firstDrop === Number(v),
  process: (v, t) => {
    const { fate, firstDrop } = readingOf(t);
    if (fate === null) return v === "unknown";
    return v === (fate === "kept" && firstDrop === null ? "sound" : "broken");
  },
  minMeanC: (v, t) => (readingOf(t).mean ?? -1) >= Number(v) - 1e-6,
  maxMeanC: (v, t) => (readingOf(t).mean ?? 2) <= Number(v) + 1e-6,
  minDrop: (v, t) => (readingOf(t).drop ?? -1) >= Number(v) - 1e-6,
  minSteps: (v, t) => t.steps.length >= Number(v),
  maxSteps: (v, t) => t.steps.length <= Number(v),
  minTokens: (v, t) => t.tokens !== null && t.tokens >= Number(v),
  maxTokens: (v, t) => t.tokens !== null && t.tokens <= Number(v),
  minReward: (v, t) => typeof t.reward === "number" && t.reward >= Number(v),
  maxReward: (v, t) => typeof t.reward === "number" && t.reward <= Number(v),
  fromTrainStep: (v, t) => t.trainStep !== null && t.trainStep >= Number(v),
  toTrainStep: (v, t) => t.trainStep !== null && t.trainStep <= Number(v),
  labelled: (v, t) => (t.labels !== null) === (v === "yes"),
  humanProcess: (v, t) => {
    if (t.labels === null) return v === "unknown";
    return v === (t.labels.includes("bad") ? "broken" : "sound");
  },
  text: (v, t) => v.split(" ").every((word) => startsWithAny(t, word)),
};

const VALUES: Record<string, readonly string[]> = {
  outcome: ["right", "wrong", "unknown"],
  format: ["valid", "invalid"],
  finish: ["stop", "length", "unknown"],
  origin: ["train", "import"],
  scored: ["yes", "no"],
  fate: ["kept", "lost", "recovered", "never"],
  firstDropStep: ["2", "3", "4"],
  process: ["sound", "broken", "unknown"],
  minMeanC: ["0", "0.25", "0.5", "1", "1e-50"],
  maxMeanC: ["0", "0.5", "0.75"],
  minDrop: ["0", "0.25", "0.5", "1"],
  minSteps: ["0", "2", "4"],
  maxSteps: ["0", "1", "3"],
  minTokens: ["0", "3"],
  maxTokens: ["2", "4"],
  minReward: ["-1", "0.7", "3"],
  maxReward: ["0", "0.7", "1e300"],
  fromTrainStep: ["0", "2"],
  toTrainStep: ["1", "3"],
  labelled: ["yes", "no"],
  humanProcess: ["sound", "broken", "unknown"],
  text: ["tri", "triangle", "12", "größe", "GRÖ", "a", "sum tri", "a 123", "s"],
};

const VALUE_OF: Partial<Record<ExplorerSort, (trace: Known) => number | null>> = {
  trainStep: (t) => t.trainStep,
  meanC: (t) => readingOf(t).mean,
  drop: (t) => readingOf(t).drop,
  tokens: (t) => t.tokens,
  steps: (t) => t.steps.length,
  outcome: (t) => t.outcome,
  reward: (t) => (typeof t.reward === "number" ? t.reward : null),
};

const selection = fc
  .uniqueArray(fc.constantFrom(...Object.keys(FIELDS)), { maxLength: 3 })
  .chain((fields) =>
    fc.record(Object.fromEntries(fields.map((f) => [f, fc.constantFrom(...(VALUES[f] ?? []))]))),
  );

describe("the explorer against plain code", () => {
  const test = useTestDatabase();
  const keyOf = new Map<string, string>();

  const read = (query: Record<string, string>) => listExplorer(test.db, explorerQuery.parse(query));

  beforeAll(async () => {
    await importSource(test.db, memorySource("t.jsonl", stepwellLines(ALL.map(importOf))), {
      ...{ project: "p", ablation: null, format: "stepwell", options: { strict: true }, codeVersion: "test" },
    });
    const { rows } = await read({ limit: "500" });
    for (const { id, promptPreview } of rows) keyOf.set(id, promptPreview.split("?")[1] ?? "");
  });

  it("knows every trace", () => {
    expect([...keyOf.values()].sort()).toEqual(ALL.map(({ key }) => key).sort());
  });

  it("finds what every combination of fields asks for, in the order of every sort, unknown ones last", async () => {
    await fc.assert(
      fc.asyncProperty(
        selection,
        fc.constantFrom(...explorerSort.options),
        fc.constantFrom("asc" as const, "desc" as const),
        async (fields, sort, order) => {
          const wanted = ALL.filter((trace) =>
            Object.entries(fields).every(([field, value]) => FIELDS[field]?.(value, trace)),
          );
          const { rows, total } = await read({ ...fields, sort, order, limit: "500" });
          const found = rows.map(({ id }) => keyOf.get(id) ?? id);
          expect([...found].sort()).toEqual(wanted.map(({ key }) => key).sort());
          expect(total).toBe(wanted.length);
          const sortedBy = VALUE_OF[sort];
          if (!sortedBy) return;
          const byKey = new Map(ALL.map((trace) => [trace.key, trace]));
          const values = found.flatMap((key) => {
            const trace = byKey.get(key);
            return trace ? [sortedBy(trace)] : [];
          });
          const sorted = [...values].sort((a, b) => {
            if (a === null || b === null) return Number(a === null) - Number(b === null);
            return order === "asc" ? a - b : b - a;
          });
          expect(values).toEqual(sorted);
        },
      ),
      { seed: SEED, numRuns: 120 },
    );
  });

  it("shows what the oracle knows of each trace", async () => {
    const { rows } = await read({ limit: "500" });
    const byKey = new Map(ALL.map((trace) => [trace.key, trace]));
    for (const row of rows) {
      const trace = byKey.get(keyOf.get(row.id) ?? "");
      if (!trace) throw new Error(`nobody knows ${row.id}`);
      const { mean, drop, firstDrop, fate } = readingOf(trace);
      expect(row.meanC === null ? null : Math.fround(row.meanC)).toBe(
        mean === null ? null : Math.fround(mean),
      );
      expect(row.largestDrop === null ? null : Math.fround(row.largestDrop)).toBe(
        drop === null ? null : Math.fround(drop),
      );
      expect([row.firstDropStep, row.fate]).toEqual([firstDrop, fate]);
      expect([row.trainStep, row.responseTokens, row.outcome]).toEqual([
        trace.trainStep,
        trace.tokens,
        trace.outcome,
      ]);
      expect(row.reward === null ? null : decodeNumber(row.reward)).toEqual(
        trace.reward === "NaN" ? Number.NaN : trace.reward,
      );
    }
  });
});
