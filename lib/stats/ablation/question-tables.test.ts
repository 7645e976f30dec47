import { describe, expect, it } from "vitest";
import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import { mcnemar } from "../contingency";
import { tTwoSidedP } from "../distributions";
import { pairedProportionInterval } from "../proportions";
import { clusteredSe } from "../questions";
import { randomStream } from "../random";
import { pairedDifference, pairedT, welch } from "../seeds";
import { totalDifference } from "../total-difference";
import { threeLevel } from "../variance-components";
import { compareCheckpoints } from "./compare-checkpoints";
import { compareOnNewQuestions } from "./new-questions";
import { scoreTable } from "./question-tables";
import { varianceStrip } from "./variance-strips";

function row(arm: string, seed: number, right: number[], graded = right.map(() => 1)): QuestionRow {
  return { arm, seed, runId: `run_${arm}${seed}`, evaluationId: `evl_${arm}${seed}`, right, graded };
}

function tableOf(rows: QuestionRow[], clusters: (string | null)[] = []): QuestionTable {
  const questions = (rows[0]?.right ?? []).map((_, i) => ({ key: `q${i}`, cluster: clusters[i] ?? null }));
  return { benchmark: "easy", questions, rows };
}

const compare = (a: QuestionRow, b: QuestionRow, clusters?: (string | null)[]) =>
  compareCheckpoints(a, b, tableOf([a, b], clusters).questions);

describe("two checkpoints", () => {
  const a = row("process", 0, [1, 1, 1, 0, 0, 1, 1, 1]);
  const b = row("outcome", 0, [1, 0, 0, 0, 1, 0, 1, 0]);

  it("sorts questions into both right, only A, only B, both wrong, and tests the two middle ones", () => {
    const told = compare(a, b);
    expect(told.outcomes).toEqual([
      "both-right",
      "only-a",
      "only-a",
      "both-wrong",
      "only-b",
      "only-a",
      "both-right",
      "only-a",
    ]);
    expect(told.counts).toMatchObject({ "both-right": 2, "only-a": 4, "only-b": 1, "both-wrong": 1 });
    const { lo, hi } = pairedProportionInterval(4, 1, 8);
    expect(told.interval).toMatchObject({ lo, hi, method: "Bonett-Price" });
    expect(told).toMatchObject({
      diff: 3 / 8,
      p: mcnemar(4, 1).pExact,
      test: "exact McNemar",
      clusters: null,
    });
    expect(told.sentence).toContain("4 right only under A and 1 under B");
    expect(told.sentence).toContain("not about the methods");
  });

  it("turned round gives the mirror image", () => {
    const [there, back] = [compare(a, b), compare(b, a)];
    expect(back.diff).toBe(-(there.diff ?? 0));
    expect(back.interval?.lo).toBeCloseTo(-(there.interval?.hi ?? 0), 12);
    expect(back.p).toBe(there.p);
    expect(back.counts["only-a"]).toBe(there.counts["only-b"]);
  });

  it("leaves out questions without a verdict from both", () => {
    const missing = { ...b, graded: [1, 0, 1, 1, 1, 1, 1, 1] };
    const told = compare(a, missing);
    expect(told).toMatchObject({ questions: 7, missing: 1 });
    expect(told.outcomes[1]).toBe("missing");
    expect(told.sentence).toContain("1 question without a verdict from both left out");
    expect(compare(a, { ...b, graded: b.graded.map(() => 0) })).toMatchObject({ diff: null, p: null });
  });

  it("is robust to clusters where questions come in groups, and a cluster a question is none", () => {
    const ids = ["v", "v", "w", "w", "x", "x", "y", "y"];
    const told = compare(a, b, ids);
    const each = a.right.map((right, i) => right - (b.right[i] ?? 0));
    const { cr1, lo, hi, deff } = clusteredSe(each, ids);
    expect(told.interval).toMatchObject({ lo, hi, method: "cluster-robust t" });
    expect(told.clusters).toEqual({ count: 4, designEffect: deff });
    expect(told.p).toBeCloseTo(tTwoSidedP(3 / 8 / (cr1 ?? 1), 3), 12);
    expect(told.mcnemar).toBe(mcnemar(4, 1).pExact);
    expect(compare(a, b, ["1", "2", "3", "4", "5", "6", "7", "8"])).toMatchObject({ clusters: null });
  });

  it("compares shares where there are several decodes, never decodes as questions", () => {
    const many = row("process", 0, [4, 2, 0, 3], [4, 4, 4, 4]);
    const less = row("outcome", 0, [4, 1, 0, 3], [4, 4, 4, 4]);
    const told = compare(many, less);
    const { diff, lo, hi } = pairedDifference([1, 0.5, 0, 0.75], [1, 0.25, 0, 0.75]);
    expect(told.outcomes).toEqual(["both-right", "only-a", "both-wrong", "tied"]);
    expect(told).toMatchObject({ decodes: 4, diff, mcnemar: null });
    expect(told.interval).toMatchObject({ lo, hi, method: "paired t over questions" });
    expect(told.sentence).toContain("more often right");
  });

  it("identical answers: no difference, p 1, and still an interval", () => {
    expect(compare(a, { ...a, seed: 1 })).toMatchObject({
      diff: 0,
      p: 1,
      interval: { method: "Bonett-Price" },
    });
    const decoded = row("a", 0, [2, 1], [2, 2]);
    expect(compare(decoded, decoded)).toMatchObject({ diff: 0, p: null, interval: null });
    expect(compare(decoded, decoded).sentence).toContain("nothing separates them");
  });
});

