import type { Caller } from "./auth";

/** Id of the token that an agent calls with; null for an operator, who may speak for no agent. */
export function agentTokenOf(caller: Caller): string | null {
  return caller.scope === "agent" ? caller.tokenId : null;
}
