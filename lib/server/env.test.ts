import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

describe("the environment", () => {
  it("prefers a server of one's own over the embedded one, and has neither in a build", () => {
    expect(parseEnv({}).database).toBeNull();
    expect(parseEnv({ STEPWELL_PG_SOCKET: "/s" }).database).toEqual({
      socketDir: "/s",
      database: "stepwell",
    });
    expect(parseEnv({ STEPWELL_PG_SOCKET: "/s", DATABASE_URL: "postgres://x" }).database).toEqual({
      url: "postgres://x",
    });
  });

  it("takes an empty variable for an absent one", () => {
    expect(parseEnv({ STEPWELL_TOKEN: "", STEPWELL_PUBLIC_URL: "", DATABASE_URL: "" })).toMatchObject({
      token: null,
      publicUrl: null,
      database: null,
    });
  });

  it("reads host names in any writing", () => {
    expect(parseEnv({ STEPWELL_ALLOWED_HOSTS: " GPU-box , other:4173,, " }).allowedHosts).toEqual([
      "gpu-box",
      "other:4173",
    ]);
  });

  it("names every variable that is wrong", () => {
    expect(() => parseEnv({ STEPWELL_TOKEN: "short", STEPWELL_LOG_LEVEL: "loud" })).toThrow(
      /STEPWELL_TOKEN.*16 characters.*STEPWELL_LOG_LEVEL/,
    );
  });

  it("takes only tokens that a bearer header and a cookie can carry", () => {
    const token = "aZ09._~+/=-aZ09._~+/=-";
    expect(parseEnv({ STEPWELL_TOKEN: token }).token).toBe(token);
    for (const wrong of [
      "sixteen letters and",
      "sixteen;letters;and",
      "sixteen,letters,and",
      "ähnlich-ähnlich-",
    ])
      expect(() => parseEnv({ STEPWELL_TOKEN: wrong })).toThrow(/STEPWELL_TOKEN may hold only/);
    expect(() => parseEnv({ STEPWELL_TOKEN: "a".repeat(501) })).toThrow(/STEPWELL_TOKEN .*at most 500/);
  });

  it("says what a public address looks like", () => {
    expect(parseEnv({ STEPWELL_PUBLIC_URL: "https://stepwell.lab:8443" }).publicUrl).toBe(
      "https://stepwell.lab:8443",
    );
    for (const wrong of ["gpu-box", "gpu-box:4173", "ftp://gpu-box"])
      expect(() => parseEnv({ STEPWELL_PUBLIC_URL: wrong })).toThrow(/STEPWELL_PUBLIC_URL must be a URL/);
  });
});
