import { describe, expect, test } from "vitest";
import type { LauncherName } from "../../../lib/contracts/launchers";
import { openNamedLauncher } from "../launchers";
import { preparesElsewhere } from "./prepares";

describe("whose Python trains", () => {
  const login = { host: "login-1" };
  test.each<[LauncherName, Record<string, string | object>, boolean]>([
    ["local", {}, false],
    ["slurm", {}, false],
    ["slurm", { login }, true],
    ["ray", {}, false],
    ["ray", { python: "ray" }, true],
    ["ssh", { host: "gpu-1" }, true],
  ])("%s with %j: another machine's is %s, as its launcher has it", (launcher, config, expected) => {
    expect(preparesElsewhere({ launcher, launcherConfig: JSON.parse(JSON.stringify(config)) })).toBe(
      expected,
    );
    expect(openNamedLauncher(launcher, config).checkTrainer !== undefined).toBe(expected);
  });
});
