import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestSha256 } from "../../../lib/domain/artifact-manifest";
import { ServerClient } from "../http";
import { freshFolder, PATIENCE, removeFolder } from "../testing/agent-process";
import { type FakeStore, startFakeStore, sumOf } from "../testing/fake-store";
import { Library } from "./library";
import { StoreClient } from "./store-client";

describe("fetching an artifact from the server's store", PATIENCE, () => {
  let data: string;
  let store: FakeStore;
  let library: Library;
  const never = new AbortController().signal;
  beforeEach(async () => {
    data = freshFolder();
    store = await startFakeStore();
    library = open();
  });
  afterEach(async () => {
    await store.close();
    removeFolder(data);
  });
  const open = () => new Library(data, new StoreClient(new ServerClient(store.url, "token")), () => {});
  const artifact = (files: { path: string; bytes: number; sha256: string }[]) => ({
    path: "/elsewhere/jobs/job_1/checkpoints/checkpoint-1",
    checkpointId: null,
    files,
  });
  const left = () => (existsSync(join(data, "artifacts")) ? readdirSync(join(data, "artifacts")) : []);

  it("brings all files, says so, and knows them after a restart", async () => {
    const files = [
      store.put("weights"),
      { ...store.put("tokens"), path: "a/b c.json" },
      { ...store.put(""), path: "e" },
    ];
    const folder = await library.fetch(artifact(files), never);
    expect(readFileSync(join(folder, "a/b c.json"), "utf8")).toBe("tokens");
    expect(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")).files).toEqual(files);
    const copy = { manifestSha256: manifestSha256(files), path: folder, bytes: 13 };
    expect(await library.copies()).toEqual([copy]);
    expect(await open().copies()).toEqual([copy]);
    const asked = store.requests.length;
    expect(await open().fetch(artifact(files), never)).toBe(folder);
    expect(store.requests.length).toBe(asked);
  });

  it("fetches once for all that need it at the same time", async () => {
    const one = artifact([store.put("weights")]);
    const folders = await Promise.all([1, 2, 3].map(() => library.fetch(one, never)));
    expect(new Set(folders).size).toBe(1);
    expect(store.requests).toEqual(["GET bytes=0-"]);
  });

  it("goes on where a download broke off, also when the server was away for a moment", async () => {
    const text = "0123456789".repeat(1000);
    store.faults = ["cut", "unavailable", "cut"];
    const folder = await library.fetch(artifact([store.put(text)]), never);
    expect(readFileSync(join(folder, "model.bin"), "utf8")).toBe(text);
    const from = store.requests.map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1]));
    expect(from[0]).toBe(0);
    expect(from.at(-1)).toBeGreaterThan(0);
  });

  it("takes nothing that is not what the manifest says", async () => {
    const file = store.put("weights");
    store.faults = ["damaged"];
    const folder = await library.fetch(artifact([file]), never);
    expect(readFileSync(join(folder, "model.bin"), "utf8")).toBe("weights");
    const other = store.put("something else");
    store.faults = ["damaged", "damaged"];
    await expect(library.fetch(artifact([other]), never)).rejects.toThrow(/does not have the sum/);
    store.faults = ["long", "long"];
    await expect(library.fetch(artifact([other]), never)).rejects.toThrow(/more than the file has/);
    expect(left()).toEqual([manifestSha256([file])]);
  });

  it("says so where the store lacks a file, and leaves nothing", async () => {
    const lost = { path: "model.bin", bytes: 3, sha256: sumOf("abc") };
    await expect(library.fetch(artifact([store.put("x"), { ...lost, path: "y" }]), never)).rejects.toThrow(
      /not in the server's store any more/,
    );
    expect(left()).toEqual([]);
  });

  it("ends when nobody waits for it any more, and goes on for the others", async () => {
    store.faults = Array.from({ length: 50 }, () => "unavailable" as const);
    const [first, second] = [new AbortController(), new AbortController()];
    const one = artifact([store.put("weights")]);
    const fetches = [first, second].map(({ signal }) => library.fetch(one, signal));
    const ended = Promise.allSettled(fetches);
    first.abort();
    await expect.poll(() => store.requests.length).toBeGreaterThan(1);
    second.abort();
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("fetches again for who comes while a fetch that was left still sums up a large file", async () => {
    const large = store.put(Buffer.alloc(48 << 20, "large"));
    const one = artifact([large, { ...store.put("tokens"), path: "tokens.json" }]);
    const draft = join(data, "artifacts", `${manifestSha256(one.files)}.part`);
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, "model.bin"), store.files.get(large.sha256) ?? "");
    const first = new AbortController();
    const left = expect(library.fetch(one, first.signal)).rejects.toThrow(/nobody waits/);
    await expect.poll(() => library.progressOf(one)?.done, { interval: 1 }).toBe(large.bytes);
    first.abort();
    const folder = await library.fetch(one, never);
    await left;
    expect(readFileSync(join(folder, "tokens.json"), "utf8")).toBe("tokens");
  });

  it.each(["../../token", "/etc/cron.d/x", "a/../../b", "manifest.json", "a\0b"])(
    "writes nothing for a manifest that names %j",
    async (path) => {
      const hostile = artifact([{ ...store.put("x"), path }]);
      await expect(library.fetch(hostile, never)).rejects.toThrow(/cannot be copied to this host/);
      expect(store.requests).toEqual([]);
      expect(readdirSync(data)).toEqual([]);
    },
  );

  it("follows no link that stands where a file is to go", async () => {
    const files = [{ ...store.put("x"), path: "sub/model.bin" }, store.put("y")];
    const draft = join(data, "artifacts", `${manifestSha256(files)}.part`);
    const outside = join(data, "outside");
    mkdirSync(draft, { recursive: true });
    mkdirSync(outside);
    symlinkSync(outside, join(draft, "sub"));
    await expect(library.fetch(artifact(files), never)).rejects.toThrow(/behind a link/);
    expect(readdirSync(outside)).toEqual([]);
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(outside, "file"), "mine");
    symlinkSync(join(outside, "file"), join(draft, "model.bin"));
    const [, plain] = files;
    if (plain)
      await expect(
        library.fetch(artifact([files[0], plain].flatMap((one) => one ?? [])), never),
      ).rejects.toThrow();
    expect(readFileSync(join(outside, "file"), "utf8")).toBe("mine");
  });

  it("fetches anew what is wanted while it is being removed", async () => {
    const one = artifact([store.put("weights")]);
    const folder = await library.fetch(one, never);
    const name = manifestSha256(one.files);
    const [removed, again] = await Promise.all([
      library.remove(name, async () => 5),
      library.fetch(one, never),
    ]);
    expect(removed).toBeGreaterThan(5 + 7);
    expect(again).toBe(folder);
    expect(readFileSync(join(folder, "model.bin"), "utf8")).toBe("weights");
    expect(left()).toEqual([name]);
  });

  it("keeps a copy whose other folder cannot be removed now", async () => {
    const one = artifact([store.put("weights")]);
    const name = manifestSha256(one.files);
    await library.fetch(one, never);
    const away = () => Promise.reject(new Error("the host does not answer"));
    await expect(library.remove(name, away)).rejects.toThrow(/does not answer/);
    expect(await library.copies()).toHaveLength(1);
  });

  it("clears away what an agent left that ended while it deleted, and no draft that may be taken up", async () => {
    for (const name of [`${"a".repeat(64)}.gone`, `${"b".repeat(64)}.part`])
      mkdirSync(join(data, "artifacts", name), { recursive: true });
    expect(await open().copies()).toEqual([]);
    await expect.poll(left).toEqual([`${"b".repeat(64)}.part`]);
  });

  it("counts no folder as a copy that is half there", async () => {
    mkdirSync(join(data, "artifacts", "a".repeat(64)), { recursive: true });
    mkdirSync(join(data, "artifacts", `${"b".repeat(64)}.part`));
    expect(await open().copies()).toEqual([]);
  });
});
