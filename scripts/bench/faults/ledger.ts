import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";

/** What one attempt was told is safe (trainer-bridge/agent/testing/logging_trainer.py). */
export interface AttemptLedger {
  attemptId: string;
  /** Train steps of which everything was on the disk when `flush` answered. */
  steps: number[];
  /** How the trainer ended, in its own words; null if it did not get there. */
  ended: "finished" | "paused" | null;
}

const line = z.union([
  z.strictObject({ step: z.int() }),
  z.strictObject({ ended: z.enum(["finished", "paused"]) }),
]);

/** Every ledger of a folder. The last line of a trainer that was killed may be torn. */
export function readLedgers(folder: string): AttemptLedger[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const lines = readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1);
      const said = lines.map((text) => line.parse(JSON.parse(text)));
      return {
        attemptId: basename(name, ".jsonl"),
        steps: said.flatMap((one) => ("step" in one ? [one.step] : [])),
        ended: said.map((one) => ("ended" in one ? one.ended : null)).findLast((how) => how !== null) ?? null,
      };
    });
}

const acks = z.looseObject({ settled: z.record(z.string(), z.int()) });

/** Up to which sequence number the server has acknowledged each stream, as the client wrote it down. */
export function readAcks(runDir: string): Record<string, number> {
  const path = join(runDir, "spool", "acks.json");
  return existsSync(path) ? acks.parse(JSON.parse(readFileSync(path, "utf8"))).settled : {};
}
