import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "@/app/api/v1/runs/route";
import type { Db } from "@/db/client";
import { arms, attempts, hosts, metricSeries, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type JobKind, problem, runsPage, runsQuery } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { presetOf } from "@/lib/presets";
import { setDbHandle } from "@/lib/server/db";
import { mintToken } from "@/lib/server/tokens";
import { launchAblation } from "../launch/launch-ablation";
import { listRuns } from "./list-runs";

async function attemptOf(db: Db, runId: string, jobId: string, number: number): Promise<string> {
  const id = newId("attempt");
  const hostId = newId("host");
  await db
    .insert(hosts)
    .values({ id: hostId, name: hostId, launcher: "local", capacity: 1, dataDir: "/tmp" });
  const { tokenId } = await mintToken(db, "run", id);
  await db.insert(attempts).values({ id, jobId, runId, hostId, tokenId, number });
  return id;
}

describe("the table of runs", () => {
  const handle = useTestDatabase();
  let ablation = "";
  const idOf = new Map<string, string>();
  const names = async (query: object) =>
    (await listRuns(handle.db, runsQuery.parse(query))).runs.map((r) => r.name);

  beforeAll(async () => {
    setDbHandle(handle);
    const preset = presetOf("tiny-smoke");
    if (!preset) throw new Error("no preset");
    ({ id: ablation } = await launchAblation(handle.db, preset.spec, { codeVersion: "test" }));
    const rows = await handle.db.query.runs.findMany();
    const keys = new Map((await handle.db.select().from(arms)).map((a) => [a.id, a.key]));
    for (const row of rows) {
      const key = row.armId === null ? "warm-up" : (keys.get(row.armId) ?? "");
      idOf.set(key, row.id);
      await handle.db.update(runs).set({ name: key }).where(eq(runs.id, row.id));
    }
    await logReward("mixed", [0.9, 0.2]);
    await logReward("process-only", [0.5]);
    await logReward("outcome-only", [Number.NaN]);
  });
  afterAll(() => setDbHandle(undefined));

  const jobOf = (runId: string, kind: JobKind) =>
    handle.db.query.jobs.findFirst({ where: (j) => and(eq(j.runId, runId), eq(j.kind, kind)) });

  /** One attempt per value, in order. */
  async function logReward(key: string, values: number[]): Promise<void> {
    const runId = idOf.get(key) ?? "";
    const job = await jobOf(runId, "grpo");
    for (const [i, lastValue] of values.entries()) {
      const attemptId = await attemptOf(handle.db, runId, job?.id ?? "", i + 1);
      await handle.db.insert(metricSeries).values({ runId, attemptId, name: "reward/mean", lastValue });
    }
  }

  it("filters by arm, stage, status, seed and text", async () => {
    expect(await names({ arm: "mixed,process-only", sort: "name", dir: "asc" })).toEqual([
      "mixed",
      "process-only",
    ]);
    expect(await names({ stage: "sft" })).toEqual(["warm-up"]);
    expect(await names({ status: "running" })).toEqual([]);
    expect(await names({ seed: "99" })).toEqual([]);
    expect(await names({ q: "ocess" })).toEqual(["process-only"]);
    expect(await names({ q: idOf.get("mixed") ?? "" })).toEqual(["mixed"]);
  });

  it("sorts by a metric's latest attempt and puts what has no number last, both ways", async () => {
    const query = { sort: "metric:reward/mean", stage: "grpo" };
    expect(await names({ ...query, dir: "desc" })).toEqual(["process-only", "mixed", "outcome-only"]);
    expect(await names({ ...query, dir: "asc" })).toEqual(["mixed", "process-only", "outcome-only"]);
  });

  it("shows the latest value of each asked metric, NaN by name, and nothing for what was never logged", async () => {
    const page = await listRuns(handle.db, runsQuery.parse({ metrics: "reward/mean,policy/kl" }));
    expect(Object.fromEntries(page.runs.map((r) => [r.name, r.metrics]))).toEqual({
      mixed: { "reward/mean": 0.2 },
      "process-only": { "reward/mean": 0.5 },
      "outcome-only": { "reward/mean": "NaN" },
      "warm-up": {},
    });
  });

  it("counts the attempts at the training, not those at evaluating its checkpoint", async () => {
    const runId = idOf.get("mixed") ?? "";
    await attemptOf(handle.db, runId, (await jobOf(runId, "evaluate"))?.id ?? "", 1);
    const page = await listRuns(handle.db, runsQuery.parse({}));
    expect(page.runs.find((r) => r.name === "mixed")?.attempts).toBe(2);
  });

  it("pages in a stable order", async () => {
    const at = (offset: number) => names({ sort: "status", limit: "2", offset: String(offset) });
    const pages = [...(await at(0)), ...(await at(2))];
    expect([...pages].sort()).toEqual(["mixed", "outcome-only", "process-only", "warm-up"]);
  });

  it("offers what can be chosen", async () => {
    const { choices, total } = await listRuns(handle.db, runsQuery.parse({ ablation, q: "nothing matches" }));
    expect(total).toBe(0);
    expect(choices.arms.map((a) => a.key)).toEqual(["sft", "outcome-only", "mixed", "process-only"]);
    expect(choices.metrics).toEqual(["reward/mean"]);
    expect(choices.seeds).toEqual([1]);
  });

  it("answers over HTTP by its contract, and refuses what is no query by name", async () => {
    const get = (query: string) =>
      GET(new Request(`http://localhost/api/v1/runs?${query}`, { headers: { host: "localhost" } }));
    const good = await get(`ablation=${ablation}&metrics=reward/mean`);
    expect(runsPage.parse(await good.json()).total).toBe(4);
    const bad = await get("status=walking&limit=0&sort=drop");
    expect(bad.status).toBe(400);
    const fields = problem.parse(await bad.json()).fields.map((f) => f.path);
    expect(fields.some((f) => f.startsWith("status"))).toBe(true);
    expect(fields).toContain("limit");
    expect(fields).toContain("sort");
  });
});
