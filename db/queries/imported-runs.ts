import { ne, type SQL, sql } from "drizzle-orm";
import { jobs, runs } from "../schema";

/**
 * Traces may be imported into an ablation that was launched. The run they hang on trained nothing: whatever counts,
 * averages or reports an ablation's own work leaves it out.
 */
export const isTrained: SQL = ne(runs.stage, "import");

/** The same for jobs, where their run is not at hand. */
export const isOwnJob: SQL = sql`not (${jobs.wrapped} and exists (
  select 1 from runs imported where imported.id = ${jobs.runId} and imported.stage = 'import'))`;
