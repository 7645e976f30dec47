import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Chore } from "../../../lib/contracts";
import { type ArtifactDisk, localDisk } from "../artifacts/disk";
import { Library } from "../artifacts/library";
import { StoreClient } from "../artifacts/store-client";
import { ServerClient } from "../http";
import { freshFolder, PATIENCE, removeFolder } from "../testing/agent-process";
import { type FakeStore, startFakeStore, sumOf } from "../testing/fake-store";
import { Chores } from "./chores";

const BIG = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");

describe("an agent's chores", PATIENCE, () => {
  let data: string;
  let folder: string;
  let store: FakeStore;
  let chores: Chores;
  let library: Library;
  let read: string[];
  /** Of the trainers: as over SSH it may be another machine's. */
  let disk: ArtifactDisk;
  beforeEach(async () => {
    data = freshFolder();
    folder = join(data, "jobs/job_1/checkpoints/checkpoint-1");
    mkdirSync(join(folder, "sub"), { recursive: true });
    store = await startFakeStore();
    const client = new StoreClient(new ServerClient(store.url, "token"));
    read = [];
    const quiet = {
      ...{ log: () => {}, ending: new AbortController().signal, changed: () => {} },
      read: () => read,
    };
    library = new Library(data, client, quiet.log);
    const ownDisk = localDisk(data);
    disk = { ...ownDisk };
    chores = new Chores({ store: client, library, disk, ownDisk, ...quiet });
  });
  afterEach(async () => {
    await store.close();
    removeFolder(data);
  });
  const write = (path: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, path), bytes);
    return { path, bytes: bytes.length, sha256: sumOf(bytes) };
  };
  const chore = (kind: Chore["kind"], files: ReturnType<typeof write>[], path = folder): Chore => ({
    id: `cho_${kind}0000`,
    kind,
    artifact: { path, checkpointId: null, files },
  });
  async function done(): Promise<unknown> {
    await expect.poll(() => chores.pending().length, { timeout: 60_000 }).toBe(1);
    const [report] = chores.pending();
    return report;
  }

  it("sends a large file in pieces, behind what arrived before, and nothing twice", async () => {
    const files = [write("model.bin", BIG), write("sub/config.json", "{}")];
    store.parts.set(sumOf(BIG), BIG.subarray(0, 1000));
    chores.take([chore("upload", files)]);
    expect(await done()).toMatchObject({ ok: true, bytes: BIG.length - 1000 + 2 });
    expect(store.files.get(sumOf(BIG))?.equals(BIG)).toBe(true);
    expect(store.requests.filter((line) => line.startsWith("PUT"))).toEqual([
      "PUT 1000",
      `PUT ${1000 + 8 * 1024 * 1024}`,
      `PUT ${1000 + 16 * 1024 * 1024}`,
      "PUT 0",
    ]);
    // Until the report was heard the same chore is not begun again; afterwards the server may ask anew.
    chores.take([chore("upload", files)]);
    expect(chores.pending()).toHaveLength(1);
    chores.heard(chores.pending());
    chores.take([chore("upload", files)]);
    expect(await done()).toMatchObject({ ok: true, bytes: 0 });
  });

  it("says why it cannot send: changed, gone, damaged, refused", async () => {
    const file = write("model.bin", "weights");
    const fails = async (files: (typeof file)[], path = folder) => {
      chores.take([chore("upload", files, path)]);
      const report = await done();
      chores.heard(chores.pending());
      return report;
    };
    expect(await fails([{ ...file, bytes: 3 }])).toMatchObject({
      ok: false,
      detail: "model.bin has 7 bytes, not the 3 of its manifest",
    });
    expect(await fails([{ ...file, sha256: "0".repeat(64) }])).toMatchObject({ ok: false });
    expect(await fails([file], join(data, "jobs/job_1/checkpoints/gone"))).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/is gone$/),
    });
    expect(await fails([{ ...file, path: "../../../../token" }])).toMatchObject({ ok: false });
    symlinkSync("/etc/hostname", join(folder, "link"));
    expect(await fails([{ ...file, path: "link" }])).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/is a link/),
    });
    store.faults = ["unavailable"];
    expect(await fails([file])).toMatchObject({ ok: false, detail: expect.stringMatching(/503/) });
    expect(store.files.size).toBe(0);
  });

  it("deletes a checkpoint, and nothing that is none", async () => {
    write("model.bin", "weights");
    chores.take([chore("delete", [])]);
    expect(await done()).toMatchObject({ ok: true, bytes: 7 });
    expect(existsSync(folder)).toBe(false);
    chores.heard(chores.pending());
    chores.take([chore("delete", [], join(data, "jobs/job_1"))]);
    expect(await done()).toMatchObject({ ok: false, detail: expect.stringMatching(/is no folder of a job/) });
    expect(existsSync(join(data, "jobs/job_1"))).toBe(true);
  });

  it("sends a fetched copy from this machine, wherever trainers read", async () => {
    const artifact = { path: "/elsewhere", checkpointId: null, files: [store.put("weights")] };
    const copy = await library.fetch(artifact, new AbortController().signal);
    store.files.clear();
    disk.open = () => Promise.reject(new Error("the other machine has no such folder"));
    chores.take([chore("upload", artifact.files, copy)]);
    expect(await done()).toMatchObject({ ok: true, bytes: 7 });
    expect(store.files.size).toBe(1);
  });

  it("deletes a fetched copy that no attempt reads or is about to read", async () => {
    const artifact = { path: "/elsewhere", checkpointId: null, files: [store.put("weights")] };
    const copy = await library.fetch(artifact, new AbortController().signal);
    const asked = async () => {
      chores.take([chore("delete", [], copy)]);
      const report = await done();
      chores.heard(chores.pending());
      return report;
    };
    // Over SSH the trainer reads a folder of that name on the other machine.
    read = [join("/there/artifacts", basename(copy))];
    expect(await asked()).toMatchObject({ ok: false, detail: expect.stringMatching(/reads this copy/) });
    read = [];
    const letGo = library.hold(artifact);
    expect(await asked()).toMatchObject({ ok: false, detail: expect.stringMatching(/about to read/) });
    expect(await library.copies()).toHaveLength(1);
    letGo();
    expect(await asked()).toMatchObject({ ok: true, bytes: expect.any(Number) });
    expect(await library.copies()).toEqual([]);
    expect(existsSync(copy)).toBe(false);
    expect(await asked()).toMatchObject({ ok: true, bytes: 0 });
  });

  it("does not begin what the server no longer asks for", async () => {
    const first = { ...chore("delete", []), id: "cho_first000" };
    const second = { ...chore("delete", []), id: "cho_second00" };
    chores.take([first, second]);
    chores.take([first]);
    expect(await done()).toMatchObject({ id: first.id });
    expect(chores.pending().map(({ id }) => id)).toEqual([first.id]);
  });
});
