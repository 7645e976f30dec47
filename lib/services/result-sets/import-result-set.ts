import type { Db } from "@/db/client";
import { ensureProject } from "@/db/queries/ablations";
import { insertResultSet } from "@/db/queries/result-sets";
import { type ResultSetAnswer, type ResultSetFile, resultSelection } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { routes } from "@/lib/domain/routes";
import { contentHash } from "./content-hash";

/** Where what a user imports belongs, beside what he launches. */
const DEFAULT_PROJECT = "default";

/** Stores reported results. The same content imported again is the set that is there already. */
export async function importResultSet(db: Db, file: ResultSetFile): Promise<ResultSetAnswer> {
  const { id, created } = await db.transaction(async (tx) => {
    const projectId = await ensureProject(tx, newId("project"), DEFAULT_PROJECT);
    return insertResultSet(tx, {
      id: newId("resultSet"),
      projectId,
      name: file.name,
      content: file,
      contentSha256: contentHash(file),
    });
  });
  return { id, url: routes.compare(resultSelection.parse({ imported: [id] })), created };
}
