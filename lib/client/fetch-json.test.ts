import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ApiError, fetchJson } from "./fetch-json";

function answer(status: number, body: string) {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status })));
}
afterEach(() => vi.unstubAllGlobals());
const failure = (path: string) =>
  fetchJson(path, z.object({ n: z.number() })).then(
    () => expect.unreachable(),
    (error: unknown) => (error instanceof ApiError ? error.problem : expect.unreachable()),
  );

describe("fetchJson", () => {
  it("parses an answer by its contract", async () => {
    answer(200, '{"n":1}');
    expect(await fetchJson("/x", z.object({ n: z.number() }))).toEqual({ n: 1 });
  });
  it("hands on what the server says is wrong, field by field", async () => {
    const said = {
      type: "/docs/errors#invalid-request",
      title: "t",
      status: 400,
      code: "invalid-request",
      detail: "d",
      hint: "h",
      retryable: false,
      requestId: "req_1",
      fields: [{ path: "seeds.0", message: "m" }],
    };
    answer(400, JSON.stringify(said));
    expect(await failure("/x")).toEqual(said);
  });
  it("calls a proxy's HTML page an unreadable, retryable answer", async () => {
    answer(502, "<html>");
    expect(await failure("/x")).toMatchObject({ status: 502, retryable: true });
  });
  it("refuses an answer out of contract and names the field", async () => {
    answer(200, '{"n":"one"}');
    expect((await failure("/x")).detail).toContain("n ");
  });
  it("says so when the server is away", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    expect(await failure("/x")).toMatchObject({ status: 0, title: "No connection to the server" });
  });
});
