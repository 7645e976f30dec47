import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshFolder, removeFolder } from "../testing/agent-process";
import { type ArtifactDisk, localDisk } from "./disk";
import { wayInOutput } from "./inputs";

describe("this machine's disk", () => {
  let data: string;
  let outside: string;
  let disk: ArtifactDisk;
  beforeEach(() => {
    [data, outside] = [freshFolder(), freshFolder()];
    disk = localDisk(data);
    mkdirSync(join(data, "jobs/job_1/checkpoints/checkpoint-1"), { recursive: true });
    writeFileSync(join(data, "jobs/job_1/checkpoints/checkpoint-1/model.bin"), "weights");
    writeFileSync(join(outside, "secret"), "x");
    mkdirSync(join(data, "artifacts/abc"), { recursive: true });
    mkdirSync(join(data, "attempts/att_1"), { recursive: true });
    writeFileSync(join(data, "attempts/att_1/token"), "t");
  });
  afterEach(() => {
    removeFolder(data);
    removeFolder(outside);
  });
  const at = (path: string) => ({ path, checkpointId: null, files: [] });

  it("deletes a checkpoint and a fetched artifact, and says what that freed", async () => {
    const folder = join(data, "jobs/job_1/checkpoints/checkpoint-1");
    expect(await disk.remove(`${folder}/`)).toBe(7);
    expect(existsSync(folder)).toBe(false);
    expect(await disk.remove(folder)).toBe(0);
    expect(await disk.remove(join(data, "artifacts/abc"))).toBe(0);
    expect(existsSync(join(data, "artifacts/abc"))).toBe(false);
  });

  it("neither deletes nor reads anything else, whatever a trainer says", async () => {
    symlinkSync(outside, join(data, "jobs/job_1/link"));
    symlinkSync(join(data, "jobs/job_1/checkpoints"), join(data, "jobs/job_1/inner-link"));
    symlinkSync(outside, join(data, "artifacts/link"));
    const hostile = [
      ...["/", "/etc", "", ".", "jobs/job_1/checkpoints", "~", outside, join(outside, "secret"), data],
      ...[
        "jobs",
        "jobs/job_1",
        "artifacts",
        "attempts",
        "attempts/att_1",
        "attempts/att_1/token",
        "python",
      ].map((name) => join(data, name)),
      ...[
        "jobs/job_1/../../../etc/x",
        "jobs/job_1/checkpoints/..",
        "jobs/job_1/./checkpoints",
        "jobs//job_1/x",
      ].map((name) => `${data}/${name}`),
      ...["jobs/job_1/link", "jobs/job_1/link/x/y", "jobs/job_1/inner-link/checkpoint-1", "artifacts/link"]
        .map((name) => join(data, name))
        .filter((path) => existsSync(path)),
      `${data}/jobs/job_1/a\0b`,
      join(data, "jobs/job_1/checkpoints/checkpoint-1/model.bin"),
    ];
    for (const path of hostile) {
      await expect(disk.remove(path), path).rejects.toThrow();
      await expect(disk.open(at(path), "secret"), path).rejects.toThrow();
    }
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("x");
    expect(existsSync(join(data, "jobs/job_1/checkpoints/checkpoint-1/model.bin"))).toBe(true);
    expect(existsSync(join(data, "attempts/att_1/token"))).toBe(true);
  });

  it("reads plain files of a folder only", async () => {
    const folder = join(data, "jobs/job_1/checkpoints/checkpoint-1");
    symlinkSync(join(outside, "secret"), join(folder, "link"));
    mkdirSync(join(folder, "sub"));
    const file = await disk.open(at(folder), "model.bin");
    expect([file.bytes, Buffer.from(await file.read(2, 100)).toString()]).toEqual([7, "ights"]);
    await file.close();
    for (const name of ["link", "sub", "../../../../attempts/att_1/token", "/etc/passwd", "missing"])
      await expect(disk.open(at(folder), name), name).rejects.toThrow();
  });

  it("copies a checkpoint into a job's output whole", async () => {
    const from = join(data, "jobs/job_1/checkpoints/checkpoint-1");
    mkdirSync(join(from, "a"));
    writeFileSync(join(from, "a/b"), "c");
    mkdirSync(join(data, "jobs/job_2/checkpoints/checkpoint-1"), { recursive: true });
    writeFileSync(join(data, "jobs/job_2/checkpoints/checkpoint-1/half"), "");
    await disk.restore({ path: from, fetched: false }, join(data, "jobs/job_2"), "checkpoints/checkpoint-1");
    const to = join(data, "jobs/job_2/checkpoints/checkpoint-1");
    expect([readFileSync(join(to, "a/b"), "utf8"), existsSync(join(to, "half"))]).toEqual(["c", false]);
  });

  it("finds the way of a checkpoint below its job's output, or refuses", () => {
    expect(wayInOutput("job_1", "/x/jobs/job_1/checkpoints/checkpoint-3")).toBe("checkpoints/checkpoint-3");
    for (const path of ["/x/jobs/job_2/c", "/x/jobs/job_1/", "/x/jobs/job_1/../../etc", "/x/jobs/job_1/a//b"])
      expect(() => wayInOutput("job_1", path), path).toThrow(/is no checkpoint/);
  });
});
