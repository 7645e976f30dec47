import type { Db } from "@/db/client";
import { insertProject, insertResultSet, updateExample } from "@/db/queries/result-sets";
import { newId } from "@/lib/domain/ids";
import { EXAMPLES, type Example } from "@/lib/examples";
import { contentHash } from "./content-hash";

/**
 * Makes the examples that ship with Stepwell, each in a project of its own. The project is what remembers: it is made
 * once and stays when a user deletes the example in it, so that no later start brings it back. An example that is still
 * there is brought to the content that this version ships.
 */
export async function ensureExamples(db: Db, examples: readonly Example[] = EXAMPLES): Promise<void> {
  for (const { key, project, file } of examples) {
    const content = { name: file.name, content: file, contentSha256: contentHash(file) };
    await db.transaction(async (tx) => {
      const projectId = await insertProject(tx, newId("project"), project);
      if (projectId === null) await updateExample(tx, key, content);
      else await insertResultSet(tx, { id: newId("resultSet"), projectId, exampleKey: key, ...content });
    });
  }
}
