import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import type { AblationResults } from "@/lib/contracts/results";
import type { QuestionOutcome } from "@/lib/stats/ablation/compare-checkpoints";
import type { QuestionOrder } from "./url-state";

/** One question as listed: right of how many under A and under B, in decodes of a checkpoint or in seeds of an arm. */
export interface QuestionEntry {
  index: number;
  key: string;
  a: { right: number; of: number };
  b: { right: number; of: number };
  /** Share right of A less that of B; null where either has no verdict. */
  difference: number | null;
  /** The list it belongs to. */
  cell: string;
}

/** `seed:arm`, as in the URL: an arm's key may hold colons, a seed cannot. */
export const checkpointId = (row: Pick<QuestionRow, "arm" | "seed">) => `${row.seed}:${row.arm}`;

function rowOf(table: QuestionTable, id: string): QuestionRow | undefined {
  return table.rows.find((row) => checkpointId(row) === id);
}

/** Seeds with answers of both arms, ascending. */
export function sharedSeeds(table: QuestionTable, a: string, b: string): number[] {
  const of = (arm: string) => table.rows.filter((row) => row.arm === arm).map((row) => row.seed);
  const other = new Set(of(b));
  return [...new Set(of(a))].filter((seed) => other.has(seed)).sort((x, y) => x - y);
}

type Facts = Pick<AblationResults, "arms" | "baselineArm" | "contrast">;

/** The arms that a reader most likely asks about: the declared contrast, else the last arm against the baseline. */
function likelyArms(table: QuestionTable, { arms, baselineArm, contrast }: Facts): [string, string] {
  const answered = new Set(table.rows.map((row) => row.arm));
  const present = [...arms]
    .sort((x, y) => x.position - y.position)
    .map((arm) => arm.key)
    .filter((key) => answered.has(key));
  const b = [contrast?.baseline, baselineArm, present[0]].find((key) => key && answered.has(key)) ?? "";
  const a = [contrast?.arm, ...present.toReversed()].find((key) => key && answered.has(key) && key !== b);
  return [a ?? b, b];
}

/** The two checkpoints to compare: those asked for where they exist, else the likely arms at their first shared seed. */
export function checkpointsOf(
  table: QuestionTable,
  facts: Facts,
  asked: { a: string; b: string },
): { a: QuestionRow; b: QuestionRow } | null {
  const [armA, armB] = likelyArms(table, facts);
  const [seed] = sharedSeeds(table, armA, armB);
  const first = (arm: string) =>
    table.rows.find((row) => row.arm === arm && (seed === undefined || row.seed === seed));
  const a = rowOf(table, asked.a) ?? first(armA);
  const b = rowOf(table, asked.b) ?? (armA === armB ? table.rows.find((row) => row !== a) : first(armB));
  return a && b ? { a, b } : null;
}

const shareOf = ({ right, of }: { right: number; of: number }) => (of === 0 ? null : right / of);

function entryOf(
  index: number,
  key: string,
  a: QuestionEntry["a"],
  b: QuestionEntry["b"],
  cell: string,
): QuestionEntry {
  const [shareA, shareB] = [shareOf(a), shareOf(b)];
  const difference = shareA === null || shareB === null ? null : shareA - shareB;
  return { index, key, a, b, difference, cell };
}

/** Questions of two checkpoints, each in the list of its outcome. */
export function entriesOfPair(
  table: QuestionTable,
  a: QuestionRow,
  b: QuestionRow,
  outcomes: readonly QuestionOutcome[],
): QuestionEntry[] {
  const countsOf = (row: QuestionRow, i: number) => ({ right: row.right[i] ?? 0, of: row.graded[i] ?? 0 });
  return table.questions.map(({ key }, i) =>
    entryOf(i, key, countsOf(a, i), countsOf(b, i), outcomes[i] ?? "missing"),
  );
}