const arms = (seeds: number[][], others: number[][]) =>
  tableOf([
    ...seeds.map((right, seed) => row("a", seed, right)),
    ...others.map((right, seed) => row("b", seed, right)),
  ]);

describe("claims for new questions too", () => {
  const A = [
    [1, 1, 0, 1, 1, 0],
    [1, 0, 1, 1, 1, 0],
    [1, 1, 1, 1, 0, 0],
  ];
  const B = [
    [1, 0, 0, 1, 0, 0],
    [0, 0, 1, 1, 0, 0],
    [1, 0, 0, 1, 1, 0],
  ];

  it("is totalDifference on the arms' tables, paired or not", () => {
    for (const paired of [true, false]) {
      const told = compareOnNewQuestions(arms(A, B), "a", "b", { paired });
      const expected = totalDifference(A, B, { paired });
      expect(told).toMatchObject({ diff: expected.diff, se: expected.se, df: expected.df, p: expected.p });
      expect(told.interval).toMatchObject({
        lo: expected.lo,
        hi: expected.hi,
        random: "new seeds, new questions",
      });
      expect(told.interval?.method).toBe(
        expected.isOverSeeds ? "t over seeds, wider than two-way t" : "two-way t",
      );
      expect(told.sentence).toContain("new seeds and new questions");
    }
  });

  describe("where questions come in clusters", () => {
    const rows = (a: number[][], b: number[][]) => [
      ...a.map((right, seed) => row("a", seed, right)),
      ...b.map((right, seed) => row("b", seed, right)),
    ];
    const on = (a: number[][], b: number[][], clusters: (string | null)[], paired: boolean) =>
      compareOnNewQuestions(tableOf(rows(a, b), clusters), "a", "b", { paired });

    it("asking each question three times on one video is no more evidence than asking it once", () => {
      const thrice = (table: number[][]) => table.map((line) => line.flatMap((x) => [x, x, x]));
      const videos = (A[0] ?? []).flatMap((_, q) => [`v${q}`, `v${q}`, `v${q}`]);
      for (const paired of [true, false]) {
        const [told, once] = [on(thrice(A), thrice(B), videos, paired), on(A, B, [], paired)];
        for (const key of ["diff", "se", "df", "p"] as const)
          expect(told[key]).toBeCloseTo(once[key] ?? Number.NaN, 9);
        expect(told).toMatchObject({ clusters: A[0]?.length, questions: 3 * (A[0]?.length ?? 0) });
        expect(told.sentence).toContain(`questions in ${A[0]?.length} clusters`);
        expect(once.clusters).toBeNull();
      }
    });

    it("has the cluster-robust standard error where seeds add nothing, clusters of unequal size included", () => {
      const [a, b] = [
        [1, 1, 0, 1, 1, 0, 1],
        [0, 1, 0, 0, 1, 1, 0],
      ];
      const clusters = ["u", "u", "u", "v", "v", "w", null];
      const { mean, cr1 } = clusteredSe(
        a.map((x, i) => x - (b[i] ?? 0)),
        ["u", "u", "u", "v", "v", "w", "x"],
      );
      const told = on([a, a, a], [b, b, b], clusters, true);
      expect(told.diff).toBeCloseTo(mean ?? Number.NaN, 12);
      expect(told.se).toBeCloseTo(cr1 ?? Number.NaN, 12);
    });
  });

  it("is never surer than the claim about new seeds on the same questions", () => {
    const stream = randomStream(17);
    const arm = (easiness: number[]) => [0, 1, 2].map(() => easiness.map((each) => stream.binomial(1, each)));
    const means = (table: number[][]) => table.map((line) => line.reduce((sum, x) => sum + x, 0) / 40);
    for (let i = 0; i < 200; i += 1) {
      const easiness = Array.from({ length: 40 }, () => stream.uniform());
      const [a, b] = [arm(easiness), arm(easiness)];
      for (const paired of [true, false]) {
        const wide = totalDifference(a, b, { paired });
        const narrow = (paired ? pairedT : welch)(means(a), means(b));
        if (narrow.lo === null || narrow.hi === null || narrow.p === null) continue;
        // Where the interval over seeds stands in, it is named as such, and only there.
        expect(wide.isOverSeeds).toBe(wide.lo === narrow.lo && wide.hi === narrow.hi);
        expect((wide.hi ?? 0) - (wide.lo ?? 0)).toBeGreaterThanOrEqual(narrow.hi - narrow.lo - 1e-12);
        expect(wide.p).toBeGreaterThanOrEqual(narrow.p - 1e-12);
      }
    }
  });

  it("pairs shared seeds only, leaves out incomplete questions, and gives no verdict below three seeds", () => {
    const table = arms(A, B.slice(0, 2));
    table.rows[0]?.graded.splice(5, 1, 0);
    const told = compareOnNewQuestions(table, "a", "b", { paired: true });
    expect(told).toMatchObject({ armSeeds: 2, baselineSeeds: 2, questions: 5, missing: 1 });
    expect(told.sentence).toContain("Not enough seeds for a verdict");
    expect(told.sentence).not.toContain("p =");
    expect(
      compareOnNewQuestions(arms(A.slice(0, 1), B.slice(0, 1)), "a", "b", { paired: true }),
    ).toMatchObject({
      interval: null,
      p: null,
    });
    expect(compareOnNewQuestions(table, "a", "nobody", { paired: false }).diff).toBeNull();
  });
});

