import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
import { ablations, jobs, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { ablationDetail, ablationsPage } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { launchAblation } from "../launch/launch-ablation";
import { getAblation } from "./get-ablation";
import { listAblations } from "./list-ablations";

async function launchAt(db: Db, name: string, createdAt: string): Promise<string> {
  const preset = presetOf("tiny-smoke");
  if (!preset) throw new Error("no preset");
  const { id } = await launchAblation(db, { ...preset.spec, name }, { codeVersion: "test" });
  await db
    .update(ablations)
    .set({ createdAt: new Date(createdAt) })
    .where(eq(ablations.id, id));
  return id;
}

describe("ablations as read by the pages", () => {
  const handle = useTestDatabase();
  let older = "";
  let newer = "";
  beforeAll(async () => {
    older = await launchAt(handle.db, "100% older", "2026-01-01T00:00:00Z");
    newer = await launchAt(handle.db, "newer_x", "2026-01-02T00:00:00Z");
  });
  const all = { q: "", offset: 0, limit: 50 };

  it("lists the newest first, by the contract of the API", async () => {
    const page = await listAblations(handle.db, all);
    expect(page.ablations.map((a) => a.id)).toEqual([newer, older]);
    expect(ablationsPage.parse(page).total).toBe(2);
  });

  it("pages without losing the count", async () => {
    const page = await listAblations(handle.db, { q: "", offset: 1, limit: 1 });
    expect([page.ablations.map((a) => a.id), page.total]).toEqual([[older], 2]);
  });

  it("searches for what is typed, wildcards included", async () => {
    const found = async (q: string) =>
      (await listAblations(handle.db, { ...all, q })).ablations.map((a) => a.id);
    expect(await found("NEWER")).toEqual([newer]);
    expect(await found("0%")).toEqual([older]);
    expect(await found("r_x")).toEqual([newer]);
    expect(await found("r%x")).toEqual([]);
    expect(await found(older)).toEqual([older]);
  });

  it("counts runs and jobs by status, and train steps", async () => {
    const before = (await getAblation(handle.db, older))?.summary;
    // One warm-up and three trained arms; SFT alone trains nothing of its own.
    expect(before?.runs).toEqual({ queued: 4 });
    expect(before?.trainSteps).toEqual({ done: 0, planned: 4 + 3 * 3 });
    expect([before?.startedAt, before?.endedAt]).toEqual([null, null]);
  });

  it("takes a warm-up that ended early for done", async () => {
    await handle.db
      .update(runs)
      .set({ status: "succeeded", lastTrainStep: 2 })
      .where(eq(runs.ablationId, newer));
    const after = (await getAblation(handle.db, newer))?.summary;
    expect(after?.trainSteps).toEqual({ done: 8, planned: 8 });
    expect(after?.runs).toEqual({ succeeded: 4 });
  });

  it("has ended only once every job has", async () => {
    const ended = {
      status: "succeeded",
      startedAt: new Date("2026-01-03"),
      endedAt: new Date("2026-01-04"),
    } as const;
    await handle.db.update(jobs).set(ended).where(eq(jobs.ablationId, newer));
    expect((await getAblation(handle.db, newer))?.summary).toMatchObject({
      startedAt: "2026-01-03T00:00:00.000Z",
      endedAt: "2026-01-04T00:00:00.000Z",
    });
    const [one] = await handle.db.select().from(jobs).where(eq(jobs.ablationId, newer)).limit(1);
    await handle.db
      .update(jobs)
      .set({ status: "running" })
      .where(eq(jobs.id, one?.id ?? ""));
    expect((await getAblation(handle.db, newer))?.summary.endedAt).toBeNull();
  });

  it("names what each job waits for", async () => {
    const detail = ablationDetail.parse(await getAblation(handle.db, older));
    const rewrite = detail.jobs.find((j) => j.kind === "rewrite");
    const sft = detail.jobs.find((j) => j.kind === "sft");
    expect(rewrite?.dependsOn).toEqual([]);
    expect(sft?.dependsOn).toEqual([rewrite?.id]);
    for (const grpo of detail.jobs.filter((j) => j.kind === "grpo"))
      expect(grpo.dependsOn).toEqual([sft?.id]);
  });

  it("lists jobs in the order of the work", async () => {
    const detail = await getAblation(handle.db, older);
    const arms = new Map(detail?.summary.arms.map((a) => [a.id, a.key]));
    const order = detail?.jobs.map((j) =>
      [j.kind, j.armId === null ? "" : arms.get(j.armId)].join(" ").trim(),
    );
    expect(order).toEqual([
      "rewrite",
      "sft",
      ...["outcome-only", "mixed", "process-only"].map((arm) => `grpo ${arm}`),
      "evaluate",
      ...["outcome-only", "mixed", "process-only"].map((arm) => `evaluate ${arm}`),
    ]);
  });

  it("finds nothing under an id that is none", async () => {
    expect(await getAblation(handle.db, "abl_00000000")).toBeNull();
  });
});
