import { describe, expect, it } from "vitest";
import { checkBindSafety } from "./bind-safety";
import { hostNameOf, isAllowedHost, isAllowedOrigin, isLoopbackName } from "./request-guard";

describe("hosts", () => {
  it.each(["localhost", "127.0.0.1", "127.8.9.10", "[::1]", "::1", "LOCALHOST", "app.localhost"])(
    "%s is this machine",
    (name) => expect(isLoopbackName(name)).toBe(true),
  );

  it.each(["localhost.evil.com", "127.0.0.1.nip.io", "0.0.0.0", "192.168.1.2", "[::]", "evil.com", ""])(
    "%s is not",
    (name) => expect(isLoopbackName(name)).toBe(false),
  );

  it("reads the name out of a header and refuses malformed ones", () => {
    expect(hostNameOf("LocalHost:4173")).toBe("localhost");
    expect(hostNameOf("[::1]:4173")).toBe("[::1]");
    for (const header of [
      "",
      "a b",
      "host:port",
      "localhost:4173@evil.com",
      "localhost/evil",
      "user@localhost",
    ])
      expect(hostNameOf(header)).toBeNull();
  });

  it("answers to loopback and to listed names only", () => {
    expect(isAllowedHost("127.0.0.1:4173", [])).toBe(true);
    expect(isAllowedHost("gpu-box:4173", [])).toBe(false);
    expect(isAllowedHost("GPU-box:4173", ["gpu-box"])).toBe(true);
    expect(isAllowedHost("gpu-box:4173", ["gpu-box:4173"])).toBe(true);
    expect(isAllowedHost("gpu-box:9", ["gpu-box:4173"])).toBe(false);
    expect(isAllowedHost(null, ["gpu-box"])).toBe(false);
  });
});

describe("origins of mutations", () => {
  const from = (headers: Record<string, string>) => isAllowedOrigin(new Headers(headers), "localhost:4173");

  it("lets our own pages and programs through, and no other site", () => {
    expect(from({})).toBe(true);
    expect(from({ origin: "http://localhost:4173", "sec-fetch-site": "same-origin" })).toBe(true);
    expect(from({ "sec-fetch-site": "none" })).toBe(true);
    expect(from({ origin: "https://evil.com" })).toBe(false);
    expect(from({ origin: "http://localhost:3000" })).toBe(false);
    expect(from({ origin: "null" })).toBe(false);
    expect(from({ "sec-fetch-site": "cross-site" })).toBe(false);
    expect(from({ "sec-fetch-site": "same-site" })).toBe(false);
  });
});

describe("binding", () => {
  it("needs a token off loopback, and says what to do", () => {
    expect(() => checkBindSafety("127.0.0.1", null)).not.toThrow();
    expect(() => checkBindSafety("::1", undefined)).not.toThrow();
    for (const host of ["0.0.0.0", "::", "192.168.0.4", "gpu-box"]) {
      expect(() => checkBindSafety(host, "")).toThrow(/STEPWELL_TOKEN/);
      expect(() => checkBindSafety(host, "a-long-enough-secret")).not.toThrow();
    }
  });
});
