import { describe, expect, test } from "vitest";
import { parseOptions } from "./options";

const needed = ["--server", "http://127.0.0.1:4173/some/path", "--data", "/tmp/x"];

describe("parseOptions", () => {
  test("fills in the rest", () => {
    const options = parseOptions([...needed, "--capacity", "3", "--on-exit", "stop"]);
    expect(options).toMatchObject({
      server: "http://127.0.0.1:4173",
      data: "/tmp/x",
      capacity: 3,
      launcher: "local",
    });
    expect(options["on-exit"]).toBe("stop");
    expect(parseOptions(needed)["on-exit"]).toBe("keep");
    expect(parseOptions(needed).capacity).toBeGreaterThanOrEqual(1);
  });
  test.each([
    [["--data", "/tmp/x"], /--server/],
    [["--server", "ftp://x", "--data", "/tmp/x"], /--server/],
    [[...needed, "--capacity", "0"], /--capacity/],
    [[...needed, "--capacity", "two"], /--capacity/],
    [[...needed, "--launcher", "toString"], /--launcher: must be one of local/],
    [[...needed, "--launcher-config", "{"], /--launcher-config: must be JSON/],
    [[...needed, "--on-exit", "maybe"], /--on-exit/],
    [[...needed, "--token", "secret"], /--token/],
  ])("refuses %j and names the option", (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
