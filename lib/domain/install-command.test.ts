import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { installCommand, isLoopbackUrl } from "./install-command";

/** What a real shell makes of the part behind the pipe: the words that the script gets. */
function wordsOf(command: string): string[] {
  const shown = command.slice(command.indexOf("|") + 1).replace(" sh -s -- ", ` printf '%s\\n' `);
  return execFileSync("sh", ["-c", shown], { encoding: "utf8", env: { ...process.env, HOME: "/home/ada" } })
    .trimEnd()
    .split("\n");
}

describe("the command that connects a host", () => {
  const token = "swa_Az09-_";
  const serverUrl = "http://gpu-box:4173";

  it("is one line that keeps the token out of the arguments", () => {
    const command = installCommand({ serverUrl, token, dataDir: null });
    expect(command).toBe(
      "curl -fsSL http://gpu-box:4173/api/v1/agent/install.sh | STEPWELL_AGENT_TOKEN=swa_Az09-_ sh -s -- --server http://gpu-box:4173",
    );
    expect(wordsOf(command)).toEqual(["--server", serverUrl]);
  });

  it.each([
    ["/data/a b", "/data/a b"],
    ["/it's; rm -rf $HOME", "/it's; rm -rf $HOME"],
    ["~/step well", "/home/ada/step well"],
    ["/a`id`", "/a`id`"],
  ])("hands the folder %j over as one word", (dataDir, seen) => {
    expect(wordsOf(installCommand({ serverUrl, token, dataDir }))).toEqual([
      "--server",
      serverUrl,
      "--data",
      seen,
    ]);
  });

  it.each([
    ["http://127.0.0.1:4173", true],
    ["http://localhost:1", true],
    ["http://[::1]:4173", true],
    ["http://127.example.org", false],
    ["https://stepwell.example.org", false],
  ])("%s leads to the machine itself: %s", (url, expected) => expect(isLoopbackUrl(url)).toBe(expected));
});
