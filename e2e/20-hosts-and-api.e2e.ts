import { hostname } from "node:os";
import { gzipSync } from "node:zlib";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { ablationsPage, problem } from "../lib/contracts";
import { tinySmoke } from "../lib/presets/tiny-smoke";
import { expect, test } from "./fixtures";
import { type ActedRun, startRun } from "./world/acted-run";
import { api } from "./world/server";

const { spec } = tinySmoke;

async function refusal(answer: APIResponse) {
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  return problem.parse(await answer.json());
}

/** A launch that must be refused: answers what was said of which field. */
async function refusedFields(request: APIRequestContext, body: object) {
  const before = (await api().get("/api/v1/ablations", ablationsPage)).total;
  const answer = await request.post("/api/v1/ablations", { data: body });
  expect(answer.status()).toBe(400);
  expect((await api().get("/api/v1/ablations", ablationsPage)).total).toBe(before);
  return (await refusal(answer)).fields;
}

test("the hosts page shows the agent of this machine at work", async ({ page }) => {
  await page.goto("/hosts");
  const row = page.getByRole("table", { name: "Hosts" }).getByRole("row", { name: hostname() });
  await expect(row).toContainText("Connected", { timeout: 30_000 });
});

test("a launch with an unknown field, a wrong type or an absurd number is refused by the field's name", async ({
  request,
}) => {
  expect(await refusedFields(request, { ...spec, sceds: [1] })).toEqual([
    { path: "sceds", message: "unknown field" },
  ]);
  const paths = async (body: object) => (await refusedFields(request, body)).map((field) => field.path);
  expect(await paths({ ...spec, grpo: { ...spec.grpo, learningRate: -1 } })).toEqual(["grpo.learningRate"]);
  expect(await paths({ ...spec, grpo: { ...spec.grpo, trainSteps: "many" } })).toEqual(["grpo.trainSteps"]);
  expect(await paths({ ...spec, seeds: [1, 1] })).toEqual(["seeds.1"]);
  const weights = spec.arms.map((arm) => ({
    ...arm,
    training: arm.training && {
      ...arm.training,
      reward: { ...arm.training.reward, lambdaOutcome: 0.3, lambdaProcess: 0.3 },
    },
  }));
  expect(await paths({ ...spec, arms: weights })).toContain("arms.2.training.reward.lambdaProcess");
});

test("a body over the limit is refused whole, packed or not", async ({ request }) => {
  const huge = await request.post("/api/v1/ablations", {
    data: { ...spec, description: "x".repeat(1_100_000) },
  });
  expect(huge.status()).toBe(413);
  expect((await refusal(huge)).code).toBe("body-too-large");

  const run = await startRun("limits");
  const bomb = await request.post(run.lease.spec.eventsPath, {
    headers: headersOf(run, { "content-encoding": "gzip", "content-type": "application/json" }),
    data: gzipSync(Buffer.alloc(40_000_000, " ")),
  });
  expect(bomb.status()).toBe(413);
});

test("only an attempt's own token may write its run", async ({ request }) => {
  const [own, other] = [await startRun("owner"), await startRun("other")];
  const send = (headers: Record<string, string>) =>
    request.post(own.lease.spec.eventsPath, { headers, data: batchOf(own, 1) });
  expect((await send({})).status()).toBe(401);
  expect((await send({ authorization: "Bearer swr_unknown" })).status()).toBe(401);
  expect((await send(headersOf(other))).status()).toBe(403);
  expect((await request.get("/api/v1/ablations", { headers: headersOf(own) })).status()).toBe(403);
  const elsewhere = { headers: { origin: "http://evil.example" }, data: spec };
  expect((await request.post("/api/v1/ablations", elsewhere)).status()).toBe(403);
  expect((await send(headersOf(own))).status()).toBe(200);
});

test("a batch that is sent again stores nothing again", async ({ request }) => {
  const run = await startRun("replay");
  const send = async () => {
    const answer = await request.post(run.lease.spec.eventsPath, {
      headers: headersOf(run),
      data: batchOf(run, 3),
    });
    expect(answer.status()).toBe(200);
    return answer.json();
  };
  expect(await send()).toEqual({ accepted: 3, duplicates: 0, stop: false });
  expect(await send()).toEqual({ accepted: 0, duplicates: 3, stop: false });
  const log = await (await request.get(`/api/v1/runs/${run.runId}/log`)).json();
  expect(log.lines.map((line: { text: string }) => line.text)).toEqual(["line 1", "line 2", "line 3"]);
});

function headersOf(run: ActedRun, more: Record<string, string> = {}): Record<string, string> {
  return { authorization: `Bearer ${run.lease.token}`, ...more };
}

function batchOf(run: ActedRun, lines: number): object {
  const events = Array.from({ length: lines }, (_, i) => ({
    ...{ type: "log", seq: i + 1, at: new Date().toISOString() },
    ...{ level: "info", source: "trainer", text: `line ${i + 1}` },
  }));
  return { schemaVersion: 1, stream: `${run.lease.attemptId}/logs`, events };
}
