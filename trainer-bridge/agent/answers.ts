import { z } from "zod";
import { chore, heartbeatAnswer, lease, leaseAnswer, registerAnswer } from "../../lib/contracts";
import { agentManifest } from "../../lib/contracts/agent-files";
import { agentSettings } from "../../lib/contracts/enrolments";

/**
 * Answers as an agent reads them. The server may be newer: what it says beyond what this agent knows is left out, so that
 * an installed agent goes on until somebody upgrades it. Only a job is read strictly; AGENT_CONTRACT guards that.
 */
const { orders } = heartbeatAnswer.shape;

/** Entries of a list that this agent understands. */
function known<Entry extends z.ZodType>(entry: Entry) {
  return z.array(z.unknown()).transform((all) =>
    all.flatMap((one) => {
      const parsed = entry.safeParse(one);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

export const heartbeatAnswered = z.object({
  ...heartbeatAnswer.shape,
  orders: known(z.object(orders.element.shape)),
  chores: known(chore).prefault([]),
});
export const registerAnswered = z.object({
  ...registerAnswer.shape,
  versions: z.object(registerAnswer.shape.versions.unwrap().shape).optional(),
});
export const leaseAnswered = z.object({
  ...leaseAnswer.shape,
  lease: z.object(lease.shape).nullable(),
});
export const manifestAnswered = z.object(agentManifest.shape);
export const settingsAnswered = z.object(agentSettings.shape);
