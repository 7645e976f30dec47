import type { Db } from "@/db/client";
import {
  findEnrolment,
  findEnrolmentOfToken,
  insertEnrolment,
  type ListedEnrolment,
  selectEnrolments,
} from "@/db/queries/enrolments";
import { revokeTokenById } from "@/db/queries/tokens";
import {
  type AgentSettingsAnswer,
  agentSettings,
  type EnrolAnswer,
  type EnrolmentView,
  type EnrolRequest,
} from "@/lib/contracts/enrolments";
import { LAUNCHER_CONTRACTS } from "@/lib/contracts/launchers";
import { AppError, notFound } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { installCommand, isLoopbackUrl } from "@/lib/domain/install-command";
import { mintToken } from "@/lib/server/tokens";

const LISTED = 200;

function viewOf({ enrolment, revokedAt }: ListedEnrolment): EnrolmentView {
  const { id, hostName, launcher, createdAt, usedAt, hostId } = enrolment;
  return {
    id,
    hostName,
    launcher,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    hostId,
  };
}

/** Refuses settings that the launcher does not take, by the name of each. What is left out stays so. */
function checkConfig({ launcher, launcherConfig }: EnrolRequest): void {
  const { error } = LAUNCHER_CONTRACTS[launcher].config.safeParse(launcherConfig);
  if (!error) return;
  throw new AppError("invalid-request", {
    detail: "the launcher does not take these settings",
    fields: error.issues.map(({ path, message }) => ({
      path: ["launcherConfig", ...path].join("."),
      message,
    })),
  });
}

/**
 * Invites one host: a token for its agent and the command that installs it there. The token is shown this once.
 *
 * @param serverUrl address under which the host will reach this server
 */
export async function enrolHost(db: Db, request: EnrolRequest, serverUrl: string): Promise<EnrolAnswer> {
  checkConfig(request);
  const { dataDir, ...settings } = request;
  const { enrolment, token } = await db.transaction(async (tx) => {
    const { tokenId, token } = await mintToken(tx, "agent", `host: ${settings.hostName}`);
    const enrolment = await insertEnrolment(tx, { id: newId("enrolment"), tokenId, ...settings });
    return { enrolment, token };
  });
  return {
    enrolment: viewOf({ enrolment, revokedAt: null }),
    token,
    command: installCommand({ serverUrl, token, dataDir }),
    serverUrl,
    isLoopback: isLoopbackUrl(serverUrl),
  };
}

/** Tokens of agents that were made here, the latest first, at most 200. */
export async function listEnrolments(db: Db): Promise<EnrolmentView[]> {
  return (await selectEnrolments(db, LISTED)).map(viewOf);
}

/** Takes a token back: its agent is refused from its next request on. Again changes nothing. */
export async function revokeEnrolment(db: Db, id: string, now: Date): Promise<EnrolmentView> {
  const found = await findEnrolment(db, id);
  if (!found) throw notFound("enrolment", id);
  await revokeTokenById(db, found.enrolment.tokenId, now);
  return viewOf({ ...found, revokedAt: found.revokedAt ?? now });
}

/** What the agent with this token is to be. Throws `not-found` for a token that is no invitation. */
export async function settingsOf(db: Db, tokenId: string | null): Promise<AgentSettingsAnswer> {
  const found = tokenId === null ? null : await findEnrolmentOfToken(db, tokenId);
  if (!found)
    throw new AppError("not-found", "this token was not made on the Hosts page: it has no settings");
  const { hostName, launcher, launcherConfig, capacity, sharedStorage } = found;
  return agentSettings.parse({ hostName, launcher, launcherConfig, capacity, sharedStorage });
}
