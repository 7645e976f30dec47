import { describe, expect, it } from "vitest";
import { manifestBytes, manifestFault, manifestSha256 } from "./artifact-manifest";

const file = (path: string, bytes = 1, digit = "a") => ({ path, bytes, sha256: digit.repeat(64) });

describe("the manifest of an artifact", () => {
  it("has one name whatever the order of its files, and another for any other content", () => {
    const files = [file("a"), file("b/c", 2, "b")];
    expect(manifestSha256([...files].reverse())).toBe(manifestSha256(files));
    expect(manifestBytes(files)).toBe(3);
    const others = [
      [file("a"), file("b/d", 2, "b")],
      [file("a"), file("b/c", 3, "b")],
      [file("a"), file("b/c", 2, "c")],
      [file("a")],
    ];
    expect(new Set([files, ...others].map(manifestSha256)).size).toBe(5);
  });

  it("keeps a path with a line break apart from two lines", () => {
    const one = file('x"\n');
    expect(manifestSha256([one])).not.toBe(manifestSha256([file("x"), file("")]));
  });

  it.each([
    "../x",
    "a/../../x",
    "/etc/passwd",
    "a//b",
    "./a",
    "a/.",
    "..",
    "a\\b",
    "a\0b",
    "",
    "manifest.json",
    `${"x".repeat(256)}`,
    "C:\\x",
  ])("is refused where it names %j", (path) => {
    expect(manifestFault([file("ok"), file(path)])).toMatch(/cannot be copied/);
  });

  it("is refused where files exclude each other, and where it is empty", () => {
    expect(manifestFault([file("a"), file("a")])).toBe('it names "a" twice');
    expect(manifestFault([file("a/b"), file("a")])).toBe('"a" is a file and a folder');
    expect(manifestFault([])).toBe("it has no manifest of its files");
  });

  it("is fine with odd but harmless names", () => {
    const names = [
      "model.safetensors",
      "a/b/c.json",
      "…é",
      "-rf",
      "a b",
      "$(x)",
      "..x",
      "x/manifest.json",
      "\n",
    ];
    expect(manifestFault(names.map((name) => file(name)))).toBeNull();
  });
});
