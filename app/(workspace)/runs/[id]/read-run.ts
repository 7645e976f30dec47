import { notFound } from "next/navigation";
import { cache } from "react";
import { type RunDetail, runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { getRun } from "@/lib/services/runs-detail/get-run";

/** Read once for layout, title and page. What is no run's id is asked of nobody. */
export const readRun = cache(
  async (id: string): Promise<RunDetail | null> =>
    runId.safeParse(id).success ? await getRun(getDb(), id) : null,
);

/** As {@link readRun}; a run that is not there is the "not found" page. */
export async function runOrNotFound(params: Promise<{ id: string }>): Promise<RunDetail> {
  const detail = await readRun((await params).id);
  if (!detail) notFound();
  return detail;
}

/** Title of a view of a run. */
export async function runTitle(params: Promise<{ id: string }>, view?: string): Promise<{ title: string }> {
  const name = (await readRun((await params).id))?.run.name ?? "Not found";
  return { title: view ? `${view} · ${name}` : name };
}
