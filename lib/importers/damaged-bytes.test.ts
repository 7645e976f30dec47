import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TraceImporter } from "./importer";
import { inspect } from "./inspect";
import { inspectExample } from "./inspect.example";
import { eventsOf, fileOf } from "./testing/file-of";
import { trlCompletions } from "./trl-completions";
import { trlStepwise } from "./trl-stepwise";

const fixture = (name: string) => readFileSync(new URL(`testing/fixtures/${name}`, import.meta.url));
const [log] = inspectExample.files("the sum");

const SOURCES: [string, TraceImporter, Uint8Array][] = [
  ["a.parquet", trlCompletions, fixture("completions_00007.parquet")],
  ["b.parquet", trlStepwise, fixture("stepwise-zstd.parquet")],
  ["c.parquet", trlStepwise, fixture("stepwise-gzip.parquet")],
  ["d.parquet", trlStepwise, fixture("stepwise-snappy.parquet")],
  ["e.eval", inspect, Buffer.from(log?.content ?? "")],
];

describe("damaged bytes", () => {
  // A rejection that nobody waits for fails the run of the tests as it would end the server.
  it.each(SOURCES)(
    "of %s are told as refused records, or as what they still say",
    async (name, importer, bytes) => {
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          const events = await eventsOf(importer, [fileOf(name, damaged)]);
          expect(events.length).toBeGreaterThanOrEqual(0);
        }),
        { seed: 20_261_120, numRuns: 400 },
      );
    },
  );
});
