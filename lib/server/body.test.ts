import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readJson } from "./body";

const LIMITS = { maxBytes: 1_000, maxInflatedBytes: 10_000 };

function request(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/x", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    ...({ duplex: "half" } as object),
  });
}

const gzipped = (text: string) => request(new Uint8Array(gzipSync(text)), { "content-encoding": "gzip" });

/** A body that never ends: only a reader that counts gets out. */
function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100).fill(32)) });
}

describe("reading a body", () => {
  it("reads JSON, plain or gzipped", async () => {
    expect(await readJson(request('{"a": "é"}'), LIMITS)).toEqual({ a: "é" });
    expect(await readJson(gzipped("[1, 2]"), LIMITS)).toEqual([1, 2]);
  });

  it.each([
    ["declared too large", () => request("1", { "content-length": "1001" }), "body-too-large"],
    ["too large while streaming", () => request(endless()), "body-too-large"],
    ["a bomb", () => gzipped("0".repeat(900_000)), "body-too-large"],
    [
      "gzip cut short",
      () => request(new Uint8Array(gzipSync("[1]").subarray(0, 15)), { "content-encoding": "gzip" }),
      "bad-encoding",
    ],
    ["not gzip at all", () => request("[1]", { "content-encoding": "gzip" }), "bad-encoding"],
    ["another encoding", () => request("[1]", { "content-encoding": "br" }), "unsupported-media-type"],
    ["another type", () => request("[1]", { "content-type": "text/plain" }), "unsupported-media-type"],
    ["no JSON", () => request("{"), "not-json"],
    ["nothing", () => request(null), "not-json"],
    ["broken UTF-8", () => request(new Uint8Array([34, 0xff, 34])), "not-json"],
  ])("refuses %s", async (_, make, code) => {
    await expect(readJson(make(), LIMITS)).rejects.toMatchObject({ code });
  });

  it("does not unpack where gzip was not announced", async () => {
    await expect(readJson(gzipped("[1]"), { maxBytes: 100 })).rejects.toMatchObject({
      code: "unsupported-media-type",
    });
  });
});
