import { createHash } from "node:crypto";
import type { Queryable } from "@/db/client";
import { compareStored, fillTraces, type StoredTrace } from "@/db/queries/imports-fill";
import { addToCells, type CellRow } from "@/db/queries/traces-write";
import { groupBy } from "@/lib/domain/group-by";
import { keepFacts } from "../explorer/keep-facts";
import { cellsOf } from "../ingest/store-traces";
import type { PreparedImport } from "./prepare-trace";

export interface FilledIn {
  /** Traces that took in continuations. */
  filled: number;
  /** Traces of which the source says something else than is stored. */
  differing: number;
}

const asked = ({ steps }: PreparedImport) => steps.some(({ requested }) => requested > 0);

/**
 * What a source says of traces that are stored already. One that was stored without any continuation takes in those of
 * the source: a log had grown since, or its other file came later. Everything else stays as it is, labels above all.
 */
export async function fillIn(tx: Queryable, batch: readonly PreparedImport[]): Promise<FilledIn> {
  const stored = await compareStored(
    tx,
    batch.map(({ row }) => ({
      ...{ id: row.id, counts: row.stepCounts },
      md5: createHash("md5").update(row.response).digest("hex"),
    })),
  );
  const byId = new Map(stored.map((each) => [each.id, each]));
  const known = batch.flatMap((trace) => {
    const there = byId.get(trace.row.id);
    return there ? [{ trace, there }] : [];
  });
  const lacking = known.filter(({ trace, there }) => there.isBare && there.sameText && asked(trace));
  if (lacking.length > 0) await fill(tx, lacking);
  const differing = known.filter(
    ({ trace, there }) => !there.sameText || (!there.isBare && !there.sameCounts && asked(trace)),
  );
  return { filled: lacking.length, differing: differing.length };
}

async function fill(
  tx: Queryable,
  lacking: readonly { trace: PreparedImport; there: StoredTrace }[],
): Promise<void> {
  const traces = lacking.map(({ trace }) => trace);
  await fillTraces(
    tx,
    traces.map(({ row }) => ({ id: row.id, counts: row.stepCounts })),
    traces.flatMap(({ steps }) => steps),
    traces.flatMap(({ continuations }) => continuations),
  );
  for (const of of groupBy(lacking, ({ there }) => there.attemptId).values()) {
    const [first] = of;
    if (first) await addToCells(tx, first.there, changedCells(of.map(({ trace }) => trace)));
  }
  await keepFacts(
    tx,
    traces.map(({ row }) => row.id),
  );
}

/** What the heatmap gains: the new counts, less the steps that stood there as never asked. */
function changedCells(traces: readonly PreparedImport[]): CellRow[] {
  return cellsOf(traces).map((cell) => ({
    ...cell,
    notScored: cell.notScored - (cell.scored + cell.missing + cell.notScored),
  }));
}