describe("varianceStrip", () => {
  it("adds up to 1 and finds where the variance is", () => {
    const strip = varianceStrip(
      arms(
        [
          [1, 0, 1, 0],
          [1, 0, 1, 0],
        ],
        [],
      ),
      "a",
    );
    expect(strip?.shares).toEqual([
      { part: "seed", share: 0 },
      { part: "question", share: 1 },
      { part: "rest", share: 0 },
    ]);
    expect(strip?.sentence).toContain("question 100%");
    const mixed = varianceStrip(
      arms(
        [
          [1, 0, 1],
          [0, 0, 1],
          [1, 1, 0],
        ],
        [],
      ),
      "a",
    );
    expect(mixed?.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(mixed).toMatchObject({ seeds: 3, questions: 3, decodes: 1 });
  });

  it("parts decoding from seed x question where there are several decodes", () => {
    const decoded = tableOf([
      row("a", 0, [2, 0, 3, 1], [3, 3, 3, 3]),
      row("a", 1, [3, 1, 0, 1], [3, 3, 3, 3]),
    ]);
    const answers = decoded.rows.map(({ right }) => right.map((k) => [0, 1, 2].map((d) => Number(d < k))));
    const { vSeed, vQuestion, vSQ, vDecode } = threeLevel(answers);
    const parts = [vSeed, vQuestion, vSQ, vDecode].map((value) => value ?? 0);
    const total = parts.reduce((sum, value) => sum + value, 0);
    const strip = varianceStrip(decoded, "a");
    expect(strip?.shares.map(({ part }) => part)).toEqual([
      "seed",
      "question",
      "seed x question",
      "decoding",
    ]);
    strip?.shares.forEach(({ share }, i) => {
      expect(share).toBeCloseTo((parts[i] ?? 0) / total, 12);
    });
    expect(strip?.decodes).toBe(3);
  });

  it("does not part them where decodes were lost, and is null where nothing can be told", () => {
    const uneven = tableOf([row("a", 0, [2, 0, 3], [3, 3, 3]), row("a", 1, [1, 1, 2], [3, 2, 3])]);
    expect(varianceStrip(uneven, "a")?.shares.map(({ part }) => part)).toEqual(["seed", "question", "rest"]);
    expect(varianceStrip(arms([[1, 0, 1]], []), "a")).toBeNull();
    expect(
      varianceStrip(
        arms(
          [
            [1, 1],
            [1, 1],
          ],
          [],
        ),
        "a",
      ),
    ).toBeNull();
    expect(varianceStrip(arms([], []), "a")).toBeNull();
  });

  it("counts a question without a verdict as missing in the score table, never as wrong", () => {
    const table = tableOf([row("a", 1, [1, 0], [1, 0]), row("a", 0, [0, 1], [1, 1])]);
    expect(scoreTable(table, "a")).toEqual({
      seeds: [0, 1],
      scores: [
        [0, 1],
        [1, null],
      ],
    });
  });
});
