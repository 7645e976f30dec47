import { expect, onTestFailed, test } from "vitest";
import { ENGINES } from "./engines";
import { findingsOf } from "./report";
import { runFaults } from "./run";

/** The short form of `npm run bench:faults` for launchers that drive an engine: a real one, with faults of its own. */
test.for([
  { launcher: "ssh" as const, seed: 21 },
  { launcher: "slurm" as const, seed: 22 },
  { launcher: "ray" as const, seed: 23 },
])(
  "a product that works through $launcher ends in the truth (seed $seed)",
  { timeout: 900_000 },
  async ({ launcher, seed }, { skip }) => {
    const engine = await ENGINES[launcher]();
    if ("reason" in engine) {
      console.warn(engine.reason);
      return skip(engine.reason);
    }
    const said: string[] = [];
    onTestFailed(() => console.error(said.join("\n")));
    try {
      const result = await runFaults({
        ...{ launcher, engine, faults: 3, seed, capacity: 3, busy: 1, real: 0 },
        pace: { trainSteps: 12, stepSeconds: 0.1 },
        say: (line) => said.push(line),
      });
      expect(findingsOf([result])).toEqual([]);
      expect(result.struck).toHaveLength(3);
      expect(result.acknowledgedSteps).toBeGreaterThan(0);
    } finally {
      await engine.close();
    }
  },
);
