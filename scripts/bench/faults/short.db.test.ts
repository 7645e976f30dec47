import { expect, onTestFailed, test } from "vitest";
import { openLocal } from "./engines/local";
import { findingsOf } from "./report";
import { runFaults } from "./run";

/** The short form of `npm run bench:faults`: the real product in processes of its own, a few faults, the truth. */
test("a product that is killed, cut and misled at random ends in the truth", {
  timeout: 480_000,
}, async () => {
  const said: string[] = [];
  onTestFailed(() => console.error(said.join("\n")));
  const result = await runFaults({
    ...{ launcher: "local", engine: await openLocal(), faults: 5, seed: 11, capacity: 3, busy: 1, real: 0 },
    pace: { trainSteps: 12, stepSeconds: 0.1 },
    say: (line) => said.push(line),
  });
  expect(findingsOf([result])).toEqual([]);
  expect(result.struck).toHaveLength(5);
  expect(result.acknowledgedSteps).toBeGreaterThan(0);
});
