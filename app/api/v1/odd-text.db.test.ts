import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ablations, hosts, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { problem, registerAnswer } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import type { RouteHandler } from "@/lib/server/http";
import { mintToken } from "@/lib/server/tokens";
import { makeAttempt, makeRun } from "@/lib/services/ingest/testing/fixture";
import { JobWorld, smallSpec } from "@/lib/services/testing/job-world";
import { POST as preview } from "./ablations/preview/route";
import { POST as launch, GET as listAblations } from "./ablations/route";
import { POST as heartbeat } from "./agents/[id]/heartbeat/route";
import { POST as register } from "./agents/register/route";
import { GET as readLog } from "./runs/[id]/log/route";
import { GET as readSeries } from "./runs/[id]/series/route";
import { GET as listTraces } from "./runs/[id]/traces/route";
import { GET as listRuns } from "./runs/route";
import { GET as readContinuations } from "./traces/[id]/continuations/route";

const ODD = ["a\u0000b", "a\ud800b"];
const REGISTRATION = {
  ...{ hostName: "box", launcher: "local", capacity: 1, version: "1", facts: {}, dataDir: "/data" },
  trainer: { ready: true, detail: "" },
};

describe("texts that Postgres cannot hold", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(() => world.clear());

  function post(handler: RouteHandler, body: unknown, token = "", id = ""): Promise<Response> {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const request = new Request("http://localhost/x", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return handler(request, { params: Promise.resolve({ id }) });
  }
  async function refusedFields(answer: Response): Promise<string[]> {
    expect(answer.status).toBe(400);
    return problem.parse(await answer.json()).fields.map((field) => field.path);
  }

  it.each(ODD)("are refused in a launch by the field's name, and nothing is written (%j)", async (text) => {
    const spec = smallSpec();
    const arms = spec.arms.map((arm, i) => (i === 1 ? { ...arm, name: text } : arm));
    for (const handler of [launch, preview]) {
      expect(await refusedFields(await post(handler, { ...spec, name: text }))).toEqual(["name"]);
      const both = await post(handler, { ...spec, description: text, arms });
      expect(await refusedFields(both)).toEqual(["description", "arms.1.name"]);
    }
    for (const table of [ablations, runs]) expect(await handle.db.select().from(table)).toEqual([]);
  });

  it.each(ODD)("are refused in a registration, keys included (%j)", async (text) => {
    const { token } = await mintToken(handle.db, "agent", "box");
    const before = await handle.db.$count(hosts);
    const named = await post(register, { ...REGISTRATION, hostName: text }, token);
    expect(await refusedFields(named)).toEqual(["hostName"]);
    const keyed = await post(register, { ...REGISTRATION, facts: { [text]: "x" } }, token);
    expect(await refusedFields(keyed)).toEqual([`facts.${text}`]);
    expect(await handle.db.$count(hosts)).toBe(before);
  });

  it.each(ODD)("are kept, escaped, where they are the last words of a process (%j)", async (text) => {
    await world.launch();
    const agent = await world.agent("one");
    const { attemptId } = await agent.lease();
    const { token } = await mintToken(handle.db, "agent", "one");
    const again = await post(register, { ...REGISTRATION, hostName: "one" }, token);
    const { agentId, hostId } = registerAnswer.parse(await again.json());
    const words = { signal: text, engineState: text, detail: text };
    const report = {
      observations: [{ attemptId, state: "running", ...words }],
      trainer: { ready: false, detail: text },
    };
    expect((await post(heartbeat, report, token, agentId)).status).toBe(200);
    const escaped = text.replace(
      /\p{Cc}|\p{Cs}/gu,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    expect(await world.attempt(attemptId)).toMatchObject({
      ...{ signal: escaped, engineState: escaped, detail: escaped },
    });
    const host = (await handle.db.select().from(hosts)).find(({ id }) => id === hostId);
    expect(host).toMatchObject({ trainerReady: false, trainerDetail: escaped });
    const pids = { observations: [{ attemptId, state: "running", pid: 2 ** 40 }] };
    expect(await refusedFields(await post(heartbeat, pids, token, agentId))).toEqual(["observations.0.pid"]);
  });

  it("are found nowhere: a search for them is refused by its name", async () => {
    const { runId } = await makeAttempt(handle.db, await makeRun(handle.db));
    const ask = async (handler: RouteHandler, query: string) =>
      refusedFields(
        await handler(new Request(`http://localhost/x?${query}`), { params: Promise.resolve({ id: runId }) }),
      );
    for (const handler of [listRuns, listAblations, readLog])
      expect(await ask(handler, "q=%00")).toEqual(["q"]);
    expect(await ask(readSeries, "names=a,%00")).toEqual(["names.1"]);
    expect(await ask(listTraces, "text=%00")).toEqual(["text"]);
    expect(await ask(listTraces, "groupId=%00")).toEqual(["groupId"]);
  });
});

describe("numbers in a query that are beyond any column", () => {
  const handle = useTestDatabase();
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));

  it("are refused", async () => {
    const { runId } = await makeRun(handle.db);
    const absurd: [RouteHandler, string, string?][] = [
      [listRuns, "seed=99999999999"],
      [listRuns, "offset=99999999999999999999"],
      [listTraces, "fromTrainStep=99999999999"],
      [listTraces, "offset=99999999999999999999"],
      [readContinuations, "traceStep=99999999999", `trc_${"0".repeat(16)}`],
      [readLog, "after=1e300"],
      [readSeries, "names=x&toStep=99999999999"],
    ];
    for (const [handler, query, id = runId] of absurd) {
      const request = new Request(`http://localhost/x?${query}`);
      const answer = await handler(request, { params: Promise.resolve({ id }) });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });
});
