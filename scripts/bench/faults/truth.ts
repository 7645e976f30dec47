import { basename } from "node:path";
import type { DbHandle } from "@/db/client";
import { decodePoints } from "@/lib/metrics/points";
import { type AttemptLedger, readAcks, readLedgers } from "./ledger";
import type { World } from "./world";

/** What was promised and what became of it. Lists name what broke; all of them should be empty. */
export interface Truth {
  attempts: number;
  /** Train steps that trainers were told are safe; each is a line, a row of metrics and, in GRPO, a trace. */
  acknowledgedSteps: number;
  /** Records that the server has, by its own count of sequence numbers. */
  storedRecords: number;
  lost: string[];
  duplicates: string[];
  outOfOrder: string[];
  wrongEnds: string[];
}

/**
 * Compares what trainers were told with what stands in Postgres, record by record.
 *
 * @param expected how every job that began has to have ended
 */
export async function findTruth(world: World, expected: "succeeded" | "cancelled"): Promise<Truth> {
  const ledgers = readLedgers(world.ledger);
  return world.store.ask(async (handle) => {
    const truth: Truth = {
      attempts: ledgers.length,
      acknowledgedSteps: ledgers.reduce((sum, { steps }) => sum + steps.length, 0),
      storedRecords: await countStored(handle),
      ...{ lost: [], duplicates: [], outOfOrder: [], wrongEnds: [] },
    };
    for (const ledger of ledgers) await compare(handle, ledger, truth);
    truth.lost.push(...(await findGaps(handle)), ...(await findUnkeptAcks(handle, world)));
    truth.duplicates.push(...(await findDoubled(handle)));
    truth.wrongEnds.push(...(await findWrongEnds(handle, world, ledgers, expected)));
    return truth;
  });
}

