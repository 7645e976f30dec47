import type { Db, Queryable } from "@/db/client";
import { findStoredTraces, noteProgress, raiseLastTrainStep } from "@/db/queries/imports";
import { insertAlternatives, insertStepScores, insertTraceScores } from "@/db/queries/imports-scores";
import {
  addToCells,
  insertPrompts,
  insertTokenScores,
  insertTraceSteps,
  insertTraces,
} from "@/db/queries/traces-write";
import type { ImportProgress } from "@/lib/contracts";
import { groupBy } from "@/lib/domain/group-by";
import { keepFacts } from "../explorer/keep-facts";
import { cellsOf } from "../ingest/store-traces";
import { type FilledIn, fillIn } from "./fill-in";
import { ensureRun, importRunIds, type RunsOf } from "./place";
import type { PreparedImport } from "./prepare-trace";

/** What became of a batch. */
export interface StoredBatch {
  /** Traces that another import (or this one, when it was complete) had stored before. */
  alreadyStored: number;
  /** The other imports that had stored such traces, one entry a trace. */
  elsewhere: string[];
  /** Of the traces that were there: those that took in continuations which they did not have, and those that differ. */
  known: FilledIn;
  /** False: somebody cancelled the import, and nothing of this batch was stored. */
  wanted: boolean;
}

/** Stores traces with all that hangs on them, in one transaction: all of them or none. Those that are there stay. */
export async function storeBatch(
  db: Db,
  of: RunsOf & { resumes: boolean },
  batch: readonly PreparedImport[],
  progress: ImportProgress,
): Promise<StoredBatch> {
  return db.transaction(async (tx) => {
    if (!(await noteProgress(tx, of.importId, progress)))
      return { alreadyStored: 0, elsewhere: [], known: { filled: 0, differing: 0 }, wanted: false };
    const idsOf = (traces: readonly PreparedImport[]) => traces.map(({ row }) => row.id);
    const before = await findStoredTraces(tx, idsOf(batch));
    const unknown = batch.filter(({ row }) => !before.has(row.id));
    const fresh = await storeNew(tx, of, unknown);
    // Another import may have stored some of them in this very moment.
    const meanwhile = await findStoredTraces(tx, idsOf(unknown.filter(({ row }) => !fresh.has(row.id))));
    const filledIn = await fillIn(
      tx,
      batch.filter(({ row }) => !fresh.has(row.id)),
    );
    const importIds = [...before.values(), ...meanwhile.values()];
    const elsewhere = importIds.filter((id): id is string => id !== null && id !== of.importId);
    const isMine = (importId: string | null) => of.resumes && importId === of.importId;
    const alreadyStored = importIds.filter((importId) => !isMine(importId)).length;
    return { alreadyStored, elsewhere, known: filledIn, wanted: true };
  });
}

/** @returns the ids of those that were new */
async function storeNew(
  tx: Queryable,
  of: RunsOf,
  batch: readonly PreparedImport[],
): Promise<ReadonlySet<string>> {
  if (batch.length === 0) return new Set();
  const prompts = new Map(batch.map(({ prompt }) => [prompt.id, prompt]));
  await insertPrompts(tx, [...prompts.values()]);
  const fresh = new Set<string>();
  for (const [run, traces] of groupBy(batch, (each) => each.run))
    for (const id of await storeRun(tx, of, run, traces)) fresh.add(id);
  const stored = batch.filter(({ row }) => fresh.has(row.id));
  await insertTraceSteps(
    tx,
    stored.flatMap(({ steps }) => steps),
    stored.flatMap(({ continuations }) => continuations),
  );
  await insertStepScores(
    tx,
    stored.flatMap(({ stepScores }) => stepScores),
  );
  await insertTraceScores(
    tx,
    stored.flatMap(({ traceScores }) => traceScores),
  );
  await insertAlternatives(
    tx,
    stored.flatMap(({ alternatives }) => alternatives),
  );
  await insertTokenScores(
    tx,
    stored.flatMap(({ row, tokenScores }) => (tokenScores ? [{ traceId: row.id, ...tokenScores }] : [])),
  );
  await keepFacts(tx, [...fresh]);
  return fresh;
}

/** The traces of one run with their cells. @returns the ids that were new */
async function storeRun(
  tx: Queryable,
  of: RunsOf,
  run: string,
  traces: readonly PreparedImport[],
): Promise<Set<string>> {
  const rows = traces.map(({ row }) => row);
  const models = new Set(rows.flatMap(({ modelId }) => (modelId === null ? [] : [modelId])));
  const modelId = models.size === 1 ? ([...models][0] ?? "") : "";
  await ensureRun(tx, of, { key: run, modelId, at: new Date(rows[0]?.at ?? 0) });
  const owner = importRunIds(of.importId, run);
  const fresh = await insertTraces(tx, owner, rows);
  await addToCells(tx, owner, cellsOf(traces.filter(({ row }) => fresh.has(row.id))));
  const trained = rows.filter(({ origin }) => origin === "train").map(({ trainStep }) => trainStep);
  if (trained.length > 0) await raiseLastTrainStep(tx, owner.runId, Math.max(...trained));
  return fresh;
}
