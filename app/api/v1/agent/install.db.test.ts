import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test, vi } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { AGENT_BUNDLE } from "@/lib/contracts/agent-files";
import { type EnrolRequest, enrolRequest } from "@/lib/contracts/enrolments";
import { tinySmoke } from "@/lib/presets/tiny-smoke";
import { setDbHandle } from "@/lib/server/db";
import { enrolHost, revokeEnrolment } from "@/lib/services/enrolments/enrol";
import { listHosts } from "@/lib/services/hosts/list-hosts";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { buildAgentFiles } from "@/scripts/lib/agent-dist/dist";
import { ROOT } from "@/scripts/lib/home";
import { ASSETS } from "@/trainer-bridge/agent/launchers/assets";
import { signalGroup } from "@/trainer-bridge/agent/process-group";
import { eventually, freshFolder, removeFolder } from "@/trainer-bridge/agent/testing/agent-process";
import { AttemptFolders } from "@/trainer-bridge/agent/testing/attempt-folders";
import { writeLoggingPython } from "@/trainer-bridge/agent/testing/logging-python";
import { type RouteServer, startRouteServer } from "../agents/testing/route-server";
import { allJobsSucceeded } from "../agents/testing/truth";

const LIMIT = { timeout: 240_000 };

/** The very command of the Hosts page, in an empty home folder, against the real routes and Postgres. */
describe("a host is connected by one command", () => {
  const db = useTestDatabase();
  let files: string;
  let home: string;
  let server: RouteServer;

  beforeAll(async () => {
    setDbHandle(db);
    files = freshFolder();
    await buildAgentFiles(ROOT, files);
    server = await startRouteServer();
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    setDbHandle(undefined);
    await server.close();
    removeFolder(files);
  });
  beforeEach(() => {
    vi.stubEnv("STEPWELL_AGENT_FILES", files);
    home = freshFolder();
  });
  afterEach(async () => {
    if (existsSync(installed("stepwell-agent"))) await agent("stop");
    for (const pid of new AttemptFolders(installed("data")).pids()) signalGroup(pid, "SIGKILL");
    removeFolder(home);
  });

  const installed = (name: string) => join(home, ".stepwell-agent", name);

  async function invite(part: Partial<EnrolRequest> = {}) {
    const wish = {
      hostName: "fresh",
      launcher: "local",
      launcherConfig: { termMs: 300, pollMs: 20 },
      capacity: 2,
    };
    return enrolHost(db.db, enrolRequest.parse({ ...wish, ...part }), server.url);
  }

  /** In the background: the server that it talks to is this process. */
  function shell(
    command: string,
    env: Record<string, string> = {},
  ): Promise<{ code: number | null; said: string }> {
    const { PATH = "", LANG = "C.UTF-8" } = process.env;
    const child = spawn("/bin/sh", ["-c", command], {
      cwd: home,
      env: { NODE_ENV: "test", HOME: home, PATH, LANG, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
  }
  const agent = (verb: string) => shell(`.stepwell-agent/stepwell-agent ${verb}`);
  const tellLog = () => {
    if (existsSync(installed("agent.log"))) console.error(readFileSync(installed("agent.log"), "utf8"));
  };
  const host = async () => (await listHosts(db.db, new Date())).find(({ name }) => name === "fresh");

  test(
    "it installs, starts, prepares nothing that is there, and does jobs; again it upgrades; then it goes",
    LIMIT,
    async () => {
      onTestFailed(tellLog);
      const { command, token } = await invite();
      const python = { STEPWELL_PYTHON: writeLoggingPython(home) };
      const first = await shell(`${command} --no-service`, python);
      expect(first).toMatchObject({ code: 0, said: expect.stringContaining('as the host "fresh" of') });

      await launchAblation(db.db, tinySmoke.spec, { codeVersion: "test" });
      await eventually("every job succeeds on it", () => allJobsSucceeded(db), 150_000);
      const manifest = JSON.parse(readFileSync(join(files, "manifest.json"), "utf8"));
      expect(await host()).toMatchObject({
        connected: true,
        trainerReady: true,
        agentVersion: manifest.version,
      });

      // What the launchers of every engine send elsewhere came with it.
      const [carried = ""] = readdirSync(installed("data/.assets"));
      const launchers = join(installed("data/.assets"), carried, "trainer-bridge/agent/launchers");
      for (const name of ASSETS) expect(existsSync(join(launchers, name)), name).toBe(true);

      // Who looks into the folder, or at the list of processes, does not find the token.
      expect(statSync(installed("token")).mode & 0o777).toBe(0o600);
      expect(statSync(installed("")).mode & 0o777).toBe(0o700);
      const { said: processes } = await shell("ps -eo args || true");
      expect(processes).not.toContain(token);
      for (const name of ["config.json", "agent.log"])
        expect(readFileSync(installed(name), "utf8")).not.toContain(token);

      expect(await agent("status")).toMatchObject({
        code: 0,
        said: expect.stringContaining(manifest.version),
      });
      expect(await shell(`${command} --no-service`, python)).toMatchObject({ code: 0 });
      expect(await agent("status")).toMatchObject({ code: 0 });
      expect(await agent("upgrade")).toMatchObject({ code: 0, said: expect.stringContaining("is what") });
      expect(await agent("stop")).toMatchObject({ code: 0, said: expect.stringContaining("Stopped") });
      expect(await agent("status")).toMatchObject({ code: 3 });
      expect(await agent("uninstall")).toMatchObject({ code: 0 });
      expect(readdirSync(installed(""))).toEqual(["data"]);
    },
  );

  test("an upgrade brings the server's program, and the agent goes on with it", LIMIT, async () => {
    const { command } = await invite();
    const older = freshFolder();
    cpSync(files, older, { recursive: true });
    // Another content is another version, as the build makes it.
    const program = readFileSync(join(files, AGENT_BUNDLE), "utf8").replaceAll(
      /0\.1\.0\+[0-9a-f]{12}/g,
      "0.1.0+0123456789ab",
    );
    writeManifest(older, program, "0.1.0+0123456789ab");
    vi.stubEnv("STEPWELL_AGENT_FILES", older);
    const python = { STEPWELL_PYTHON: writeLoggingPython(home) };
    expect(await shell(`${command} --no-service`, python)).toMatchObject({ code: 0 });
    await eventually("it registers", async () => (await host())?.agentVersion === "0.1.0+0123456789ab");
    vi.stubEnv("STEPWELL_AGENT_FILES", files);
    const { version } = JSON.parse(readFileSync(join(files, "manifest.json"), "utf8"));
    const upgraded = await agent("upgrade");
    expect(upgraded).toMatchObject({
      code: 0,
      said: expect.stringContaining(`0.1.0+0123456789ab -> ${version}`),
    });
    await eventually("the new one registers", async () => (await host())?.agentVersion === version);
    removeFolder(older);
  });

  test("a program that came damaged is not installed", LIMIT, async () => {
    const { command } = await invite();
    const damaged = freshFolder();
    cpSync(files, damaged, { recursive: true });
    appendFileSync(join(damaged, AGENT_BUNDLE), "x");
    vi.stubEnv("STEPWELL_AGENT_FILES", damaged);
    expect(await shell(command)).toMatchObject({ code: 1, said: expect.stringContaining("came damaged") });
    expect(existsSync(installed(AGENT_BUNDLE))).toBe(false);
    removeFolder(damaged);
  });

  test("a token that was revoked is told as that, and nothing starts", LIMIT, async () => {
    const { command, enrolment } = await invite();
    const python = { STEPWELL_PYTHON: writeLoggingPython(home) };
    expect(await shell(`${command} --no-service --no-start`, python)).toMatchObject({ code: 0 });
    await revokeEnrolment(db.db, enrolment.id, new Date());
    // 64 keeps systemd from starting it for ever.
    expect(await agent("run")).toMatchObject({ code: 64, said: expect.stringContaining("it was revoked") });
    expect(await agent("uninstall")).toMatchObject({ code: 0 });
    const { code, said } = await shell(`${command} --no-service`);
    expect(code).toBe(1);
    expect(said).toContain("unknown or was revoked");
    expect(existsSync(installed("config.json"))).toBe(false);
  });

  test("what is missing is named with its fix: Node, a Node that is too old, Python", LIMIT, async () => {
    const { command } = await invite();
    const bin = join(home, "bin");
    mkdirSync(bin);
    for (const name of ["sh", "curl", "uname", "dirname", "env"]) link(name, bin);
    expect(await shell(command, { PATH: bin })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Node\.js 20 or later is needed.*nodejs\.org/s),
    });
    const old = join(home, "old-node");
    writeFileSync(old, "#!/bin/sh\necho 18\n");
    chmodSync(old, 0o755);
    expect(await shell(command, { PATH: bin, NODE: old })).toMatchObject({
      code: 1,
      said: expect.stringContaining("is version 18"),
    });
    symlinkSync(process.execPath, join(bin, "node"));
    expect(await shell(`${command} --no-service`, { PATH: bin })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Python 3\.10 or later, and none was found/),
    });
  });
});

function link(name: string, bin: string): void {
  const found: SpawnSyncReturns<string> = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  if (found.status === 0) symlinkSync(found.stdout.trim(), join(bin, name));
}

/** Makes a folder offer this program, by the manifest that goes with it. */
function writeManifest(folder: string, program: string, version: string): void {
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const content = Buffer.from(program);
  writeFileSync(join(folder, AGENT_BUNDLE), content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const bundle = { name: AGENT_BUNDLE, sha256, bytes: content.length };
  writeFileSync(path, JSON.stringify({ ...manifest, version, bundle }));
}
