import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { decodeNumber, type EncodedNumber, encodeNumber, type SeriesMark } from "@/lib/contracts";
import { bucketWidthFor } from "@/lib/metrics/pyramid";
import { compactTouched } from "../ingest/compact";
import { ingestBatch } from "../ingest/ingest-batch";
import { parseBatch } from "../ingest/parse-batch";
import { batchOf, metrics } from "../ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt, type TestRun } from "../ingest/testing/fixture";
import { readSeries, type SeriesParams } from "./read-series";

interface Point {
  trainStep: number;
  value: number;
}

describe("readSeries", () => {
  const test = useTestDatabase();
  let run: TestRun;
  beforeEach(async () => {
    run = await makeRun(test.db);
  });

  /** Logs points under consecutive sequence numbers, in batches of the given sizes, as a trainer would. */
  async function logPoints(
    attempt: TestAttempt,
    points: readonly Point[],
    batchSize: number,
    tokensEach = 0,
  ) {
    for (let at = 0; at < points.length; at += batchSize) {
      const events = points.slice(at, at + batchSize).map(({ trainStep, value }, i) => {
        const spent = {
          responseTokens: tokensEach * (at + i + 1),
          continuationTokens: 0,
          activeMs: 5,
          gpuMs: 0,
        };
        return metrics(at + i + 1, trainStep, { x: encodeNumber(value) }, tokensEach > 0 ? spent : undefined);
      });
      const result = await ingestBatch(test.db, parseBatch(batchOf(attempt.attemptId, "metrics", events)));
      await compactTouched(test.db, result.touched);
    }
  }

  const read = (changes: Partial<SeriesParams> = {}) =>
    readSeries(test.db, {
      ...{ runIds: [run.runId], names: ["x"], buckets: 100, axis: "trainStep" as const, superseded: false },
      ...changes,
    });
  const marksOf = async (changes: Partial<SeriesParams> = {}) =>
    (await read(changes)).series.flatMap(({ segments }) => segments.flatMap(({ marks }) => marks));

  /** What a bucket of these points must be, computed the slow way. */
  function bruteForce(points: readonly Point[], from: number, to: number, buckets: number) {
    const inside = points.filter((p) => p.trainStep >= from && p.trainStep <= to);
    const steps = points.map((p) => p.trainStep);
    const low = Math.max(from, Math.min(...steps));
    const high = Math.min(to, Math.max(...steps));
    const width = bucketWidthFor(to - from + 1, buckets);
    const starts = [...new Set(inside.map((p) => Math.floor(p.trainStep / width) * width))].sort(
      (a, b) => a - b,
    );
    return starts.map((start) => {
      const own = inside
        .filter((p) => p.trainStep >= start && p.trainStep < start + width)
        .map((p) => p.value);
      const finite = own.filter(Number.isFinite);
      return {
        firstTrainStep: Math.max(start, low),
        lastTrainStep: Math.min(start + width - 1, high),
        ...{ count: own.length, finiteCount: finite.length },
        min: finite.length > 0 ? Math.min(...finite) : null,
        max: finite.length > 0 ? Math.max(...finite) : null,
        mean: finite.length > 0 ? finite.reduce((sum, v) => sum + v, 0) / finite.length : null,
        nan: own.some(Number.isNaN),
        ...{ posInf: own.includes(Infinity), negInf: own.includes(-Infinity) },
      };
    });
  }

  function expectSame(marks: readonly SeriesMark[], expected: ReturnType<typeof bruteForce>) {
    const decoded = (value: EncodedNumber | null) => (value === null ? null : decodeNumber(value));
    const plain = marks.map(({ x: _, mean, ...mark }) => ({ ...mark, mean: decoded(mean) }));
    expect(plain.map(({ mean: _, ...mark }) => mark)).toEqual(expected.map(({ mean: _, ...mark }) => mark));
    plain.forEach(({ mean }, i) => {
      const wanted = expected[i]?.mean ?? null;
      if (mean === null || wanted === null) expect(mean).toBe(wanted);
      else expect(mean).toBeCloseTo(wanted, 9);
    });
  }

  it("gives the points themselves where they are few, exactly as logged", async () => {
    const attempt = await makeAttempt(test.db, run);
    await logPoints(
      attempt,
      [
        { trainStep: 1, value: Number.NaN },
        { trainStep: 2, value: Infinity },
        { trainStep: 2, value: 0.1 },
        { trainStep: 3, value: -Infinity },
      ],
      2,
    );
    const answer = await read();
    expect(answer.catalogue).toEqual([
      { runId: run.runId, name: "x", points: 4, lastTrainStep: 3, lastValue: "-Infinity" },
    ]);
    const segment = answer.series[0]?.segments[0];
    expect(segment).toMatchObject({ current: true, resolution: "points", attemptNumber: 1 });
    expect(
      segment?.marks.map(({ firstTrainStep, mean, nan, posInf, negInf }) => [
        firstTrainStep,
        mean,
        nan,
        posInf,
        negInf,
      ]),
    ).toEqual([
      [1, null, true, false, false],
      [2, null, false, true, false],
      [2, 0.1, false, false, false],
      [3, null, false, false, true],
    ]);
  });

  it("answers the same for any split into batches and any order, at any zoom", {
    timeout: 60_000,
  }, async () => {
    const value = fc.oneof(
      { weight: 20, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
    );
    const scenario = fc.record({
      points: fc.array(fc.record({ trainStep: fc.nat(20_000), value }), {
        minLength: 1,
        maxLength: 1_500,
        size: "max",
      }),
      sorted: fc.boolean(),
      batchSize: fc.constantFrom(15, 40, 500, 1000),
      zooms: fc.array(fc.tuple(fc.nat(20_000), fc.nat(20_000), fc.integer({ min: 2, max: 1000 })), {
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ points, sorted, batchSize, zooms }) => {
        run = await makeRun(test.db);
        const logged = sorted ? [...points].sort((a, b) => a.trainStep - b.trainStep) : points;
        await logPoints(await makeAttempt(test.db, run), logged, batchSize);
        for (const [a, b, buckets] of [[0, 20_000, 50] as const, ...zooms]) {
          const [fromStep, toStep] = [Math.min(a, b), Math.max(a, b)];
          const answer = await read({ fromStep, toStep, buckets });
          const segment = answer.series[0]?.segments[0];
          const inside = points.filter((p) => p.trainStep >= fromStep && p.trainStep <= toStep);
          if (segment?.resolution === "points") expect(segment.marks).toHaveLength(inside.length);
          else expectSame(segment?.marks ?? [], bruteForce(points, fromStep, toStep, buckets));
        }
      }),
      { numRuns: 6, seed: 20261 },
    );
  });

  it("reads long series from windows, exactly, and refines down to the points", {
    timeout: 60_000,
  }, async () => {
    const points = Array.from({ length: 30_000 }, (_, i) => ({
      trainStep: i + 1,
      value: Math.sin(i / 50) * i,
    }));
    const late = [{ trainStep: 17, value: 1e9 }];
    const attempt = await makeAttempt(test.db, run);
    await logPoints(attempt, [...points, ...late], 1000);
    const all = [...points, ...late];
    for (const [fromStep, toStep, buckets] of [
      [1, 30_000, 100],
      [1, 30_000, 1000],
      [4_321, 29_876, 57],
    ] as const)
      expectSame(await marksOf({ fromStep, toStep, buckets }), bruteForce(all, fromStep, toStep, buckets));
    const zoomed = await read({ fromStep: 20_001, toStep: 20_050 });
    expect(zoomed.series[0]?.segments[0]).toMatchObject({ resolution: "points" });
    expect(zoomed.series[0]?.segments[0]?.marks.map((m) => m.mean)).toEqual(
      points.slice(20_000, 20_050).map((p) => p.value),
    );
  });

  it("lets the latest attempt speak for the train steps that it re-ran, and marks where the run was resumed", async () => {
    const steps = (from: number, to: number, value: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => ({ trainStep: from + i, value }));
    const [first, second] = [await makeAttempt(test.db, run, 1), await makeAttempt(test.db, run, 2)];
    await logPoints(first, steps(1, 80, 1), 40, 10);
    await logPoints(second, steps(51, 60, 2), 40, 10);
    const shape = async (superseded: boolean) =>
      (await read({ superseded })).series[0]?.segments.map(({ attemptNumber, current, marks }) => [
        ...[attemptNumber, current, marks.at(0)?.firstTrainStep, marks.at(-1)?.lastTrainStep],
      ]);
    expect(await shape(false)).toEqual([
      [1, true, 1, 50],
      [2, true, 51, 60],
    ]);
    expect(await shape(true)).toEqual([
      [1, true, 1, 50],
      [1, false, 51, 80],
      [2, true, 51, 60],
    ]);
  });

  it("counts tokens on over a resume, without what was re-run", async () => {
    const steps = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => ({ trainStep: from + i, value: 0 }));
    await logPoints(await makeAttempt(test.db, run, 1), steps(1, 5), 10, 100);
    await logPoints(await makeAttempt(test.db, run, 2), steps(3, 5), 10, 7);
    const x = (await marksOf({ axis: "tokens" })).map((mark) => [mark.firstTrainStep, mark.x]);
    expect(x).toEqual([
      [1, 100],
      [2, 200],
      [3, 207],
      [4, 214],
      [5, 221],
    ]);
  });

  it("sees every point once while batches come in and are compacted", { timeout: 60_000 }, async () => {
    const attempt = await makeAttempt(test.db, run);
    let stored = 0;
    let writing = true;
    const write = async () => {
      for (let batch = 0; batch < 12; batch++) {
        const events = Array.from({ length: 400 }, (_, i) => metrics(stored + i + 1, stored + i, { x: 1 }));
        const { touched } = await ingestBatch(
          test.db,
          parseBatch(batchOf(attempt.attemptId, "metrics", events)),
        );
        stored += events.length;
        await Promise.all([compactTouched(test.db, touched), compactTouched(test.db, touched)]);
      }
      writing = false;
    };
    const seen: [number, number, number][] = [];
    const watch = async () => {
      while (writing) {
        const before = stored;
        const marks = await marksOf({ buckets: 50, fromStep: 0, toStep: 1_000_000 });
        seen.push([before, marks.reduce((sum, mark) => sum + mark.count, 0), stored]);
      }
    };
    await Promise.all([write(), watch(), watch()]);
    expect(seen.length).toBeGreaterThan(2);
    // A batch may be stored just before its writer hears of it.
    for (const [before, count, after] of seen) {
      expect(count % 400).toBe(0);
      expect(count).toBeGreaterThanOrEqual(before);
      expect(count).toBeLessThanOrEqual(after + 400);
    }
    expect((await marksOf()).reduce((sum, mark) => sum + mark.count, 0)).toBe(4_800);
  });

  it("says null for an x that is not known, and keeps the mark", async () => {
    await logPoints(await makeAttempt(test.db, run), [{ trainStep: 1, value: 3 }], 10);
    for (const axis of ["tokens", "active", "wall"] as const)
      expect(await marksOf({ axis })).toEqual([expect.objectContaining({ x: null, mean: 3 })]);
  });

  it("answers a run without metrics", async () => {
    expect(await read()).toMatchObject({ fromTrainStep: null, catalogue: [], series: [] });
  });
});
