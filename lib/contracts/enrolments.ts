import { z } from "zod";
import { enrolmentId, hostId } from "./ids";
import { LAUNCHER_NAMES } from "./launchers";
import { isoTime, label } from "./scalars";

const folder = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^(\/|~\/)\P{Cc}*$/u, "must begin with / or ~/");

/** What the agent of a host is told when it comes with its token. */
const settings = {
  hostName: label,
  launcher: z.enum(LAUNCHER_NAMES),
  /** As the launcher's contract says (lib/contracts/launchers). */
  launcherConfig: z.record(z.string().max(100), z.json()).default({}),
  capacity: z.int().min(1).max(1024).describe("jobs at the same time"),
  /** Hosts that name the same storage see each other's files under the same paths. */
  sharedStorage: label.nullable().default(null),
};

/** POST /api/v1/hosts/enrol: an invitation for one host. */
export const enrolRequest = z.strictObject({
  ...settings,
  dataDir: folder
    .nullable()
    .default(null)
    .describe("folder of the agent on the host, written into the command; null = below ~/.stepwell-agent"),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

/** GET /api/v1/agents/settings (an enrolment's token): what its agent is to be. */
export const agentSettings = z.strictObject(settings);
export type AgentSettingsAnswer = z.infer<typeof agentSettings>;

/** A token of an agent, as people see it: never the token itself. */
export const enrolmentView = z.strictObject({
  id: enrolmentId,
  hostName: label,
  launcher: z.string(),
  createdAt: isoTime,
  /** When an agent first registered with it. */
  usedAt: isoTime.nullable(),
  revokedAt: isoTime.nullable(),
  hostId: hostId.nullable(),
});
export type EnrolmentView = z.infer<typeof enrolmentView>;
export const enrolmentList = z.strictObject({ enrolments: z.array(enrolmentView) });

/** `token` and the command that holds it are shown this once. */
export const enrolAnswer = z.strictObject({
  enrolment: enrolmentView,
  token: z.string(),
  command: z.string().describe("one line for a shell of the host"),
  serverUrl: z.string(),
  isLoopback: z.boolean().describe("the address leads to this machine only"),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;
