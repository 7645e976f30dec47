import { agentTokenOf } from "@/lib/server/agent-token";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { settingsOf } from "@/lib/services/enrolments/enrol";

/** What the host of this token was enrolled as. */
export const GET = route({ access: "agent" }, async ({ caller }) =>
  json(await settingsOf(getDb(), agentTokenOf(caller))),
);
