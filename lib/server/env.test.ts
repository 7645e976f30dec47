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
});
