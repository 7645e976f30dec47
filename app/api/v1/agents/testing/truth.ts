import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { DbHandle } from "@/db/client";
import { eventually } from "@/trainer-bridge/agent/testing/agent-process";
import type { AttemptFolders } from "@/trainer-bridge/agent/testing/attempt-folders";

/** Train steps that the stand-in for the trainer logs in each job. */
const TRAIN_STEPS = 12;
async function statuses(db: DbHandle, table: "jobs" | "runs"): Promise<string[]> {
  const rows = await db.sql<{ status: string }[]>`select status from ${db.sql(table)}`;
  return rows.map((row) => row.status);
}

export async function allJobsSucceeded(db: DbHandle): Promise<boolean> {
  return (await statuses(db, "jobs")).every((status) => status === "succeeded");
}

/** How many attempts an ablation needed besides the first one of each job. */
export async function attemptsBeyondFirst(db: DbHandle, ablationId: string): Promise<number> {
  const [row] = await db.sql<{ n: number }[]>`
    select count(*)::int as n from attempts a join jobs j on j.id = a.job_id
    where a.number > 1 and j.ablation_id = ${ablationId}`;
  return row?.n ?? 0;
}

async function expectNothingLostOrDoubled(db: DbHandle): Promise<void> {
  const gaps = await db.sql`
    select attempt_id, kind, received::text from streams
    where lower(received) <> 1 or received <> int8multirange(range_merge(received))`;
  expect(gaps, "streams with something lost").toEqual([]);
  const doubled = await db.sql`
    select attempt_id, text from log_lines where text like 'train step%' group by 1, 2 having count(*) > 1`;
  expect(doubled, "what was stored twice").toEqual([]);
  const steps = await db.sql<{ n: number }[]>`
    select count(distinct l.text) filter (where l.text like 'train step%')::int as n
    from jobs j left join log_lines l on l.job_id = j.id group by j.id`;
  expect(new Set(steps.map((row) => row.n)), "train steps logged by each job").toEqual(
    new Set([TRAIN_STEPS]),
  );
}

/** After all jobs succeeded: every record says so, nothing was lost or doubled, and no process is left. */
export async function expectTruth(db: DbHandle, folders: AttemptFolders): Promise<void> {
  expect(new Set(await statuses(db, "runs"))).toEqual(new Set(["succeeded"]));
  // An attempt whose agent died before it wrote a run directory never ran: nothing of it was there to drain.
  const open = await db.sql`
    select id from attempts a where ended_at is null or (drained_at is null
      and (started_at is not null or exists (select 1 from streams s where s.attempt_id = a.id)))`;
  expect(open, "attempts without a true end").toEqual([]);
  await expectNothingLostOrDoubled(db);
  await eventually("every attempt is closed", () =>
    folders.list().every((runDir) => existsSync(join(runDir, "closed.json"))),
  );
  await eventually(
    "no process is left",
    () => folders.living("trainer.json").length + folders.living("supervisor.json").length === 0,
  );
}
