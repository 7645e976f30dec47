import { describe, expect, it } from "vitest";
import { isCurrentAgent } from "./agent-version";

describe("an agent's version", () => {
  it.each([
    ["0.1.0", "0.1.0+aa", true],
    ["0.0.9", "0.1.0+aa", false],
    ["0.1.0+aa", "0.1.0+aa", true],
    ["0.1.0+bb", "0.1.0+aa", false],
    ["0.1.0+bb", null, true],
    ["0.0.9+aa", null, false],
  ])("%s beside a server 0.1.0 that installs %s is current: %s", (version, installable, expected) => {
    expect(isCurrentAgent(version, { server: "0.1.0", installable })).toBe(expected);
  });
});
