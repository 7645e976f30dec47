import { NextRequest } from "next/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { config, proxy } from "./proxy";

const TOKEN = "a-token+of/the~operator=";
const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`http://localhost:4173${path}`, { headers: { host: "localhost:4173", ...headers } }));

afterEach(() => vi.unstubAllEnvs());

describe("pages", () => {
  it("are served to this machine, and to no other name", () => {
    expect(ask("/runs").headers.get("x-middleware-next")).toBe("1");
    expect(ask("/runs", { host: "evil.com" }).status).toBe(403);
    vi.stubEnv("STEPWELL_ALLOWED_HOSTS", "gpu-box");
    expect(ask("/runs", { host: "gpu-box:4173" }).headers.get("x-middleware-next")).toBe("1");
  });

  it("refuse U+0000 in an address, and nothing that only looks like it", () => {
    expect(ask("/runs?q=a%00b").status).toBe(400);
    expect(ask("/runs/run_%00").status).toBe(400);
    expect(ask("/runs?q=%2500").headers.get("x-middleware-next")).toBe("1");
  });

  it("need the operator's token where there is one, taken once from the address", () => {
    vi.stubEnv("STEPWELL_TOKEN", TOKEN);
    expect(ask("/runs").status).toBe(401);
    expect(ask("/runs?token=wrong").status).toBe(401);
    const answer = ask(`/runs?arm=a&token=${encodeURIComponent(TOKEN)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/runs?arm=a");
    expect(ask(`/runs?token=${TOKEN}`).status).toBe(303);
    expect(ask(`//evil.com/?token=${encodeURIComponent(TOKEN)}`).headers.get("location")).toBe("/evil.com/");
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=strict/i);
    expect(ask("/runs", { cookie: cookie.split(";")[0] ?? "" }).headers.get("x-middleware-next")).toBe("1");
  });

  it("are all that it sees: the API guards itself", () => {
    const matcher = new RegExp(`^${config.matcher}$`);
    expect(matcher.test("/runs/run_1")).toBe(true);
    expect(matcher.test("/")).toBe(true);
    expect(matcher.test("/api/v1/runs")).toBe(false);
    expect(matcher.test("/_next/static/x.js")).toBe(false);
  });
});
