import { describe, expect, it } from "vitest";
import type { ResultArm, ResultCell } from "@/lib/contracts/results";
import { countFromPercent } from "../counts-of-percent";
import { newcombe, wilson } from "../proportions";
import { type CompareInput, compareArms } from "./compare-arms";
import { inputOf } from "./compare-fixture";

/** Table 1 of the paper (method.md): accuracies as printed, one training run each. */
const BENCHMARKS = [
  { key: "video-mmmu", title: "Video-MMMU", questions: 900, decimals: 2 },
  { key: "mmvu", title: "MMVU", questions: 625, decimals: 2 },
  { key: "video-math-qa", title: "VideoMathQA", questions: 420, decimals: 2 },
  // Printed with one digit and a zero behind it: 75.40 is no whole count of 1337, 75.4 is.
  { key: "long-video-bench", title: "LongVideoBench", questions: 1337, decimals: 1 },
];
const PRINTED: Record<string, number[]> = {
  base: [62.89, 65.6, 25.2, 71.5],
  sft: [58.78, 64.48, 23.57, 68.5],
  "outcome-only": [60.78, 67.36, 27.86, 74.2],
  mixed: [61.67, 67.52, 27.86, 74.6],
  "process-only": [63.33, 68.48, 31.67, 75.4],
};

function arm(key: string, position: number): ResultArm {
  return {
    key,
    armId: null,
    name: key,
    position,
    sharesWarmUp: false,
    source: "imported",
    origin: null,
  };
}

function cell(key: string, i: number, percent: number): ResultCell {
  const { key: benchmark = "", questions = 0, decimals = 2 } = BENCHMARKS[i] ?? {};
  const correct = countFromPercent(percent, decimals, questions);
  return {
    arm: key,
    seed: 0,
    benchmark,
    runId: null,
    evaluationId: null,
    warmUpRunId: null,
    trainStep: 0,
    correct,
    reportedPercent: percent,
    graded: questions,
    ungraded: 0,
    decodes: 1,
    temperature: 0,
  };
}

const TABLE: CompareInput = {
  ablationId: null,
  arms: Object.keys(PRINTED).map(arm),
  benchmarks: BENCHMARKS.map(({ key, title, questions }) => ({ key, title, questions })),
  cells: Object.entries(PRINTED).flatMap(([key, values]) =>
    values.map((percent, i) => cell(key, i, percent)),
  ),
  baselineArm: "outcome-only",
  contrast: null,
};

/** The same with the three questions on each video of Video-MMMU told. */
const CLUSTERED: CompareInput = {
  ...TABLE,
  benchmarks: TABLE.benchmarks.map((each) => (each.key === "video-mmmu" ? { ...each, clusters: 300 } : each)),
};

describe("questions that come in clusters", () => {
  const caution = "900 questions come in 300 clusters";

  it("are said beside every interval over questions, and only there: counts cannot take them into account", () => {
    const { comparisons, summaries, method } = compareArms(CLUSTERED);
    for (const { benchmark, interval, sentence } of [...comparisons, ...summaries])
      expect(sentence.includes(caution)).toBe(benchmark === "video-mmmu" && interval !== null);
    expect(method.some((line) => line.includes("Video-MMMU") && line.includes(caution))).toBe(true);
    expect(compareArms(TABLE).method.join(" ")).not.toContain("clusters");
  });

  it("do not matter to an interval over seeds, whose questions stay the same", () => {
    const input = inputOf({ easy: { a: [100, 120, 110], b: [130, 140, 150] } });
    const benchmarks = input.benchmarks.map((each) => ({ ...each, clusters: 100 }));
    const { comparisons, summaries, method } = compareArms({ ...input, benchmarks });
    for (const { sentence } of [...comparisons, ...summaries]) expect(sentence).not.toContain("clusters");
    expect(method.join(" ")).not.toContain("clusters");
  });

  it("of one question each are none", () => {
    const input = inputOf({ easy: { a: [100] } });
    const benchmarks = input.benchmarks.map((each) => ({ ...each, clusters: each.questions }));
    expect(compareArms({ ...input, benchmarks }).summaries[0]?.sentence).not.toContain("clusters");
  });
});

const inPoints = (share: number | undefined) => Math.round(1000 * (share ?? Number.NaN)) / 10;

