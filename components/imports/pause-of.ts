import type { ImportView } from "@/lib/contracts";

const AT_WORK_MS = 1_000;
/** An interrupted one may be taken up again, here or by a command elsewhere. */
const INTERRUPTED_MS = 5_000;

/** How long to wait before asking again how imports are; false where all have ended. */
export function pauseOf(imports: readonly Pick<ImportView, "status" | "interrupted">[]): number | false {
  const running = imports.filter(({ status }) => status === "running");
  if (running.length === 0) return false;
  return running.some(({ interrupted }) => !interrupted) ? AT_WORK_MS : INTERRUPTED_MS;
}
