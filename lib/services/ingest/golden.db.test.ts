import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { useTestDatabase } from "@/db/testing/database";
import { AppError } from "@/lib/domain/errors";
import { ingestBatch } from "./ingest-batch";
import { parseBatch } from "./parse-batch";
import { makeAttempt, makeRun } from "./testing/fixture";

// Read, not imported: the file holds lone surrogates, which bundlers refuse.
const goldenFile = new URL("../../../trainer-bridge/contracts/golden/events.json", import.meta.url);
const batch = z.looseObject({ stream: z.string().optional(), events: z.array(z.unknown()) });
const golden = z
  .object({
    valid: z.array(z.object({ name: z.string(), batch })).min(1),
    invalid: z
      .array(
        z.object({ name: z.string(), under: z.array(z.union([z.string(), z.number()])), batch: z.unknown() }),
      )
      .min(1),
  })
  .parse(JSON.parse(readFileSync(goldenFile, "utf8")));

/** The path that a refusal names, or the error if it is no refusal. */
function refusedPaths(body: unknown): string[] {
  try {
    parseBatch(body);
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid-request")
      return (error.details.fields ?? []).map((field) => field.path);
    throw error;
  }
  return [];
}

describe("the golden batches, which the Python client's tests read too", () => {
  const test = useTestDatabase();

  it.each(golden.valid)("stores $name, once", async ({ batch }) => {
    const attempt = await makeAttempt(test.db, await makeRun(test.db));
    const own = { ...batch, stream: batch.stream?.replace(/^[^/]+/, attempt.attemptId) };
    const total = batch.events.length;
    const first = await ingestBatch(test.db, parseBatch(own));
    expect(first.answer).toEqual({ accepted: total, duplicates: 0, stop: false });
    const second = await ingestBatch(test.db, parseBatch(own));
    expect(second.answer).toEqual({ accepted: 0, duplicates: total, stop: false });
  });

  it.each(golden.invalid)("refuses $name and names the field", ({ batch: body, under }) => {
    const paths = refusedPaths(body);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every((path) => path.startsWith(under.join(".")))).toBe(true);
  });
});
