import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ArtifactDisk } from "../../artifacts/disk";
import { freshFolder, PATIENCE, removeFolder } from "../../testing/agent-process";
import { remoteDisk } from "./remote-disk";
import type { RemoteHost } from "./remote-host";
import { askHere } from "./testing/ask-here";

const KEY = "a".repeat(64);

describe("the disk of a remote host", PATIENCE, () => {
  let root: string;
  let here: string;
  let disk: ArtifactDisk;
  beforeEach(() => {
    [root, here] = [freshFolder(), freshFolder()];
    disk = remoteDisk({ ask: askHere(root) } as unknown as RemoteHost);
  });
  afterEach(() => {
    removeFolder(root);
    removeFolder(here);
  });

  function write(folder: string, files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }
  const artifact = (path: string, files: Record<string, string>) => ({
    path,
    checkpointId: null,
    files: Object.entries(files).map(([name, text]) => ({
      path: name,
      bytes: text.length,
      sha256: createHash("sha256").update(text).digest("hex"),
    })),
  });

  it("takes what was fetched here, once, and puts a checkpoint into a job's output", async () => {
    const files = { "model.bin": "weights", "a b/empty": "", "manifest.json": "{}" };
    write(join(here, KEY), files);
    const path = await disk.bring(join(here, KEY));
    expect(path).toBe(join(root, "artifacts", KEY));
    expect(await disk.bring(join(here, KEY))).toBe(path);
    expect(await disk.holds(artifact(path, files))).toBe(true);
    expect(await disk.holds(artifact(path, { ...files, more: "x" }))).toBe(false);
    expect(await disk.holds(artifact(`${path}x`, {}))).toBe(false);
    const way = "checkpoints/checkpoint-3";
    await disk.restore({ path: join(here, KEY), fetched: true }, "/data/jobs/job_1", way);
    expect(readFileSync(join(root, "jobs/job_1", way, "model.bin"), "utf8")).toBe("weights");
    expect(await disk.holds(artifact(disk.outputPath("/data/jobs/job_1", way), files))).toBe(true);
    expect(await disk.drop(join(here, KEY))).toBe("weights".length + "{}".length);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(here, KEY))).toBe(true);
  });

  it("reads files of a job's output in pieces, and removes the folder", async () => {
    const folder = join(root, "jobs/job_1/checkpoints/checkpoint-2");
    write(folder, { "model.bin": "0123456789" });
    const file = await disk.open(artifact(folder, {}), "model.bin");
    expect(file.bytes).toBe(10);
    expect(Buffer.from(await file.read(4, 3)).toString()).toBe("456");
    expect(await disk.remove(folder)).toBe(10);
    expect(existsSync(folder)).toBe(false);
    expect(await disk.remove(folder)).toBe(0);
  });

  it("touches nothing else, whatever a trainer says", async () => {
    const secret = join(here, "secret");
    write(here, { secret: "x" });
    write(join(root, "jobs/job_1/out"), { file: "y" });
    symlinkSync(here, join(root, "jobs/job_1/link"));
    symlinkSync(secret, join(root, "jobs/job_1/out/link"));
    // Each asks a process of its own: a few that differ in kind.
    const paths = [here, `${root}/jobs/job_1`, `${root}/attempts/a/b`, `${root}/jobs/job_1/link/x`];
    for (const path of [...paths, `${root}/jobs/job_1/../../../etc/x`])
      await expect(disk.remove(path), path).rejects.toThrow(/is no folder|is a link/);
    await expect(disk.open(artifact(here, {}), "secret")).rejects.toThrow(/is no folder/);
    const out = artifact(`${root}/jobs/job_1/out`, {});
    for (const name of ["link", "../out/../../x"])
      await expect(disk.open(out, name), name).rejects.toThrow(/no plain file|leads out/);
    expect(existsSync(secret)).toBe(true);
    expect(readFileSync(join(root, "jobs/job_1/out/file"), "utf8")).toBe("y");
  });
});
