import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { scorers, stepScores, traceFacts, traceScores } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { ScorerKind, StepLabel } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { catchUp } from "./catch-up";
import { keepFacts } from "./keep-facts";

describe("facts of traces", () => {
  const test = useTestDatabase();
  async function oneTrace(...successes: (number | null)[]) {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [{ response: "abcdef", traceSteps: stepsOf(...successes) }]);
    const [found] = await test.db.select().from(traceFacts).where(eq(traceFacts.runId, run.runId));
    if (!found) throw new Error("no facts were kept");
    return found;
  }

  const factsOf = async (traceId: string) => {
    const [found] = await test.db.select().from(traceFacts).where(eq(traceFacts.traceId, traceId));
    return found;
  };

  async function scorerOf(projectId: string, kind: ScorerKind, name: string): Promise<string> {
    const id = newId("scorer");
    await test.db.insert(scorers).values({ id, projectId, kind, name });
    return id;
  }

  async function label(traceId: string, scorerId: string, ...said: (StepLabel | null)[]): Promise<void> {
    await test.db
      .insert(stepScores)
      .values(said.map((each, at) => ({ traceId, scorerId, traceStep: at + 1, label: each })));
  }

  it("a trainer's traces have facts the moment they are stored", async () => {
    const facts = await oneTrace(4, 1, 0, null);
    expect(facts).toMatchObject({
      ...{ scoreSource: "continuations", largestDrop: 0.75, largestDropStep: 2, firstDropStep: 2 },
      ...{ fate: "lost", lostStep: 3, disagreement: null, raters: 0, humanProcess: null, valid: true },
    });
    expect(facts.meanC).toBeCloseTo(5 / 12, 6);
    expect([...facts.solvability]).toEqual([200, 50, 0, 255]);
  });

  it("facts of traces stored before there were any are made, once", async () => {
    const before = await oneTrace(2, 2);
    await test.db.delete(traceFacts).where(eq(traceFacts.traceId, before.traceId));
    expect(await catchUp(test.db)).toBe(1);
    expect(await factsOf(before.traceId)).toEqual(before);
    expect(await catchUp(test.db)).toBe(0);
  });

  it("facts made by older rules are made again", async () => {
    const before = await oneTrace(2, 2);
    await test.db
      .update(traceFacts)
      .set({ version: 0, meanC: null })
      .where(eq(traceFacts.traceId, before.traceId));
    expect(await catchUp(test.db)).toBe(1);
    expect(await factsOf(before.traceId)).toEqual(before);
  });

  it("what people and imported scorers say changes the facts", async () => {
    const { traceId, projectId } = await oneTrace(4, 0);
    const [ann, prm] = [await scorerOf(projectId, "human", "Ann"), await scorerOf(projectId, "prm", "PRM")];
    await label(traceId, ann, "good", "good");
    await test.db.insert(traceScores).values({ traceId, scorerId: prm, firstError: 2 });
    await test.db.transaction((tx) => keepFacts(tx, [traceId]));
    expect(await factsOf(traceId)).toMatchObject({ raters: 1, humanProcess: "sound" });
    // Step 1: all say 1. Step 2: c_i 0, Ann 1, the first error 0.
    expect((await factsOf(traceId))?.disagreement).toBeCloseTo((0 + 2 / 3) / 2, 6);
  });

  it("two people who label one trace in the same moment are two", async () => {
    const { traceId, projectId } = await oneTrace(4, 0);
    const [ann, bob] = [await scorerOf(projectId, "human", "Ann"), await scorerOf(projectId, "human", "Bob")];
    const judging = (scorerId: string, then: () => Promise<unknown>) =>
      test.db.transaction(async (tx) => {
        await tx.insert(stepScores).values({ traceId, scorerId, traceStep: 1, label: "good" });
        await keepFacts(tx, [traceId]);
        await then();
      });
    const waits = async () => {
      const [row] = await test.db.execute<{ n: number }>(sql`select count(*)::int as n from pg_locks l
        join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`);
      expect(row?.n).toBeGreaterThan(0);
    };
    let second: Promise<unknown> = Promise.resolve();
    await judging(ann, async () => {
      second = judging(bob, async () => {});
      await vi.waitFor(waits, { timeout: 5_000 });
    });
    await second;
    expect(await factsOf(traceId)).toMatchObject({ raters: 2 });
  });

  it("an empirical c_i is shown where nothing was sampled, with its counts", async () => {
    const { traceId, projectId } = await oneTrace(null, null);
    const scorerId = await scorerOf(projectId, "empirical", "100 samples");
    const counted = { traceId, scorerId, traceStep: 1, successes: 1, n: 4 };
    await test.db.insert(stepScores).values([counted, { ...counted, traceStep: 2, successes: 0, n: 1 }]);
    await test.db.transaction((tx) => keepFacts(tx, [traceId]));
    const facts = await factsOf(traceId);
    expect(facts).toMatchObject({ scoreSource: "empirical", meanC: 0.125, fate: "lost", lostStep: 2 });
    expect([...(facts?.solvability ?? [])]).toEqual([50, 0]);
  });

  const wordsOf = async (traceId: string) => {
    const [found] = await test.db
      .select({
        words: sql<string>`${traceFacts.words}::text`,
        isApart: sql<boolean>`pg_column_toast_chunk_id(${traceFacts.words}) is not null`,
      })
      .from(traceFacts)
      .where(eq(traceFacts.traceId, traceId));
    return found;
  };

  it("keeps the words of prompt and response as they were written, not as they are escaped", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [{ response: "Größe\u0000u0000 naïve <b>", traceSteps: [] }]);
    const [facts] = await test.db.select().from(traceFacts).where(eq(traceFacts.runId, run.runId));
    expect((await wordsOf(facts?.traceId ?? ""))?.words).toBe("'2' 'b' 'größe' 'naïve' 'u0000'");
  });

  it("keeps words out of the rows, fewer than Postgres would move by itself, and when the facts change", async () => {
    const run = await tracedRun(test.db);
    const response = Array.from({ length: 60 }, (_, i) => `word${i}`).join(" ");
    await sendTraces(test.db, run, [{ response, traceSteps: [] }]);
    const [facts] = await test.db.select().from(traceFacts).where(eq(traceFacts.runId, run.runId));
    const traceId = facts?.traceId ?? "";
    const before = await wordsOf(traceId);
    expect(before).toMatchObject({ isApart: true, words: expect.stringContaining("'word59'") });
    await test.db.transaction((tx) => keepFacts(tx, [traceId]));
    expect(await wordsOf(traceId)).toEqual(before);
  });
});
