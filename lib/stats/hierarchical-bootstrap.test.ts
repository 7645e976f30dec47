import { describe, expect, it } from "vitest";
import { hierarchicalBootstrap, hierarchicalBootstrapDifference } from "./hierarchical-bootstrap";
import { randomStream } from "./random";
import { twoWay } from "./variance-components";

const stream = randomStream(11);
/** Answers with a seed effect and a question effect. */
const answers = (seeds: number, questions: number, level = 0.5) => {
  const easiness = Array.from({ length: questions }, () => 0.6 * (stream.uniform() - 0.5));
  return Array.from({ length: seeds }, () => {
    const shift = 0.1 * (stream.uniform() - 0.5);
    return easiness.map((each) => Number(stream.uniform() < level + each + shift));
  });
};

describe("hierarchicalBootstrap", () => {
  const table = answers(5, 120);

  it("has the standard error of the closed form, within its Monte Carlo error", () => {
    const result = hierarchicalBootstrap(table, { seed: 1 });
    const exact = Math.sqrt(twoWay(table).bootVar ?? 0);
    // The standard deviation of 10,000 values is known to 0.7%; four of those.
    expect(Math.abs((result?.se ?? 0) / exact - 1)).toBeLessThan(0.03);
  });

  it("the difference of paired arms has that of the table of differences", () => {
    const other = answers(5, 120, 0.6);
    const result = hierarchicalBootstrapDifference(table, other, { seed: 2, paired: true });
    const each = table.map((row, s) => row.map((value, q) => value - (other[s]?.[q] ?? 0)));
    const exact = twoWay(each);
    expect(result?.estimate).toBeCloseTo(exact.mean ?? 0, 12);
    expect(Math.abs((result?.se ?? 0) / Math.sqrt(exact.bootVar ?? 0) - 1)).toBeLessThan(0.03);
  });

  it("unpaired arms draw their seeds apart: all resamples of a small table, enumerated", () => {
    const [a, b] = [
      [
        [1, 0],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 1],
      ],
    ];
    const pairs = [0, 1].flatMap((i) => [0, 1].map((j) => [i, j] as const));
    const mean = (table: number[][], rows: readonly number[], columns: readonly number[]) =>
      rows.flatMap((s) => columns.map((q) => table[s]?.[q] ?? 0)).reduce((x, y) => x + y, 0) / 4;
    const all = pairs.flatMap((q) => pairs.flatMap((s) => pairs.map((t) => mean(a, s, q) - mean(b, t, q))));
    const centre = all.reduce((x, y) => x + y, 0) / all.length;
    const sd = Math.sqrt(all.reduce((sum, x) => sum + (x - centre) ** 2, 0) / all.length);
    const result = hierarchicalBootstrapDifference(a, b, { seed: 3, paired: false });
    expect(Math.abs((result?.se ?? 0) / sd - 1)).toBeLessThan(0.03);
    const sorted = [...all].sort((x, y) => x - y);
    // 2.5% and 97.5% of 64 resamples.
    expect([result?.lo, result?.hi]).toEqual([sorted[1], sorted[62]]);
  });

  it("contains its estimate, gives the same numbers for the same seed, and others for another", () => {
    const [first, again, other] = [7, 7, 8].map((seed) => hierarchicalBootstrap(table, { seed }));
    expect(first).toEqual(again);
    expect(first?.se).not.toBe(other?.se);
    expect(first?.lo).toBeLessThan(first?.estimate ?? 0);
    expect(first?.hi).toBeGreaterThan(first?.estimate ?? 1);
    expect(first).toMatchObject({ seeds: 5, questions: 120, underCovers: false, generatorSeed: 7 });
  });

  it("says that it under-covers below five seeds", () => {
    const few = hierarchicalBootstrap(table.slice(0, 3), { seed: 1, resamples: 100 });
    expect(few).toMatchObject({ underCovers: true });
    expect(few?.caution).toContain("Under-covers below S = 5");
  });

  it("leaves out what has no verdict: a missing answer is no wrong one, a seed without any is no seed", () => {
    const missing = [
      [1, null, 1, null],
      [1, 1, null, 1],
      [null, null, null, null],
    ];
    expect(hierarchicalBootstrap(missing, { seed: 1, resamples: 500 })).toMatchObject({
      estimate: 1,
      lo: 1,
      hi: 1,
      se: 0,
      seeds: 2,
    });
    const paired = hierarchicalBootstrapDifference(
      missing,
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [1, 1, 1, 1],
      ],
      {
        seed: 1,
        resamples: 500,
        paired: true,
      },
    );
    expect(paired).toMatchObject({ estimate: 1, seeds: 2 });
    expect(hierarchicalBootstrap([[null, null]], { seed: 1 })).toBeNull();
    expect(hierarchicalBootstrap([], { seed: 1 })).toBeNull();
  });

  it("tells progress to the end, and stops where it is told to", () => {
    const seen: number[] = [];
    hierarchicalBootstrap(table, { seed: 1, resamples: 450, onProgress: (done, of) => seen.push(done / of) });
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(1);
    const control = new AbortController();
    const stopped: number[] = [];
    const onProgress = (done: number) => {
      stopped.push(done);
      control.abort();
    };
    expect(() => hierarchicalBootstrap(table, { seed: 1, onProgress, signal: control.signal })).toThrow(
      /abort/i,
    );
    expect(stopped).toHaveLength(1);
  });

  it("refuses tables that do not fit together", () => {
    expect(() => hierarchicalBootstrap([[1, 0], [1]], { seed: 1 })).toThrow("same length");
    const options = { seed: 1, paired: true };
    expect(() => hierarchicalBootstrapDifference([[1, 0]], [[1]], options)).toThrow("same questions");
    expect(() => hierarchicalBootstrapDifference([[1], [0]], [[1]], options)).toThrow("same seeds");
  });
});