async function countStored({ sql }: DbHandle): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select coalesce(sum(upper(r) - lower(r)), 0)::int as n from streams, unnest(received) as r`;
  return row?.n ?? 0;
}

/** Each train step of a ledger has to be there exactly once, in its order, in every stream that told of it. */
async function compare(handle: DbHandle, ledger: AttemptLedger, truth: Truth): Promise<void> {
  const { attemptId, steps } = ledger;
  const stored = await storedSteps(handle, attemptId);
  for (const [what, found] of Object.entries(stored)) {
    if (found === null) continue;
    const there = new Set(found);
    const missing = steps.filter((step) => !there.has(step));
    if (missing.length > 0) truth.lost.push(`${attemptId}: ${what} of train steps ${missing.join(", ")}`);
    if (there.size < found.length) truth.duplicates.push(`${attemptId}: ${what} of a train step twice`);
    const sorted = [...there].sort((a, b) => a - b);
    if (found.length === sorted.length && found.some((step, i) => step !== sorted[i]))
      truth.outOfOrder.push(`${attemptId}: ${what} ${found.join(", ")}`);
  }
}

/** The train steps of an attempt as they are stored, in the order of their sequence; null where none are kept. */
async function storedSteps({ sql }: DbHandle, attemptId: string): Promise<Record<string, number[] | null>> {
  const lines = await sql<{ step: number }[]>`
    select substring(text from 'train step (\\d+)')::int as step from log_lines
    where attempt_id = ${attemptId} and text ~ '^train step \\d+$' order by seq`;
  const [about] = await sql<{ kind: string; hasRun: boolean }[]>`
    select j.kind, j.run_id is not null and j.kind <> 'evaluate' as "hasRun"
    from attempts a join jobs j on j.id = a.job_id where a.id = ${attemptId}`;
  return {
    lines: lines.map(({ step }) => step),
    metrics: about?.hasRun ? await storedMetrics(sql, attemptId) : null,
    traces: about?.kind === "grpo" ? await storedTraces(sql, attemptId) : null,
  };
}

async function storedMetrics(sql: DbHandle["sql"], attemptId: string): Promise<number[]> {
  const rows = await sql<{ points: Uint8Array }[]>`
    select c.points from metric_chunks c join metric_series s on s.id = c.series_id
    where s.attempt_id = ${attemptId} and s.name = 'ordinal' and c.level = 0 order by c.first_train_step, c.id`;
  // The value says its train step once more: a point that holds another's value would be found.
  return rows.flatMap(({ points }) =>
    decodePoints(points).map(({ trainStep, value }) => (value === trainStep ? trainStep : -1)),
  );
}

async function storedTraces(sql: DbHandle["sql"], attemptId: string): Promise<number[]> {
  const rows = await sql<{ step: number; response: string }[]>`
    select train_step as step, response from traces where attempt_id = ${attemptId} order by train_step`;
  return rows.map(({ step, response }) => (response.endsWith(` ${step}`) ? step : -1));
}

/** A stream without its beginning or with holes is one of which something was lost. */
async function findGaps({ sql }: DbHandle): Promise<string[]> {
  const rows = await sql<{ stream: string; received: string }[]>`
    select attempt_id || '/' || kind as stream, received::text from streams
    where not isempty(received) and (lower(received) <> 1 or received <> int8multirange(range_merge(received)))`;
  return rows.map(({ stream, received }) => `${stream} holds ${received}`);
}

/** What a client holds for acknowledged has to be stored. */
async function findUnkeptAcks({ sql }: DbHandle, world: World): Promise<string[]> {
  const rows = await sql<{ stream: string; last: string }[]>`
    select attempt_id || '/' || kind as stream, upper(received) - 1 as last from streams where not isempty(received)`;
  const last = new Map(rows.map((row) => [row.stream, Number(row.last)]));
  return world.folders.list().flatMap((runDir) =>
    Object.entries(readAcks(runDir)).flatMap(([kind, seq]) => {
      const stream = `${basename(runDir)}/${kind}`;
      const stored = last.get(stream) ?? 0;
      return stored >= seq ? [] : [`${stream}: acknowledged up to ${seq}, stored up to ${stored}`];
    }),
  );
}

async function findDoubled({ sql }: DbHandle): Promise<string[]> {
  const rows = await sql<{ what: string }[]>`
    select 'event ' || seq || ' of ' || attempt_id as what from run_events
      where seq is not null and attempt_id is not null group by attempt_id, seq, type having count(*) > 1
    union all
    select 'evaluation item ' || question || ' of ' || evaluation_id from evaluation_items
      group by evaluation_id, question, decode having count(*) > 1`;
  return rows.map(({ what }) => what);
}

interface Ended {
  id: string;
  status: string;
  /** Exit code and signal, as far as they are known. */
  how: string;
  detail: string;
  open: boolean;
}

/** What agents say of a disk that took nothing more. */
const FULL_DISK = /ENOSPC|No space left on device/;

/** Every attempt has ended as its trainer did, and every job as was asked of it. */
async function findWrongEnds(
  { sql }: DbHandle,
  world: World,
  ledgers: readonly AttemptLedger[],
  expected: "succeeded" | "cancelled",
): Promise<string[]> {
  const rows = await sql<Ended[]>`
    select id, status, coalesce(signal, 'exit ' || exit_code, 'end unknown') || ', ' || engine_state as how, detail,
      ended_at is null as open from attempts order by leased_at`;
  const ends = new Map(ledgers.map(({ attemptId, ended }) => [attemptId, ended]));
  const wrong = rows.flatMap((row) => wrongEnd(row, world, ends.get(row.id)));
  const undone = await sql<{ what: string }[]>`
    select 'job ' || id || ' is ' || status || ': ' || status_reason as what from jobs
      where status <> ${expected} and (started_at is not null or ${expected} = 'succeeded')
    union all select 'run ' || id || ' is ' || status from runs where status <> ${expected}`;
  return [...wrong, ...undone.map(({ what }) => what)];
}

/**
 * @param ended what the trainer said of its end; undefined for one that keeps no ledger (the real one)
 */
function wrongEnd(row: Ended, world: World, ended: AttemptLedger["ended"] | undefined): string[] {
  const { id, status, how, detail } = row;
  const say = (what: string) => [
    `attempt ${id} is ${status} (${how}), ${what}${detail ? ` (${detail.slice(-300)})` : ""}`,
  ];
  const harmed = world.killed.has(id) || world.shaken.has(id) || FULL_DISK.test(detail);
  if (row.open) return say("and has no end");
  if (status === "failed" && !harmed) return say("but nothing was done to it");
  if (status === "succeeded" && ended === null) return say("but its trainer did not finish");
  // Lost is right where nobody could see the end: its record did not fit on the disk, or its writer was killed.
  if (status !== "succeeded" && ended === "finished" && !harmed) return say("but its trainer finished");
  return [];
}
