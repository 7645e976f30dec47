import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type SseClient, sseResponse } from "./sse";

describe("sseResponse", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function open() {
    const abort = new AbortController();
    const stop = vi.fn();
    let client: SseClient | undefined;
    const answer = sseResponse(
      (given) => {
        client = given;
        return stop;
      },
      { signal: abort.signal, heartbeatMs: 1000, retryMs: 500 },
    );
    const reader = answer.body?.getReader();
    if (!client || !reader) throw new Error("the source was not started");
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    return { answer, abort, stop, client, reader, read };
  }

  it("says how soon to come back, then sends events as they come", async () => {
    const { answer, client, read } = open();
    expect(answer.headers.get("content-type")).toMatch("text/event-stream");
    expect(await read()).toBe("retry: 500\n\n");
    client.send({ id: "e-1", event: "news", data: { text: "two\nlines" } });
    expect(await read()).toBe('id: e-1\nevent: news\ndata: {"text":"two\\nlines"}\n\n');
  });

  it("keeps a silent line open with comments", async () => {
    const { read } = open();
    await read();
    vi.advanceTimersByTime(1000);
    expect(await read()).toMatch(/^: /);
  });

  it("ends the source once, whoever goes first", async () => {
    const gone = open();
    gone.abort.abort();
    gone.client.close();
    expect(gone.stop).toHaveBeenCalledTimes(1);
    const cancelled = open();
    await cancelled.reader.cancel();
    cancelled.abort.abort();
    cancelled.client.send({ event: "news", data: {} });
    expect(cancelled.stop).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets go of a client that does not read, instead of keeping everything for it", () => {
    const { client, stop } = open();
    const data = "x".repeat(100_000);
    for (let i = 0; i < 9; i++) client.send({ event: "news", data });
    expect(stop).not.toHaveBeenCalled();
    for (let i = 0; i < 3; i++) client.send({ event: "news", data });
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it("ends a source that closes its client while it starts", () => {
    const stop = vi.fn();
    const options = { signal: new AbortController().signal, heartbeatMs: 1000, retryMs: 500 };
    sseResponse((client) => {
      client.close();
      return stop;
    }, options);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
