import { z } from "zod";
import { whatIfSettings } from "@/lib/contracts/reward-config";
import {
  buildTable,
  GATES,
  groupCount,
  type RedrawSettings,
  type ResponseTable,
  rescore,
  sensitivityOf,
} from "@/lib/rewards";
import { family } from "./family";

const step = z.object({ requested: z.int(), returned: z.int(), successes: z.int() });
const response = z
  .object({
    grammarValid: z.boolean(),
    stepCount: z.int(),
    responseTokens: z.int(),
    outcome: z.boolean().nullable(),
    steps: z.array(step),
  })
  .transform((row) => ({ ...row, reward: null, advantage: null }));
const shape = z.object({
  settings: whatIfSettings,
  groups: z.array(z.object({ batch: z.int(), size: z.int(), responses: z.array(response) })),
});

/** Rewards, proc', gates and advantages by group, null where they are unknown. */
export const evaluateWhatIf = family(shape, ({ settings, groups }) => {
  const table = buildTable(groups);
  const scored = rescore(table, settings);
  return {
    rewards: byGroup(table, scored.rewards, unknownAsNull),
    processGated: byGroup(table, scored.processGated, unknownAsNull),
    gate: byGroup(table, scored.gate, (gate) => GATES[gate]),
    advantages: byGroup(table, scored.advantages, unknownAsNull),
  };
});

/** One number of continuations of a sensitivity: its exact parts. */
export const evaluateRedraw = family(
  shape.extend({ continuations: z.int() }),
  ({ settings, groups, continuations }) => {
    if (settings.scheme === "gdpo") throw new TypeError("GDPO cannot be redrawn response by response");
    const exact: RedrawSettings = { ...settings, scheme: settings.scheme };
    const found = sensitivityOf(buildTable(groups), exact).continuations;
    return found.find((point) => point.continuations === continuations);
  },
);

const unknownAsNull = (value: number) => (Number.isNaN(value) ? null : value);

function byGroup<T>(table: ResponseTable, column: ArrayLike<number>, read: (value: number) => T): T[][] {
  const values = Array.from(column, read);
  return Array.from({ length: groupCount(table) }, (_, g) =>
    values.slice(table.groupStart[g], table.groupStart[g + 1]),
  );
}