/** Seeds that answered a question rightly, of those with a verdict; with several decodes, in more than half of them. */
function seedsRight(rows: readonly QuestionRow[], i: number): { right: number; of: number } {
  const graded = rows.filter((row) => (row.graded[i] ?? 0) > 0);
  return {
    right: graded.filter((row) => 2 * (row.right[i] ?? 0) > (row.graded[i] ?? 0)).length,
    of: graded.length,
  };
}

/** Questions of two arms over the seeds that both have: how many seeds are right under each. */
export function entriesOverSeeds(table: QuestionTable, armA: string, armB: string): QuestionEntry[] {
  const seeds = sharedSeeds(table, armA, armB);
  const rowsOf = (arm: string) => seeds.flatMap((seed) => rowOf(table, checkpointId({ arm, seed })) ?? []);
  const [rowsA, rowsB] = [rowsOf(armA), rowsOf(armB)];
  return table.questions.map(({ key }, i) => {
    const [a, b] = [seedsRight(rowsA, i), seedsRight(rowsB, i)];
    const whole = a.of === seeds.length && b.of === seeds.length;
    return entryOf(i, key, a, b, whole ? `${a.right}-${b.right}` : "missing");
  });
}

/** counts[right under A][right under B] of the questions that every shared seed has a verdict on. */
export function crossTable(entries: readonly QuestionEntry[], seeds: number): number[][] {
  const counts = Array.from({ length: seeds + 1 }, () => Array.from({ length: seeds + 1 }, () => 0));
  for (const { a, b, cell } of entries) {
    const row = cell === "missing" ? undefined : counts[a.right];
    if (row) row[b.right] = (row[b.right] ?? 0) + 1;
  }
  return counts;
}

/** Keys as people count them: q-9 before q-10. */
const natural = new Intl.Collator("en", { numeric: true });

interface Wanted {
  cell: string | null;
  search: string;
  order: QuestionOrder;
  /** How each question begins, by its key: searched too. */
  prompts?: ReadonlyMap<string, string>;
}

/** Every word of the search must stand in the key or the beginning of the prompt. */
function matcher({ search, prompts }: Wanted): (entry: QuestionEntry) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ key }) => {
    const text = `${key} ${prompts?.get(key) ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** The questions of a list; those without a verdict on one side come last whatever the order. */
export function listedEntries(entries: readonly QuestionEntry[], wanted: Wanted): QuestionEntry[] {
  const sign = wanted.order === "b" ? 1 : -1;
  const rank = ({ difference }: QuestionEntry) =>
    wanted.order === "key" ? 0 : difference === null ? 2 : sign * difference;
  return entries
    .filter((e) => wanted.cell === null || e.cell === wanted.cell)
    .filter(matcher(wanted))
    .sort((x, y) => rank(x) - rank(y) || natural.compare(x.key, y.key));
}

/** Where j and k lead; from nowhere to the first. */
export function neighbour(
  entries: readonly QuestionEntry[],
  key: string | null,
  step: 1 | -1,
): QuestionEntry | undefined {
  const at = entries.findIndex((e) => e.key === key);
  if (at < 0) return entries[0];
  return entries[Math.min(entries.length - 1, Math.max(0, at + step))];
}

/** Rows of both arms of each shared seed, ascending: the pairs of checkpoints whose answers can be read. */
export function pairsOverSeeds(table: QuestionTable, armA: string, armB: string) {
  return sharedSeeds(table, armA, armB).flatMap((seed) => {
    const [a, b] = [armA, armB].map((arm) => rowOf(table, checkpointId({ arm, seed })));
    return a && b ? [{ seed, a, b }] : [];
  });
}

/** The pair to read for a question: that of the seed asked for, else the first that differs, else the first. */
export function pairToRead<Pair extends { seed: number; a: QuestionRow; b: QuestionRow }>(
  pairs: readonly Pair[],
  index: number,
  asked: string,
): Pair | undefined {
  const share = (row: QuestionRow) => (row.right[index] ?? 0) / Math.max(1, row.graded[index] ?? 0);
  return (
    pairs.find(({ seed }) => String(seed) === asked) ??
    pairs.find(({ a, b }) => a.graded[index] && b.graded[index] && share(a) !== share(b)) ??
    pairs[0]
  );
}
