import type { Queryable } from "@/db/client";
import { PROJECT_OF, selectNewestProject, selectSuperseded } from "@/db/queries/explorer-scope";
import type { ExplorerScope } from "@/db/queries/explorer-where";
import type { TraceSelection } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { searchTerms } from "@/lib/traces/words";

/** The first thing that a selection names, and how it is looked up. */
function namedIn(
  selection: TraceSelection,
): { field: keyof TraceSelection; kind: keyof typeof PROJECT_OF; id: string } | null {
  const { project, ablation, runs, reviewSet, traces } = selection;
  if (project) return { field: "project", kind: "project", id: project };
  if (ablation) return { field: "ablation", kind: "ablation", id: ablation };
  if (runs?.[0]) return { field: "runs", kind: "run", id: runs[0] };
  if (selection.import) return { field: "import", kind: "import", id: selection.import };
  if (reviewSet) return { field: "reviewSet", kind: "reviewSet", id: reviewSet };
  return traces?.[0] ? { field: "traces", kind: "trace", id: traces[0] } : null;
}

const nothingOf = (field: string, id: string) =>
  new AppError("not-found", {
    detail: `There is no such ${field === "traces" ? "trace" : field.replace(/s$/, "")}: ${id}.`,
    fields: [{ path: field, message: "is not of this server" }],
  });

async function projectOf(db: Queryable, selection: TraceSelection): Promise<string | null> {
  const named = namedIn(selection);
  if (!named) return selectNewestProject(db);
  const found = await PROJECT_OF[named.kind](db, named.id);
  if (found === null) throw nothingOf(named.field, named.id);
  return found;
}

/** Throws invalid-request, naming the field, for a search without a word. */
export function refuseEmptySearch({ text }: Pick<TraceSelection, "text">): void {
  if (text === undefined || searchTerms(text).length > 0) return;
  throw new AppError("invalid-request", {
    detail: "A search looks for words: letters or digits.",
    fields: [{ path: "text", message: "holds no word" }],
  });
}

/**
 * What a selection is read against: its project (named, or that of the first thing it names, or the newest with traces) and
 * the attempts that are not current any more. Null where there is no project at all. Throws not-found for what does not
 * exist, and invalid-request for a search without a word.
 */
export async function scopeOf(db: Queryable, selection: TraceSelection): Promise<ExplorerScope | null> {
  refuseEmptySearch(selection);
  const projectId = await projectOf(db, selection);
  if (projectId === null) return null;
  return { projectId, superseded: await selectSuperseded(db, projectId), selection };
}
