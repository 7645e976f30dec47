import type { Db, Queryable } from "@/db/client";
import {
  countImports,
  findImportWithPlace,
  type ImportWithPlace,
  listImportRows,
  listProblems,
  listProjectNames,
} from "@/db/queries/imports";
import type { ImportView } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { isExpected } from "./expected";
import { waitsForTurn } from "./turns";

function viewOf({ row, projectName, ablationName, atWork }: ImportWithPlace): ImportView {
  return {
    id: row.id,
    project: { id: row.projectId, name: projectName },
    ablation: { id: row.ablationId, name: ablationName },
    ...{ format: row.format, source: row.source, sourceSha256: row.sourceSha256 },
    ...{ status: row.status, options: row.options, progress: row.progress, report: row.report },
    error: row.error,
    interrupted: row.status === "running" && !atWork && !isExpected(row.id) && !waitsForTurn(row.id),
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** One import with its report. Throws `not-found`. */
export async function readImport(db: Queryable, id: string): Promise<ImportView> {
  const found = await findImportWithPlace(db, id);
  if (!found) throw notFound("import", id);
  return viewOf(found);
}

/** Imports of all projects, the newest first. */
export async function listImports(
  db: Db,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ imports: ImportView[]; total: number }> {
  const [rows, total] = await Promise.all([listImportRows(db, limit, offset), countImports(db)]);
  return { imports: rows.map(viewOf), total };
}

/** Problems of an import in the order they were met. Throws `not-found`. */
export async function readProblems(db: Db, id: string, page: { after: number; limit: number }) {
  await readImport(db, id);
  const found = await listProblems(db, id, { after: page.after, limit: page.limit + 1 });
  const problems = found.slice(0, page.limit);
  return { problems, next: found.length > page.limit ? (problems.at(-1)?.id ?? null) : null };
}

/** Names of all projects, for a form. */
export function projectNames(db: Db): Promise<string[]> {
  return listProjectNames(db);
}
