import { describe, expect, it } from "vitest";
import { atLeast, packageDifferences } from "./doctor-checks";

describe("versions", () => {
  it.each([
    ["20.9.0", ">=20.9", true],
    ["20.8.1", ">=20.9", false],
    ["22.0.0", ">=20.9", true],
    ["20.20.2", ">=20.9", true],
  ])("%s against %s: %s", (version, wanted, expected) => expect(atLeast(version, wanted)).toBe(expected));
});

describe("node_modules against the lock file", () => {
  const wanted = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b/node_modules/a": { version: "2.0.0" },
      "node_modules/mac-only": { version: "1.0.0", optional: true },
    },
  };

  it("does not miss what another platform needs", () => {
    const { "": _, "node_modules/mac-only": __, ...here } = wanted.packages;
    expect(packageDifferences(wanted, { packages: here })).toEqual([]);
  });

  it("names what is missing or has another version", () => {
    expect(packageDifferences(wanted, { packages: { "node_modules/a": { version: "1.0.1" } } })).toEqual([
      "a",
      "a",
    ]);
  });
});
