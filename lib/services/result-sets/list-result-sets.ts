import type { Queryable } from "@/db/client";
import { selectResultSets, selectResultSetsByIds } from "@/db/queries/result-sets";
import { type ResultSetDetail, type ResultSetSummary, resultSetFile } from "@/lib/contracts";

type Row = Awaited<ReturnType<typeof selectResultSets>>[number];

function summaryOf({ set, project }: Row): ResultSetSummary {
  const { arms, benchmarks, source } = resultSetFile.parse(set.content);
  return {
    id: set.id,
    name: set.name,
    source,
    project,
    arms: arms.length,
    benchmarks: benchmarks.length,
    example: set.exampleKey !== null,
    createdAt: set.createdAt.toISOString(),
  };
}

/** Every imported set, the newest first. */
export async function listResultSets(db: Queryable): Promise<ResultSetSummary[]> {
  return (await selectResultSets(db)).map(summaryOf);
}

/** One imported set with its file, or null. */
export async function getResultSet(db: Queryable, id: string): Promise<ResultSetDetail | null> {
  const [row] = await selectResultSetsByIds(db, [id]);
  return row ? { summary: summaryOf(row), file: resultSetFile.parse(row.set.content) } : null;
}
