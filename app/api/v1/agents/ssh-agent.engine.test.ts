import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { tinySmoke } from "@/lib/presets/tiny-smoke";
import { setDbHandle } from "@/lib/server/db";
import { mintToken } from "@/lib/server/tokens";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { type Sshd, sshdOrReason, startSshd } from "@/trainer-bridge/agent/launchers/ssh/testing/sshd";
import { signalGroup } from "@/trainer-bridge/agent/process-group";
import {
  type AgentProcess,
  eventually,
  freshFolder,
  removeFolder,
  spawnAgent,
} from "@/trainer-bridge/agent/testing/agent-process";
import { AttemptFolders } from "@/trainer-bridge/agent/testing/attempt-folders";
import { writeLoggingPython } from "@/trainer-bridge/agent/testing/logging-python";
import { type RouteServer, startRouteServer } from "./testing/route-server";
import { allJobsSucceeded, attemptsBeyondFirst, expectTruth } from "./testing/truth";

const found = sshdOrReason();
if ("reason" in found) console.warn(found.reason);

/** The trainer's stand-in as Python: also runs what the launcher sends to a Python of the remote host. */
function writeRemotePython(folder: string): string {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  const path = join(folder, "remote-python");
  writeFileSync(
    path,
    `#!/bin/sh
if [ "$1" = -ISc ]; then exec "${python}" "$@"; fi
exec "${writeLoggingPython(folder)}" "$@"
`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf("reason" in found)("an agent that drives a host over SSH", { timeout: 300_000 }, () => {
  const db = useTestDatabase();
  let sshd: Sshd;
  let folder: string;
  let here: AttemptFolders;
  let there: AttemptFolders;
  let server: RouteServer;
  let agents: AgentProcess[];
  let start: () => void;

  beforeAll(async () => {
    setDbHandle(db);
    if ("reason" in found) throw new Error(found.reason);
    sshd = await startSshd(found.program);
  });
  afterAll(async () => {
    setDbHandle(undefined);
    await sshd.close();
  });
  beforeEach(async () => {
    folder = freshFolder();
    agents = [];
    const dataDir = join(folder, "here");
    const remoteDir = join(folder, "there");
    here = new AttemptFolders(dataDir);
    there = new AttemptFolders(remoteDir);
    server = await startRouteServer();
    const { token } = await mintToken(db.db, "agent", "ssh test");
    const remotePython = writeRemotePython(folder);
    const { port, user, identityFile, knownHostsFile } = sshd;
    const host = { host: "127.0.0.1", port, user, identityFile, knownHostsFile };
    // The trainers there never reach the server: all that it hears comes over SSH.
    const way = { events: { way: "collect" }, pollMs: 100, controlPersist: 20 };
    const config = JSON.stringify({ ...host, ...way, remoteDir, python: remotePython });
    const more = ["--launcher", "ssh", "--launcher-config", config];
    const python = writeLoggingPython(folder);
    start = () => void agents.push(spawnAgent({ server: server.url, token, dataDir, python, more }));
  });
  afterEach(async () => {
    for (const agent of agents) agent.child.kill("SIGKILL");
    await Promise.all(agents.map((agent) => agent.exited));
    for (const pid of there.pids()) signalGroup(pid, "SIGKILL");
    await server.close();
    removeFolder(folder);
  });
  const said = () => agents.map((agent) => agent.output()).join("\n");
  const launch = () => launchAblation(db.db, tinySmoke.spec, { codeVersion: "test" });

  async function expectAllTrue(ablationId: string): Promise<void> {
    await eventually("every job succeeds", () => allJobsSucceeded(db), 240_000);
    await expectTruth(db, here);
    expect(await attemptsBeyondFirst(db, ablationId)).toBe(0);
    await eventually(
      "no process is left there",
      () => there.living("trainer.json").length + there.living("supervisor.json").length === 0,
    );
  }

  test("an ablation runs through a killed agent and cut connections, each job in one attempt", async () => {
    onTestFailed(() => console.error(said()));
    start();
    const launched = await launch();
    for (let round = 0; round < 3; round++) {
      await eventually("a trainer works there", () => there.living("trainer.json").length > 0, 120_000);
      if (round === 1) {
        const [agent] = agents;
        agent?.child.kill("SIGKILL");
        await agent?.exited;
      }
      await sshd.cut();
      await eventually("the trainers there end alone", () => there.living("trainer.json").length === 0);
      await sshd.listen();
      if (round === 1) start();
    }
    await expectAllTrue(launched.id);
  });
});
