import { describe, expect, it } from "vitest";
import { choosePython, isRecentEnough, pythonFix } from "./find";

const python = (version: string, venv = true) => ({ command: `python${version}`, version, venv });

describe("choosing a Python", () => {
  it("takes the first that is recent enough and can make environments", () => {
    expect(choosePython([python("3.9.2"), python("3.12.1", false), python("3.10.0")])).toMatchObject({
      version: "3.10.0",
    });
  });

  it("names what is missing and how to mend it", () => {
    expect(choosePython([])).toEqual({ problem: expect.stringContaining("none was found") });
    expect(choosePython([python("3.9.2")])).toEqual({ problem: expect.stringContaining("is 3.9.2") });
    expect(choosePython([python("3.11.2", false)])).toEqual({
      problem: expect.stringContaining("apt install python3-venv"),
    });
  });

  it.each([
    ["3.10.0", true],
    ["3.9.19", false],
    ["2.7.18", false],
    ["4.0.0", true],
  ])("%s is recent enough: %s", (version, expected) => expect(isRecentEnough(version)).toBe(expected));

  it("names the package manager of the platform", () => {
    expect(pythonFix("darwin")).toContain("brew");
    expect(pythonFix("linux")).toContain("apt");
  });
});
