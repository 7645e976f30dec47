import { describe, expect, it } from "vitest";
import { plannedSpread, type SpreadGuess } from "./planned-spread";

const guessed: SpreadGuess = { kind: "guessed", sd: 0.02, questions: 0 };
const measured: SpreadGuess = { kind: "measured", sd: 0.03, questions: 400 };

describe("plannedSpread", () => {
  it("adds the questions' binomial part to a guess about training alone", () => {
    const spread = plannedSpread(guessed, 400, 0.16);
    expect(spread?.questionPart).toBeCloseTo(0.02, 12);
    expect(spread?.sd).toBeCloseTo(Math.SQRT2 * 0.02, 12);
    expect(plannedSpread(guessed, 400, 0)?.sd).toBe(0.02);
  });
  it("takes a measured spread as it is on as many questions or more, and widens it on fewer", () => {
    expect(plannedSpread(measured, 400, 0.16)?.sd).toBeCloseTo(0.03, 12);
    expect(plannedSpread(measured, 4_000, 0.16)?.sd).toBeCloseTo(0.03, 12);
    expect(plannedSpread(measured, 100, 0.16)?.sd).toBeCloseTo(
      Math.sqrt(0.0009 + 0.16 * (0.01 - 0.0025)),
      12,
    );
  });
  it("shrinks with the questions and never below the seeds' part", () => {
    let last = Number.POSITIVE_INFINITY;
    for (const n of [1, 10, 100, 1_000, 100_000]) {
      const sd = plannedSpread(guessed, n, 0.2)?.sd ?? Number.NaN;
      expect(sd).toBeLessThan(last);
      expect(sd).toBeGreaterThan(0.02);
      last = sd;
    }
  });
  it("bounds the spread that same questions give by simulation-free arithmetic", () => {
    // Of n questions a share d is answered differently, a difference δ of them net: the exact variance is (d - δ²)/n.
    const [n, d, delta] = [200, 0.3, 0.1];
    const exact = Math.sqrt((d - delta ** 2) / n);
    const bound = plannedSpread({ ...guessed, sd: 0 }, n, d)?.sd ?? 0;
    expect(bound).toBeGreaterThanOrEqual(exact);
    expect(bound / exact).toBeLessThan(1.02);
  });
  it.each([
    [guessed, 0, 0.2],
    [{ ...guessed, sd: -1 }, 10, 0.2],
    [{ ...guessed, sd: Number.NaN }, 10, 0.2],
    [guessed, 10, 1.2],
    [guessed, 10, Number.NaN],
  ])("is null for %j on %i questions with %f", (guess, n, d) =>
    expect(plannedSpread(guess, n, d)).toBeNull(),
  );
});
