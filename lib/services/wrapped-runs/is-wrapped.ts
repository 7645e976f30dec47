import type { Db } from "@/db/client";
import { isWrappedProject } from "@/db/queries/wrapped-runs";

/** Whether this "ablation" is a project of wrapped commands, which has no page of its own. */
export function isProjectOfCommands(db: Db, ablationId: string): Promise<boolean> {
  return isWrappedProject(db, ablationId);
}
