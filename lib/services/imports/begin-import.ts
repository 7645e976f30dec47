import type { Db } from "@/db/client";
import { findSameImport, insertImport, updateImport } from "@/db/queries/imports";
import type { ImportFormat, ImportOptions } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { storableText } from "@/lib/domain/stored-text";
import { ensureTarget, type ImportTarget } from "./place";

export interface ImportStart {
  project: string;
  ablation: string | null;
  format: ImportFormat;
  /** What its user calls it. */
  source: string;
  sourceSha256: string;
  options: ImportOptions;
  bytesTotal: number;
  codeVersion: string;
}

/** Makes an import, or finds the one of the same source into the same place, so that it is started again. */
export async function beginImport(
  db: Db,
  start: ImportStart,
  status: "receiving" | "running" = "running",
): Promise<{ id: string; target: ImportTarget }> {
  const target = await ensureTarget(db, start);
  const { projectId, ablationId } = target;
  const { format, sourceSha256, options } = start;
  const id = newId("import");
  const made = await insertImport(db, {
    ...{ id, projectId, ablationId, format, sourceSha256, options, status },
    source: storableText(start.source),
    progress: { bytesRead: 0, bytesTotal: start.bytesTotal, rows: 0, traces: 0 },
  });
  if (made) return { id, target };
  const same = await findSameImport(db, { ablationId, format, sourceSha256 });
  if (!same) throw new Error("the import vanished while it was begun");
  // While it is being worked on it stays as it is: the work itself is refused to a second one.
  await updateImport(db, same.id, { options, ...(status === "running" ? { status } : {}) });
  return { id: same.id, target };
}