describe("the paper's Table 1", () => {
  const { comparisons, summaries, familySize, method } = compareArms(TABLE);
  const ofProcess = comparisons.filter(({ arm }) => arm === "process-only");

  it("process-only minus outcome-only is what method.md says, and every interval holds 0", () => {
    const told = ofProcess.filter(({ benchmark }) => benchmark !== null);
    expect(told.map(({ diff }) => inPoints(diff ?? undefined))).toEqual([2.6, 1.1, 3.8, 1.2]);
    // method.md rounds MMVU's -4.048 twice, to -4.1: within that.
    const published = [-1.9, 7.0, -4.1, 6.3, -2.4, 10.0, -2.1, 4.5];
    const bounds = told.flatMap(({ interval }) => [interval?.lo ?? 0, interval?.hi ?? 0]);
    bounds.forEach((bound, i) => {
      expect(Math.abs(100 * bound - (published[i] ?? 0))).toBeLessThan(0.06);
    });
    expect(ofProcess.every(({ holdsZero }) => holdsZero === true)).toBe(true);
  });

  it("gives no verdict and no p to a single run, and says that retraining noise is unknown", () => {
    expect(familySize).toBe(0);
    for (const each of comparisons) {
      expect(each).toMatchObject({
        role: "reported",
        basis: "questions",
        verdict: "not-enough-seeds",
        p: null,
      });
      expect(each.sentence).toMatch(/retraining noise unknown/i);
      expect(each.sentence).not.toMatch(/p [=<]|Holm/);
    }
    expect(ofProcess[0]?.sentence).toContain("holds 0 before retraining noise is even counted");
    expect(method.join(" ")).not.toContain("Holm");
  });

  it("combines the benchmarks in a mean row that is no surer than it may be", () => {
    const mean = ofProcess.find(({ benchmark }) => benchmark === null);
    const widths = ofProcess
      .filter(({ benchmark }) => benchmark !== null)
      .map(({ interval }) => (interval?.hi ?? 0) - (interval?.lo ?? 0));
    const width = (mean?.interval?.hi ?? 0) - (mean?.interval?.lo ?? 0);
    // Independent benchmarks of one width would give half of it.
    expect(width).toBeCloseTo(Math.hypot(...widths) / 4, 3);
    expect(inPoints(mean?.diff ?? undefined)).toBe(2.2);
  });

  it("a percentage that is no whole count keeps its value, has no interval, and is marked", () => {
    const base = summaries.find(({ arm, benchmark }) => arm === "base" && benchmark === "video-math-qa");
    expect(base).toMatchObject({ mean: 0.252, interval: null, countKnown: false, source: "imported" });
    expect(base?.sentence).toContain("no whole count of the questions: no interval");
    const affected = comparisons.filter(({ countKnown }) => !countKnown);
    expect(affected.map(({ arm, benchmark }) => [arm, benchmark])).toEqual([
      ["base", "video-math-qa"],
      ["base", null],
    ]);
    expect(affected.every(({ interval, holdsZero }) => interval === null && holdsZero === null)).toBe(true);
    expect(affected[0]?.sentence).toContain("no whole count: no interval");
  });
});

describe("questions that come in groups", () => {
  const grouped = {
    ...TABLE,
    benchmarks: TABLE.benchmarks.map((each) =>
      each.key === "video-mmmu" ? { ...each, clusters: 300 } : each,
    ),
  };
  const { comparisons, summaries } = compareArms(grouped);

  it("are said to make intervals of counts too narrow, there and nowhere else", () => {
    const told = [...comparisons, ...summaries].filter(({ sentence }) => sentence.includes("300 groups"));
    expect(told).toHaveLength(4 + 5);
    expect(told.every(({ benchmark }) => benchmark === "video-mmmu")).toBe(true);
  });
});

describe("a reported arm beside trained ones", () => {
  const trained = inputOf({ easy: { outcome: [150, 165, 160], process: [180, 190, 200] } });
  const reported: CompareInput = {
    ...trained,
    arms: [...trained.arms, { ...arm("paper", 2), name: "paper" }],
    cells: [
      ...trained.cells,
      { ...cell("paper", 0, 60), benchmark: "easy", correct: 180, graded: 300, reportedPercent: 60 },
    ],
  };
  const { comparisons, familySize } = compareArms({ ...reported, baselineArm: "outcome" });

  it("leaves the family as it is", () => {
    expect(familySize).toBe(1);
    const alone = compareArms({ ...trained, baselineArm: "outcome" }).comparisons;
    expect(comparisons.filter(({ role }) => role === "declared")).toEqual(alone);
  });

  it("is compared over questions: several seeds count as one run, never as more questions", () => {
    const paper = comparisons.find(({ arm }) => arm === "paper");
    const expected = newcombe(180, 300, (150 + 165 + 160) / 3, 300);
    expect(paper).toMatchObject({ basis: "questions", design: "unpaired", armSeeds: 1, baselineSeeds: 3 });
    expect(paper?.interval?.lo).toBeCloseTo(expected.lo ?? 0, 12);
    expect(paper?.interval?.hi).toBeCloseTo(expected.hi ?? 0, 12);
    expect(paper?.diff).toBeCloseTo(expected.diff ?? 0, 12);
  });
});

