import type { Queryable } from "@/db/client";
import { currentSpans } from "@/db/queries/current-attempts";
import { PREVIEW_CHARACTERS } from "@/db/queries/prompt-start";
import { selectPromptName, selectPromptRows, selectRunsOf } from "@/db/queries/prompt-training";
import { selectStepsOf } from "@/db/queries/traces-read";
import type { PromptTraining, PromptTrainingQuery, TraceRow } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { reader } from "./raw-text";
import { countsByTrace, toTraceRow } from "./rows";

/** More responses than a reader looks through; what is beyond is said. */
const MOST = 2_000;

/** Rows in the order of their train steps, those of one together. */
export function byTrainStep(rows: readonly TraceRow[]): PromptTraining["trainSteps"] {
  const steps = new Map<number, TraceRow[]>();
  for (const row of rows) steps.set(row.trainStep, [...(steps.get(row.trainStep) ?? []), row]);
  return [...steps].map(([trainStep, of]) => ({ trainStep, rows: of }));
}

function scopeOf({ run, arm }: PromptTrainingQuery): { runId: string } | { armId: string } {
  if (run !== undefined && arm === undefined) return { runId: run };
  if (arm !== undefined && run === undefined) return { armId: arm };
  const message = "Name one run or one arm.";
  throw new AppError("invalid-request", { detail: message, fields: [{ path: "run", message }] });
}

/**
 * The responses to one prompt by train step, without bodies; null if there is no such prompt or run. Re-run train steps
 * show their latest attempt. Throws invalid-request unless one run or one arm is named.
 */
export async function getPromptTraining(
  db: Queryable,
  promptId: string,
  query: PromptTrainingQuery,
  most = MOST,
): Promise<PromptTraining | null> {
  const runs = await selectRunsOf(db, scopeOf(query));
  const name = await selectPromptName(db, promptId);
  if (!name || runs.length === 0) return null;
  const current = await Promise.all(
    runs.map(async ({ id }) => ({ runId: id, spans: await currentSpans(db, id) })),
  );
  const { origin } = query;
  const found = await selectPromptRows(db, { promptId, origin, most: most + 1 }, current);
  const kept = found.slice(0, most);
  const ids = kept.map((record) => record.id);
  const counts = countsByTrace(ids.length === 0 ? [] : await selectStepsOf(db, ids));
  const preview = [...reader(name.textEscaped)(name.start)].slice(0, PREVIEW_CHARACTERS).join("");
  return {
    prompt: { id: promptId, key: name.key, preview },
    runs,
    trainSteps: byTrainStep(kept.map((record) => toTraceRow(record, counts.get(record.id) ?? []))),
    truncated: found.length > most,
  };
}
