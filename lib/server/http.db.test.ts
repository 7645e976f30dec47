import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { revokeTokenById } from "@/db/queries/tokens";
import { useTestDatabase } from "@/db/testing/database";
import { problem } from "@/lib/contracts";
import { AppError, ERRORS } from "@/lib/domain/errors";
import { setDbHandle } from "./db";
import { json, type RouteHandler, route, serverUrlOf } from "./http";
import { mintToken } from "./tokens";

afterEach(() => vi.unstubAllEnvs());

const TOKEN = "a-token-of-the-operator";
const body = z.strictObject({ name: z.string(), list: z.array(z.strictObject({ n: z.int() })).default([]) });

const open = route({ access: "operator", body }, async ({ body, caller }) => json({ body, caller }));
const agentsOnly = route({ access: "agent" }, async ({ caller }) => json(caller));

function call(
  handler: RouteHandler,
  headers: Record<string, string> = {},
  sent: unknown = { name: "x" },
  method = "POST",
) {
  return handler(
    new Request("http://localhost:4173/api/v1/x?q=1", {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(method === "POST" && { body: typeof sent === "string" ? sent : JSON.stringify(sent) }),
    }),
  );
}

const codeOf = async (answer: Response) => problem.parse(await answer.json()).code;

describe("the HTTP surface", () => {
  const handle = useTestDatabase();
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  describe("a route's refusals", () => {
    it("are problem+json with a request id and a page that explains the code", async () => {
      const answer = await call(open, {}, { name: 1, extra: true, list: [{ n: 1 }, { n: 1.5 }] });
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      const told = problem.parse(await answer.json());
      expect(told).toMatchObject({ type: "/docs/errors#invalid-request", status: 400, retryable: false });
      expect(told.requestId).toBe(answer.headers.get("x-request-id"));
      expect(told.fields.map((field) => field.path).sort()).toEqual(["extra", "list.1.n", "name"]);
    });

    it("name the place inside a union, not the union", async () => {
      const shape = z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("a"), deep: z.strictObject({ n: z.int() }) }),
        z.strictObject({ kind: z.literal("b") }),
      ]);
      const union = route(
        { access: "operator", body: z.strictObject({ shape, or: z.union([z.int(), z.null()]) }) },
        async () => json({}),
      );
      const answer = await call(union, {}, { shape: { kind: "a", deep: { n: "x" } }, or: "y" });
      const told = problem.parse(await answer.json());
      expect(told.fields.map((field) => field.path)).toEqual(["shape.deep.n", "or"]);
    });

    it.each(Object.keys(ERRORS) as (keyof typeof ERRORS)[])("carry the status of %s", async (code) => {
      const failing = route({ access: "public" }, async () => {
        throw new AppError(code, { detail: "because", retryAfterMs: 1500 });
      });
      const answer = await call(failing);
      expect(answer.status).toBe(ERRORS[code].status);
      expect(answer.headers.get("retry-after")).toBe("2");
      expect(await answer.json()).toMatchObject({
        code,
        detail: "because",
        retryable: ERRORS[code].retryable,
      });
    });

    it("tell nothing of a fault's inside, and call a database that is away retryable", async () => {
      const secret = route({ access: "public" }, async () => {
        throw new Error("password=hunter2");
      });
      const answer = await call(secret);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain("hunter2");
      const away = route({ access: "public" }, async () => {
        throw new Error("query failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) });
      });
      expect(await codeOf(await call(away))).toBe("database-unavailable");
    });
  });

  describe("who may call", () => {
    it("lets a person on loopback in without a token, and no web page of another site", async () => {
      expect((await call(open)).status).toBe(200);
      expect((await call(open, { host: "evil.com" })).status).toBe(403);
      expect(await codeOf(await call(open, { origin: "https://evil.com" }))).toBe("wrong-origin");
      expect(await codeOf(await call(open, { origin: "null" }))).toBe("wrong-origin");
      expect((await call(open, { origin: "http://localhost:4173" })).status).toBe(200);
      const reading = route({ access: "operator" }, async () => json({}));
      expect((await call(reading, { origin: "https://evil.com" }, null, "GET")).status).toBe(200);
    });

    it("wants STEPWELL_TOKEN from everyone where it is set", async () => {
      vi.stubEnv("STEPWELL_TOKEN", TOKEN);
      expect((await call(open)).status).toBe(401);
      expect((await call(open, { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
      expect((await call(open, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
      expect((await call(open, { cookie: `other=1; stepwell_token=${TOKEN}` })).status).toBe(200);
      expect((await call(open, { cookie: "stepwell_token=%ff" })).status).toBe(401);
      expect(
        await codeOf(await call(open, { cookie: `stepwell_token=${TOKEN}`, origin: "https://evil.com" })),
      ).toBe("wrong-origin");
    });

    it("wants the right scope, from a token that exists and was not revoked", async () => {
      const agent = await mintToken(handle.db, "agent", "box");
      const run = await mintToken(handle.db, "run", "att_00000001");
      const read = await mintToken(handle.db, "read", "a script");
      const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
      expect((await call(agentsOnly)).status).toBe(401);
      expect((await call(agentsOnly, bearer("swa_unknown"))).status).toBe(401);
      expect((await call(agentsOnly, { authorization: "Basic eA==" })).status).toBe(401);
      expect((await call(agentsOnly, bearer(run.token))).status).toBe(403);
      expect(await (await call(agentsOnly, bearer(agent.token))).json()).toMatchObject({
        scope: "agent",
        subject: "box",
      });
      // A program with a token is not a browser: its Origin does not matter.
      expect((await call(agentsOnly, { ...bearer(agent.token), origin: "https://evil.com" })).status).toBe(
        200,
      );
      expect((await call(open, bearer(agent.token))).status).toBe(403);
      expect((await call(open, bearer(read.token))).status).toBe(403);
      const reading = route({ access: "operator" }, async () => json({}));
      expect((await call(reading, bearer(read.token), null, "GET")).status).toBe(200);
      await revokeTokenById(handle.db, agent.tokenId, new Date());
      expect((await call(agentsOnly, bearer(agent.token))).status).toBe(401);
    });

    it("reads no body of a caller it refuses", async () => {
      const pulled = vi.fn();
      const stream = new ReadableStream({ pull: pulled }, { highWaterMark: 0 });
      const guarded = route({ access: "run", body }, async () => json({}));
      const answer = await guarded(
        new Request("http://localhost/x", {
          method: "POST",
          body: stream,
          ...({ duplex: "half" } as object),
        }),
      );
      expect(answer.status).toBe(401);
      expect(pulled).not.toHaveBeenCalled();
    });
  });

  describe("the server's own address", () => {
    it("is what the caller used, unless one was set", () => {
      const request = new Request("http://localhost:3000/x", { headers: { host: "127.0.0.1:4173" } });
      expect(serverUrlOf(request)).toBe("http://127.0.0.1:4173");
      vi.stubEnv("STEPWELL_PUBLIC_URL", "https://stepwell.example");
      expect(serverUrlOf(request)).toBe("https://stepwell.example");
    });
  });
});
