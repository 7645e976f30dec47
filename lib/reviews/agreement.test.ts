import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import { cohenKappa, krippendorffAlpha } from "@/lib/stats";
import { agreementOf, type JudgedTrace } from "./agreement";

const [ana, ben, cem] = [
  { id: "a", name: "Ana" },
  { id: "b", name: "Ben" },
  { id: "c", name: "Cem" },
];
const judged = (labels: (StepLabel | null)[], firstError: number | null = null) => ({
  labels: new Map(labels.flatMap((l, i) => (l === null ? [] : [[i + 1, l] as const]))),
  firstError,
});
const trace = (a: (StepLabel | null)[], b: (StepLabel | null)[], c?: (StepLabel | null)[]): JudgedTrace => ({
  stepCount: a.length,
  byRater: new Map([["a", judged(a)], ["b", judged(b)], ...(c ? [["c", judged(c)] as const] : [])]),
});
const TRACES = [
  trace(["good", "bad", "bad"], ["good", "neutral", "bad"], ["good", "bad", null]),
  trace(["good", "good"], ["good", "bad"]),
  trace(["neutral", "good"], ["neutral", null]),
  trace(["bad"], ["bad"]),
  trace(["good", "good", "good"], ["good", "good", "good"]),
];

describe("agreementOf", () => {
  const found = agreementOf(TRACES, [ana, ben, cem]);
  it("is the alpha and the kappa of all trace steps, however traces are added up", () => {
    const [good, neutral, bad] = [0, 1, 2];
    const a = [good, bad, bad, good, good, neutral, good, bad, good, good, good];
    const b = [good, neutral, bad, good, bad, neutral, null, bad, good, good, good];
    const c = [good, bad, ...Array<null>(9).fill(null)];
    const units = a.map((rating, i) => [rating, b[i] ?? null, c[i] ?? null]);
    expect(found.stepAlpha.nominal.value).toBeCloseTo(krippendorffAlpha(units, 3).alpha ?? Number.NaN, 12);
    expect(found.stepAlpha.ordinal.value).toBeCloseTo(
      krippendorffAlpha(units, 3, "ordinal").alpha ?? Number.NaN,
      12,
    );
    const pair = found.pairs.find(({ a: x, b: y }) => x.id === "a" && y.id === "b");
    const kappa = cohenKappa(a, b, 3);
    expect(pair?.kappa).toMatchObject({ n: 10, traces: 5 });
    expect(pair?.kappa.value).toBeCloseTo(kappa.kappa ?? Number.NaN, 12);
    expect(pair?.percent.value).toBeCloseTo(0.8, 12);
    expect(pair?.steps).toEqual(kappa.table);
  });
  it("pairs only raters that have done a trace together, and gives no interval below five traces", () => {
    expect(found.pairs.map(({ a, b }) => a.id + b.id)).toEqual(["ab", "ac", "bc"]);
    expect(found.pairs[0]?.percent.interval).not.toBeNull();
    expect(found.pairs[1]?.percent).toMatchObject({ value: 1, interval: null, traces: 1 });
  });
  it("counts no trace that only one has done", () => {
    const alone = { stepCount: 1, byRater: new Map([["a", judged(["good"])]]) };
    expect(agreementOf([alone], [ana, ben])).toMatchObject({
      ...{ traces: 0, pairs: [], firstErrorAlpha: { value: null, n: 0 } },
    });
  });
});
