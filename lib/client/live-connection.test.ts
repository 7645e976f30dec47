import { describe, expect, it } from "vitest";
import { LiveConnection, livePath } from "./live-connection";

function setUp() {
  const sources: { handlers: Map<string, (event: { data?: unknown }) => void>; closed: boolean }[] = [];
  const connection = new LiveConnection(() => {
    const made = { handlers: new Map<string, (event: { data?: unknown }) => void>(), closed: false };
    sources.push(made);
    return {
      addEventListener: (type, listener) => void made.handlers.set(type, listener),
      close: () => {
        made.closed = true;
      },
    };
  });
  const seen: string[] = [];
  const listener = { onNews: (m: { type: string }) => seen.push(m.type), onReset: () => seen.push("reset") };
  return { connection, sources, seen, listener };
}
const NEWS = JSON.stringify({
  type: "run-status",
  runId: null,
  jobId: null,
  ablationId: null,
  status: "running",
});

describe("LiveConnection", () => {
  it("shares one source and closes it with the last listener", () => {
    const { connection, sources, listener } = setUp();
    const stop = connection.listen(listener);
    const stopOther = connection.listen({ ...listener });
    expect(sources).toHaveLength(1);
    stop();
    expect(sources[0]?.closed).toBe(false);
    stopOther();
    expect(sources[0]?.closed).toBe(true);
  });
  it("hands on news and drops what is no message", () => {
    const { connection, sources, seen, listener } = setUp();
    connection.listen(listener);
    for (const data of [NEWS, "{", '{"type":3}', undefined]) sources[0]?.handlers.get("news")?.({ data });
    expect(seen).toEqual(["run-status"]);
  });
  it("keeps news of kinds that it does not know", () => {
    const { connection, sources, seen, listener } = setUp();
    connection.listen(listener);
    sources[0]?.handlers.get("news")?.({
      data: JSON.stringify({ type: "weather", runId: null, jobId: null, ablationId: null }),
    });
    expect(seen).toEqual(["weather"]);
  });
  it("lets go while out of sight and starts over when back", () => {
    const { connection, sources, seen, listener } = setUp();
    connection.listen(listener);
    connection.sleep();
    expect(sources[0]?.closed).toBe(true);
    connection.wake();
    connection.wake();
    expect(sources).toHaveLength(2);
    expect(seen).toEqual(["reset"]);
  });
  it("does not connect for a listener that comes while out of sight", () => {
    const { connection, sources, listener } = setUp();
    connection.sleep();
    connection.listen(listener);
    expect(sources).toHaveLength(0);
    connection.wake();
    expect(sources).toHaveLength(1);
  });
});

describe("livePath", () => {
  it("is the same for the same runs in any order", () =>
    expect(livePath({ runs: ["run_b", "run_a"] })).toBe(livePath({ runs: ["run_a", "run_b"] })));
  it("asks for everything without a scope", () => expect(livePath({})).toBe("/api/v1/live"));
});