describe("a set with benchmarks of its own laid beside an ablation", () => {
  const trained = inputOf({
    easy: { outcome: [150, 165, 160], process: [180, 190, 200] },
    hard: { outcome: [50, 65, 60], process: [80, 70, 90] },
  });
  const laid: CompareInput = {
    ...trained,
    arms: [...trained.arms, ...TABLE.arms.map((each, i) => ({ ...each, position: 2 + i }))],
    benchmarks: [
      ...trained.benchmarks,
      ...TABLE.benchmarks.map((each) => ({ ...each, imported: true as const })),
    ],
    cells: [...trained.cells, ...TABLE.cells],
    baselineArm: "outcome",
  };
  const alone = compareArms({ ...trained, baselineArm: "outcome" });
  const beside = compareArms(laid);

  it("changes nothing about the trained arms", () => {
    const own = ({ comparisons, summaries }: ReturnType<typeof compareArms>) => ({
      comparisons: comparisons.filter(({ role }) => role !== "reported"),
      summaries: summaries.filter(({ source }) => source === "trained"),
    });
    expect(beside.familySize).toBe(alone.familySize);
    expect(own(beside)).toEqual(own(alone));
  });

  it("compares nothing where the two have no benchmark in common", () => {
    expect(beside.comparisons.filter(({ role }) => role === "reported")).toEqual([]);
    const papers = compareArms(laid, { against: "outcome-only" }).comparisons.filter(
      ({ role }) => role === "reported",
    );
    expect(papers.length).toBe(4 * 5);
    expect(papers.every(({ baseline, diff }) => baseline === "outcome-only" && diff !== null)).toBe(true);
  });

  it("a reported arm without a cell on a benchmark has no row there and no mean to compare", () => {
    const fewer = {
      ...TABLE,
      cells: TABLE.cells.filter((each) => !(each.arm === "sft" && each.benchmark === "mmvu")),
    };
    const { comparisons, summaries } = compareArms(fewer);
    expect(comparisons.filter(({ arm }) => arm === "sft").map(({ benchmark }) => benchmark)).toEqual([
      "video-mmmu",
      "video-math-qa",
      "long-video-bench",
    ]);
    expect(summaries.find(({ arm, benchmark }) => arm === "sft" && benchmark === null)).toMatchObject({
      questions: 900 + 420 + 1337,
    });
  });
});

describe("countFromPercent", () => {
  it.each([
    [63.33, 2, 900, 570],
    [67.36, 2, 625, 421],
    [27.86, 2, 420, 117],
    [75.4, 1, 1337, 1008],
    [0, 2, 10, 0],
    [100, 0, 7, 7],
    // Ties belong to both neighbours: 1 of 8 is 12.5%, printed 12 or 13.
    [12, 0, 8, 1],
    [13, 0, 8, 1],
    // 997 is 74.570%, 998 is 74.645%: both print as 74.6, the nearer is taken.
    [74.6, 1, 1337, 997],
  ])("%d%% at %d digits of %d is %d", (percent, decimals, n, count) => {
    expect(countFromPercent(percent, decimals, n)).toBe(count);
  });

  it.each([
    ["no count rounds to it", 25.2, 2, 420],
    ["no count rounds to it", 75.4, 2, 1337],
    ["more than two do", 61, 0, 900],
    ["no questions", 50, 1, 0],
    ["not a share", 101, 1, 10],
    ["not a number", Number.NaN, 1, 10],
  ])("null where %s", (_, percent, decimals, n) => {
    expect(countFromPercent(percent, decimals, n)).toBeNull();
  });

  it("finds every count that is printed finely enough", () => {
    for (const n of [1, 7, 300, 1337]) {
      for (let k = 0; k <= n; k += 1)
        expect(countFromPercent(Number(((100 * k) / n).toFixed(3)), 3, n)).toBe(k);
    }
  });

  it("Wilson of the count is the arm's interval", () => {
    const { summaries } = compareArms(TABLE);
    const first = summaries.find(
      ({ arm, benchmark }) => arm === "process-only" && benchmark === "video-mmmu",
    );
    const { lo, hi } = wilson(570, 900);
    expect(first?.interval).toMatchObject({ lo, hi, method: "Wilson" });
  });
});
