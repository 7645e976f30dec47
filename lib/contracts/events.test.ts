import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventBatch } from "./events";

// Read, not imported: the file holds lone surrogates, which bundlers refuse and the contract lets pass.
const goldenFile = new URL("../../trainer-bridge/contracts/golden/events.json", import.meta.url);

const golden = z
  .object({
    valid: z.array(z.object({ name: z.string(), batch: z.unknown() })).min(1),
    invalid: z
      .array(
        z.object({
          name: z.string(),
          schema: z.boolean(),
          under: z.array(z.union([z.string(), z.number()])),
          batch: z.unknown(),
        }),
      )
      .min(1),
  })
  .parse(JSON.parse(readFileSync(goldenFile, "utf8")));

describe("event batches, as Python and TypeScript must both see them", () => {
  it.each(golden.valid)("accepts $name", ({ batch }) => {
    expect(eventBatch.safeParse(batch).error?.issues).toBeUndefined();
  });

  it.each(golden.invalid)("refuses $name and says where", ({ batch, under }) => {
    const issues = eventBatch.safeParse(batch).error?.issues ?? [];
    const paths = issues.map((issue) => issue.path.slice(0, under.length));
    expect(issues.length).toBeGreaterThan(0);
    expect(paths).toContainEqual(under);
  });

  it("keeps an event kind that it does not know as it is", () => {
    const unknown = golden.valid.find((c) => c.name.includes("does not know"));
    expect(eventBatch.parse(unknown?.batch)).toEqual(unknown?.batch);
  });
});
