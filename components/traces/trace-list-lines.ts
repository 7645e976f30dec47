import { decodeNumber, type EncodedNumber, type TraceRow } from "@/lib/contracts";
import { formatValue } from "@/lib/format/number";

/** A line of the list: the head of a prompt group, or a trace with its place among the traces. */
export type TraceListLine =
  | { kind: "group"; key: string; first: TraceRow; shown: number; right: number; graded: number }
  | { kind: "trace"; key: string; row: TraceRow; index: number };

/** Responses of one group stand together; without a group (probe), those to one prompt in one train step. */
export function groupKeyOf(row: Pick<TraceRow, "groupId" | "origin" | "promptId" | "trainStep">): string {
  return `${row.origin}/${row.trainStep}/${row.groupId ?? row.promptId}`;
}

function headOf(first: TraceRow, members: readonly TraceRow[], at: number): TraceListLine {
  const graded = members.filter((m) => m.outcome !== null || m.invalidReason !== null);
  return {
    kind: "group",
    // The place too: an order by reward may tear a group apart.
    key: `${groupKeyOf(first)}@${at}`,
    first,
    shown: members.length,
    right: graded.filter((m) => m.outcome === 1).length,
    graded: graded.length,
  };
}

/** Whether any two neighbours are of one group: heads over single responses would only double the list. */
export function hasGroups(rows: readonly TraceRow[]): boolean {
  return rows.some((row, i) => {
    const next = rows[i + 1];
    return next !== undefined && groupKeyOf(next) === groupKeyOf(row);
  });
}

/** Rows as lines; when grouped, each run of neighbours of one prompt group gets a head with its outcomes. */
export function linesOf(rows: readonly TraceRow[], isGrouped: boolean): TraceListLine[] {
  const lines: TraceListLine[] = [];
  for (let at = 0; at < rows.length; ) {
    const first = rows[at];
    if (!first) break;
    let end = at + 1;
    for (let next = rows[end]; next && groupKeyOf(next) === groupKeyOf(first); next = rows[end]) end += 1;
    const members = rows.slice(at, end);
    if (isGrouped) lines.push(headOf(first, members, at));
    for (const [i, row] of members.entries()) lines.push({ kind: "trace", key: row.id, row, index: at + i });
    at = end;
  }
  return lines;
}

/** A number of a row, or the word for its absence. */
export function valueOr(value: EncodedNumber | null, absent: string, digits = 3): string {
  return value === null ? absent : formatValue(decodeNumber(value), digits);
}

/** Where a key leads among `count` traces: j and k as in many lists, else null. */
export function nextTrace(key: string, at: number | null, count: number): number | null {
  if (count === 0) return null;
  if (key === "j" || key === "ArrowDown") return at === null ? 0 : Math.min(count - 1, at + 1);
  if (key === "k" || key === "ArrowUp") return at === null ? 0 : Math.max(0, at - 1);
  return null;
}
