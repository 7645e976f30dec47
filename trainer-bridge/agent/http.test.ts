import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ServerClient, ServerError } from "./http";

let close: () => void = () => {};
afterEach(() => close());

async function clientOf(answer: (response: ServerResponse) => void, limitMs = 2000): Promise<ServerClient> {
  const server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return new ServerClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "token", limitMs);
}
const beat = (client: ServerClient) =>
  client
    .heartbeat("agt_12345678", { observations: [], trainer: null, log: [], chores: [] })
    .catch((error: unknown) => error);

describe("ServerClient", () => {
  test.each<[string, (response: ServerResponse) => void, Partial<ServerError>]>([
    ["is cut off", (r) => r.destroy(), { status: null, retryable: true }],
    ["never answers", () => {}, { status: null, retryable: true }],
    [
      "breaks off in the middle",
      (r) => r.writeHead(200, { "content-length": 99 }).write("{", () => r.destroy()),
      { retryable: true },
    ],
    [
      "is too busy",
      (r) => r.writeHead(429, { "retry-after": "7" }).end(),
      { status: 429, retryable: true, retryAfterMs: 7000 },
    ],
    ["is broken", (r) => r.writeHead(502).end("<html>"), { status: 502, retryable: true }],
    ["refuses", (r) => r.writeHead(403).end("{}"), { status: 403, retryable: false }],
    ["is another program", (r) => r.writeHead(200).end("<html>"), { status: 200, retryable: true }],
    [
      "sends us elsewhere",
      (r) => r.writeHead(302, { location: "http://example.com/" }).end(),
      { status: null },
    ],
  ])("a server that %s is a ServerError", async (_, answer, error) => {
    const seen = await beat(await clientOf(answer, 300));
    expect(seen).toBeInstanceOf(ServerError);
    expect(seen).toMatchObject(error);
    expect(String(seen)).not.toContain("Bearer");
  });

  test("what a newer server says beyond what this agent knows is left out", async () => {
    const order = { attemptId: "att_12345678", order: "pause", jobStatus: "pausing" };
    const answer = {
      orders: [
        { ...order, why: "new" },
        { ...order, order: "dance" },
      ],
      chores: [{ id: "cho_12345678", kind: "polish" }],
      mood: "new",
    };
    expect(await beat(await clientOf((r) => r.end(JSON.stringify(answer))))).toEqual({
      orders: [order],
      chores: [],
    });
    close();
    const registered = { agentId: "agt_12345678", hostId: "hst_12345678", heartbeatMs: 1, leaseMs: 2 };
    const versions = { server: "2", installable: null };
    const said = { ...registered, versions: { ...versions, mood: "new" }, mood: "new" };
    const client = await clientOf((r) => r.end(JSON.stringify(said)));
    const trainer = { ready: true, detail: "" };
    const facts = {
      hostName: "a",
      launcher: "local",
      capacity: 1,
      version: "1",
      dataDir: "/d",
      facts: {},
      trainer,
    };
    expect(await client.register(facts)).toEqual({ ...registered, versions });
    close();
    const none = { lease: null, retryAfterMs: 5, reason: "" };
    const asking = await clientOf((r) => r.end(JSON.stringify({ ...none, mood: "new" })));
    expect(await asking.lease("agt_12345678", { contract: 1, kinds: ["sft"], running: [] })).toEqual(none);
  });

  test("a refusal says which field is wrong", async () => {
    const fields = [{ path: "observations.0.pid", message: "must be a whole number" }];
    const body = {
      type: "t",
      title: "Invalid request",
      status: 400,
      code: "invalid-request",
      detail: "no",
      hint: "",
      retryable: false,
      requestId: "req",
      fields,
    };
    const seen = await beat(await clientOf((r) => r.writeHead(400).end(JSON.stringify(body))));
    expect(String(seen)).toContain("observations.0.pid: must be a whole number");
  });
});
