import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prompts, storedFiles } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type ImportedMedia, importedMedia } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { useTestHome } from "@/lib/server/testing/home";
import { storedSize } from "@/lib/services/artifacts/file-store";
import { storeFile } from "@/lib/services/artifacts/stored-files";
import { sweepStore } from "@/lib/services/artifacts/sweep-store";
import { keepMedia } from "@/lib/services/media/keep-media";
import { GET } from "./[sha256]/route";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
const NOW = new Date("2026-11-20T12:00:00Z");
const fileOf = (bytes: Buffer) => ({
  bytes: bytes.length,
  read: async (from: number, to: number) => bytes.subarray(from, to),
});
const named = (name: string, more: Partial<ImportedMedia> = {}) =>
  importedMedia.parse({ kind: "image", name, ...more });

describe("images and videos of prompts", () => {
  const test = useTestDatabase();
  useTestHome();
  beforeAll(() => setDbHandle(test));
  afterAll(() => setDbHandle(undefined));
  const get = (sha256: string, range?: string) =>
    GET(new Request(`http://localhost/api/v1/media/${sha256}`, { headers: range ? { range } : {} }), {
      params: Promise.resolve({ sha256 }),
    });
  const keep = (...media: ImportedMedia[]) =>
    keepMedia(test.db, media, (name) => (name === "a/1.png" ? fileOf(PNG) : null), NOW);

  it("keeps what the source holds, by its content, and serves it in parts", async () => {
    const [file, inline] = await keep(
      named("./a/1.png"),
      named("inline", { data: PNG.toString("base64"), mimeType: "text/html" }),
    );
    expect(file).toMatchObject({ name: "./a/1.png", mimeType: "image/png", bytes: PNG.length });
    expect(inline).toMatchObject({ sha256: file?.sha256, mimeType: "image/png" });
    expect(inline).not.toHaveProperty("data");
    const whole = await get(file?.sha256 ?? "");
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(whole.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(PNG);
    const part = await get(file?.sha256 ?? "", "bytes=1-3");
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      `bytes 1-3/${PNG.length}`,
      "PNG",
    ]);
    expect((await get(file?.sha256 ?? "", `bytes=${PNG.length}-`)).status).toBe(416);
  });

  it("leaves what is not there, or is no image or video, as a name", async () => {
    const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").toString("base64");
    const kept = await keep(
      named("b.png"),
      named("https://example.org/c.png"),
      named("d.svg", { data: svg, mimeType: "image/png" }),
    );
    expect(kept.map(({ name, sha256 }) => [name, sha256])).toEqual([
      ["b.png", null],
      ["https://example.org/c.png", null],
      ["d.svg", null],
    ]);
  });

  it("serves nothing else that the store holds", async () => {
    const weights = Buffer.from("weights of a checkpoint");
    const sum = createHash("sha256").update(weights).digest("hex");
    await storeFile(test.db, sum, { offset: 0, length: weights.length, body: Readable.from([weights]) }, NOW);
    expect((await get(sum)).status).toBe(404);
    expect((await get("a".repeat(64))).status).toBe(404);
    expect((await get("not-a-sum")).status).toBe(400);
  });

  it("outlives the sweep of the store while a prompt shows it", async () => {
    const [media] = await keep(named("a/1.png"));
    if (!media?.sha256) throw new Error("nothing was kept");
    const row = { key: "q", dataset: "d", messages: [{ role: "user", content: "?" }], answer: null };
    await test.db.insert(prompts).values({ id: "prm_media000", ...row, media: [media] });
    const later = new Date(NOW.getTime() + 3 * 86_400_000);
    await sweepStore(test.db, later);
    expect(await storedSize(media.sha256)).toBe(PNG.length);
    await test.db.delete(prompts);
    await sweepStore(test.db, later);
    expect(await test.db.select().from(storedFiles)).toEqual([]);
  });
});
