import type { LiveMessage } from "@/lib/contracts";

/** What a client wants to hear of; neither: everything. */
export interface LiveScope {
  runs?: readonly string[] | undefined;
  ablation?: string | undefined;
}

/** Whether a message concerns a scope; what belongs to no run is for those who follow its ablation, or everything. */
export function concerns(scope: LiveScope, message: LiveMessage): boolean {
  if (scope.runs === undefined && scope.ablation === undefined) return true;
  if (scope.ablation !== undefined && message.ablationId === scope.ablation) return true;
  return message.runId !== null && (scope.runs?.includes(message.runId) ?? false);
}
