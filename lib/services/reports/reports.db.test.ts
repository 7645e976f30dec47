import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as freezeOf } from "@/app/api/v1/ablations/[id]/reports/route";
import { GET as exportFile } from "@/app/api/v1/reports/[id]/export/route";
import { GET as readOne, DELETE as removeOne } from "@/app/api/v1/reports/[id]/route";
import { POST as freezeAny, GET as list } from "@/app/api/v1/reports/route";
import { ablations, reports } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  type FreezeAnswer,
  freezeAnswer,
  type Lease,
  problem,
  reportDocument,
  reportsPage,
  resultSelection,
} from "@/lib/contracts";
import { digestOf } from "@/lib/reports/digest";
import { verifyReport } from "@/lib/reports/verify";
import { setDbHandle } from "@/lib/server/db";
import { receiveBatch } from "../ingest/receive-batch";
import { batchOf, evaluation, evaluationItemOf, metrics, trace } from "../ingest/testing/batches";
import { JobWorld, type TestAgent } from "../testing/job-world";
import { freezeReport } from "./freeze-report";
import { getReport } from "./read-reports";

const BENCHMARKS = ["tiny-in-distribution", "tiny-harder"];
const URL_BASE = "http://localhost/api/v1/reports";

const at = (id: string) => ({ params: Promise.resolve({ id }) });
const post = (body: unknown) =>
  new Request(URL_BASE, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("reports", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  let agent: TestAgent;
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    await world.clear();
    await handle.db.delete(reports);
    agent = await world.agent("one", { capacity: 8 });
  });

  const freeze = (ablation: string, claim = ""): Promise<FreezeAnswer> =>
    freezeReport(handle.db, {
      selection: resultSelection.parse({ ablation }),
      claim,
      codeVersion: "test",
    });

  async function send(lease: Lease, kind: "metrics" | "evaluations" | "traces", events: object[]) {
    const place = { attemptId: lease.attemptId, target: { jobId: lease.jobId } };
    await receiveBatch(world.db, place, batchOf(lease.attemptId, kind, events));
  }

  const answers = (right: number) =>
    BENCHMARKS.map((key, i) => {
      const items = ["q1", "q2", "q3"].map((question, n) =>
        evaluationItemOf(question, { correct: n < right }),
      );
      const benchmark = { key, title: key, contentSha256: "0".repeat(64), questions: 3 };
      return { ...evaluation(i + 1, items, true), benchmark };
    });

  /** Runs everything that was launched: every training tells its cost, every evaluation its answers. */
  async function runAll(right: (lease: Lease) => number): Promise<void> {
    for (;;) {
      const lease = await agent.tryLease();
      if (!lease) return;
      const { kind } = lease.spec;
      if (kind === "sft" || kind === "grpo") {
        const spent = { responseTokens: 10, continuationTokens: 20, activeMs: 100, gpuMs: 50 };
        await send(lease, "metrics", [metrics(1, 1, { "reward/mean": kind === "sft" ? "NaN" : 1 }, spent)]);
      }
      if (kind === "grpo")
        await send(lease, "traces", [trace(1), trace(2, { sampleIndex: 1, finishReason: "length" })]);
      if (kind === "evaluate") await send(lease, "evaluations", answers(right(lease)));
      await agent.finish(lease);
    }
  }

  it("freezes facts, settings, versions and health of one moment", async () => {
    const id = await world.launch({ seeds: [1, 2], description: "why" });
    await runAll((lease) => (lease.spec.seed === 1 ? 1 : 2));
    const { id: reportId, created } = await freeze(id, "it helps");
    expect(created).toBe(true);
    const { content, document } = await getReport(handle.db, reportId);
    expect(content).toMatchObject({ description: "why", claim: "it helps", spec: { seeds: [1, 2] } });
    expect(document).toMatchObject({ ablationId: id, codeVersion: "test" });
    expect(content.runs.map((run) => [run.arm, run.seed, run.stage])).toEqual([
      ["sft", 1, "sft"],
      ["sft", 2, "sft"],
      ["outcome-only", 1, "grpo"],
      ["outcome-only", 2, "grpo"],
    ]);
    const [, , first] = content.runs;
    expect(first?.config).toMatchObject({ reward: { lambdaOutcome: 1 }, start: "warm-up" });
    expect(first?.warmUpRunId).toBe(content.runs[0]?.runId);
    expect(content.versions.benchmarks.map((each) => [each.key, each.evaluations]).sort()).toEqual(
      BENCHMARKS.map((key) => [key, 4]).sort(),
    );
    expect(content.versions.evaluation).toEqual([
      {
        settings: { decodes: 1, temperature: 1, batchSize: 8, maxResponseTokens: 64 },
        evaluations: 8,
      },
    ]);
    const { health } = content;
    expect(health.jobs.map((each) => [each.kind, each.status, each.jobs])).toEqual([
      ["evaluate", "succeeded", 4],
      ["grpo", "succeeded", 2],
      ["rewrite", "succeeded", 1],
      ["sft", "succeeded", 2],
    ]);
    expect(health.attempts).toEqual({ all: 9, jobsTriedAgain: 0, superseded: 0, lost: 0 });
    expect(health.nonFinite.map((each) => each.metric)).toEqual(["reward/mean", "reward/mean"]);
    expect(health.traces).toHaveLength(2);
    for (const told of health.traces)
      expect(told).toMatchObject({
        ...{ origin: "train", responses: 2, truncated: 1, withoutReward: 2 },
        ...{ requested: 8, returned: 4, truncatedContinuations: 0 },
      });
    expect(verifyReport(content).differences).toEqual([]);
  });

  it("answers with the same report while nothing has changed, also for two requests at once", async () => {
    const id = await world.launch();
    const both = await Promise.all([freeze(id), freeze(id)]);
    expect(new Set(both.map((each) => each.id)).size).toBe(1);
    expect(both.filter((each) => each.created)).toHaveLength(1);
    const { content } = await getReport(handle.db, both[0].id);
    expect(content.conclusions.sentences[0]).toMatch(/^Not finished when this was frozen: \d+ jobs/);
    await runAll(() => 1);
    const later = await freeze(id);
    expect(later.created).toBe(true);
    expect((await freeze(id)).id).toBe(later.id);
    expect((await freeze(id, "another claim")).id).not.toBe(later.id);
    // The earlier one says what was known then.
    expect((await getReport(handle.db, both[0].id)).content.results.cells).toEqual([]);
  });

  it("stays when its ablation is gone", async () => {
    const id = await world.launch();
    const { id: reportId } = await freeze(id);
    await handle.db.delete(ablations).where(eq(ablations.id, id));
    const { document, content } = await getReport(handle.db, reportId);
    expect(document.ablationId).toBeNull();
    expect(content.spec?.name).toBe(content.name);
  });

  it("never shows content that was changed, or that is of a newer version", async () => {
    const { id } = await freeze(await world.launch());
    const [row] = await handle.db.select().from(reports);
    const store = (content: Record<string, unknown>, contentSha256: string) =>
      handle.db.update(reports).set({ content, contentSha256 }).where(eq(reports.id, id));
    const changed = { ...row?.content, claim: "better" };
    await store(changed, row?.contentSha256 ?? "");
    await expect(getReport(handle.db, id)).rejects.toMatchObject({ code: "unreadable-report" });
    await expect(getReport(handle.db, id)).rejects.toThrow("not what was frozen");
    const newer = { ...row?.content, schemaVersion: 9 };
    await store(newer, digestOf(newer));
    await expect(getReport(handle.db, id)).rejects.toThrow("newer Stepwell (content version 9");
  });

  it("is made, listed, read, exported and deleted over HTTP", async () => {
    const id = await world.launch({ seeds: [1, 2, 3] });
    await runAll((lease) => lease.spec.seed % 3);
    const made = await freezeOf(post({ claim: "mine" }), at(id));
    expect(made.status).toBe(201);
    const { id: reportId, url } = freezeAnswer.parse(await made.json());
    expect(url).toBe(`/reports/${reportId}`);
    expect((await freezeOf(post({ claim: "mine" }), at(id))).status).toBe(200);
    const same = await freezeAny(post({ claim: "mine", selection: { ablation: id } }));
    expect([same.status, freezeAnswer.parse(await same.json()).id]).toEqual([200, reportId]);

    const page = reportsPage.parse(await (await list(new Request(URL_BASE))).json());
    expect(page).toMatchObject({ total: 1, reports: [{ id: reportId, arms: 2, seeds: 3, pending: 0 }] });
    expect(page.reports[0]?.sentence).not.toBe("");
    const document = reportDocument.parse(
      await (await readOne(new Request(`${URL_BASE}/${reportId}`), at(reportId))).json(),
    );
    expect(digestOf(document.content)).toBe(document.contentSha256);

    const file = (format: string) =>
      exportFile(new Request(`${URL_BASE}/${reportId}/export?format=${format}`), at(reportId));
    expect(reportDocument.parse(await (await file("json")).json())).toEqual(document);
    expect(await (await file("latex")).text()).toContain("\\toprule");
    const csv = await file("csv");
    expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="stepwell-${reportId}.csv"`);
    expect(await csv.text()).toContain("right/graded by seed");
    expect((await file("docx")).status).toBe(400);

    expect((await removeOne(new Request(URL_BASE, { method: "DELETE" }), at(reportId))).status).toBe(200);
    for (const gone of [
      await readOne(new Request(URL_BASE), at(reportId)),
      await removeOne(new Request(URL_BASE, { method: "DELETE" }), at(reportId)),
      await file("csv"),
    ])
      expect(gone.status).toBe(404);
  });

  it("refuses what it cannot freeze, and says what", async () => {
    const unknown = await freezeOf(post({}), at("abl_00000000"));
    expect(unknown.status).toBe(404);
    const long = await freezeOf(post({ claim: "x".repeat(2001) }), at("abl_00000000"));
    expect(problem.parse(await long.json()).fields?.map((field) => field.path)).toEqual(["claim"]);
    const nul = await freezeOf(post({ claim: "a\u0000b" }), at("abl_00000000"));
    expect(nul.status).toBe(400);
    expect((await freezeAny(post({ selection: { runs: ["run_00000000"] } }))).status).toBe(404);
  });
});
