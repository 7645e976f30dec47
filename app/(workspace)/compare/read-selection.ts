import { notFound } from "next/navigation";
import { type AblationResults, ablationsQuery, type ResultSelection, resultSelection } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { getResults } from "@/lib/services/results/get-results";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export interface Selected {
  selection: ResultSelection;
  results: AblationResults;
}

async function newestAblation(): Promise<ResultSelection | null> {
  const { ablations } = await listAblations(getDb(), ablationsQuery.parse({}));
  return ablations[0] ? resultSelection.parse({ ablation: ablations[0].id }) : null;
}

/** Null where an id of it is none, or is one of imported traces, which have no results. */
async function resultsOf(selection: ResultSelection): Promise<AblationResults | null> {
  try {
    return await getResults(getDb(), selection);
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid-request") return null;
    throw error;
  }
}

/** What a Compare page is asked to show: its selection, or the newest ablation; null where there is none yet. */
export async function readSelection(searchParams: SearchParams): Promise<Selected | null> {
  const { ablation, runs, imported } = firstValues(await searchParams);
  const parsed = resultSelection.safeParse({ ablation, runs, imported });
  if (!parsed.success) notFound();
  const named = ablation !== undefined || parsed.data.runs.length > 0 || parsed.data.imported.length > 0;
  const selection = named ? parsed.data : await newestAblation();
  if (selection === null) return null;
  const results = await resultsOf(selection);
  if (!results) notFound();
  return { selection, results };
}
