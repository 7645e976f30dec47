import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { problem, storedFile } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { useTestHome } from "@/lib/server/testing/home";
import { mintToken } from "@/lib/server/tokens";
import { receivedBytes, removeStaleParts } from "@/lib/services/artifacts/file-store";
import { GET, HEAD, PUT } from "./[sha256]/route";

const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("the artifact store", () => {
  const db = useTestDatabase();
  const home = useTestHome();
  let token: string;

  beforeAll(async () => {
    setDbHandle(db);
    ({ token } = await mintToken(db.db, "agent", "artifact test"));
  });
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    await db.sql`truncate stored_files`;
  });
  type Handler = typeof PUT;
  function ask(
    handler: Handler,
    sha256: string,
    init: RequestInit & { as?: string } = {},
  ): Promise<Response> {
    const request = new Request(`http://localhost/api/v1/artifacts/${sha256}`, {
      ...init,
      headers: { authorization: `Bearer ${init.as ?? token}`, ...init.headers },
      ...(init.body && { duplex: "half" }),
    } as RequestInit);
    return handler(request, { params: Promise.resolve({ sha256 }) });
  }
  const put = (sha256: string, body: BodyInit, offset: number, length: number) =>
    ask(PUT, sha256, {
      method: "PUT",
      body,
      headers: { "upload-offset": String(offset), "upload-length": String(length) },
    });
  const incoming = () => {
    const folder = join(home.dir, "artifacts", "incoming");
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const refusal = async (answer: Response) => problem.parse(await answer.json());

  it("keeps a file by its content, and gives it back", async () => {
    const bytes = bytesOf("weights");
    const sum = sumOf(bytes);
    expect((await ask(HEAD, sum, { method: "HEAD" })).status).toBe(404);
    const stored = await put(sum, bytes, 0, bytes.length);
    expect([stored.status, storedFile.parse(await stored.json())]).toEqual([
      201,
      { sha256: sum, stored: true, received: bytes.length },
    ]);
    expect(readFileSync(join(home.dir, "artifacts", sum.slice(0, 2), sum), "utf8")).toBe("weights");
    const head = await ask(HEAD, sum, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "7"]);
    expect(await (await ask(GET, sum)).text()).toBe("weights");
    // Once more is no news, and no second copy.
    expect((await put(sum, bytes, 0, bytes.length)).status).toBe(201);
    expect(incoming()).toEqual([]);
  });

  it("takes a file in pieces, goes on behind what arrived, and gives a part of it", async () => {
    const bytes = bytesOf("0123456789");
    const sum = sumOf(bytes);
    const first = await put(sum, bytes.subarray(0, 4), 0, 10);
    expect([first.status, (await first.json()).received]).toEqual([202, 4]);
    const head = await ask(HEAD, sum, { method: "HEAD" });
    expect([head.status, head.headers.get("upload-offset")]).toEqual([404, "4"]);
    expect((await ask(GET, sum)).status).toBe(404);
    const gap = await put(sum, bytes.subarray(6), 6, 10);
    expect([gap.status, (await refusal(gap)).detail]).toEqual([
      409,
      "4 bytes are here, so byte 6 cannot follow",
    ]);
    // A piece that was sent twice overlaps what is here.
    expect((await put(sum, bytes.subarray(2), 2, 10)).status).toBe(201);
    const part = await ask(GET, sum, { headers: { range: "bytes=6-" } });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 6-9/10",
      "6789",
    ]);
    expect(await (await ask(GET, sum, { headers: { range: "bytes=2-3" } })).text()).toBe("23");
    for (const range of ["bytes=10-", "bytes=-3", "bytes=0-1,3-4", "lines=1-"])
      expect((await ask(GET, sum, { headers: { range } })).status, range).toBe(416);
  });

  it("refuses a file that is not what its name says, and keeps nothing of it", async () => {
    const sum = sumOf(bytesOf("right"));
    const wrong = await put(sum, bytesOf("wrong"), 0, 5);
    expect(wrong.status).toBe(400);
    expect((await refusal(wrong)).fields).toEqual([
      { path: "sha256", message: "is not the sum of the bytes that came" },
    ]);
    const long = await put(sum, bytesOf("right and more"), 0, 5);
    expect((await refusal(long)).fields[0]?.path).toBe("upload-length");
    expect(incoming()).toEqual([]);
    expect((await ask(HEAD, sum, { method: "HEAD" })).headers.get("upload-offset")).toBe("0");
    expect(await db.sql`select 1 from stored_files`).toHaveLength(0);
  });

  it("keeps what came before a connection broke, until nobody goes on", async () => {
    const sum = sumOf(bytesOf("0123456789"));
    let sent = false;
    const broken = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (!sent) controller.enqueue(bytesOf("012"));
        else {
          await expect.poll(async () => receivedBytes(sum)).toBe(3);
          controller.error(new Error("the connection was cut"));
        }
        sent = true;
      },
    });
    expect((await put(sum, broken, 0, 10)).status).toBe(500);
    expect((await ask(HEAD, sum, { method: "HEAD" })).headers.get("upload-offset")).toBe("3");
    expect((await put(sum, bytesOf("3456789"), 3, 10)).status).toBe(201);
    await put(sumOf(bytesOf("x")), bytesOf(""), 0, 1);
    expect(await removeStaleParts(new Date(0))).toBe(0);
    expect(await removeStaleParts(new Date(Date.now() + 60_000))).toBe(1);
  });

  it("says so where a disk is too full, before anything is written", async () => {
    const full = await put("a".repeat(64), bytesOf("x"), 0, Number.MAX_SAFE_INTEGER);
    expect([full.status, (await refusal(full)).code]).toEqual([507, "storage-full"]);
    expect(incoming()).toEqual([]);
  });

  it("does not trust a row whose file is gone", async () => {
    const bytes = bytesOf("lost");
    const sum = sumOf(bytes);
    await put(sum, bytes, 0, 4);
    rmSync(join(home.dir, "artifacts", sum.slice(0, 2), sum));
    expect((await ask(GET, sum)).status).toBe(404);
    expect((await ask(HEAD, sum, { method: "HEAD" })).status).toBe(404);
    expect((await put(sum, bytes, 0, 4)).status).toBe(201);
    writeFileSync(join(home.dir, "artifacts", sum.slice(0, 2), sum), "los");
    expect((await ask(HEAD, sum, { method: "HEAD" })).status).toBe(404);
  });

  it("takes an empty file", async () => {
    const sum = sumOf(bytesOf(""));
    expect((await put(sum, "", 0, 0)).status).toBe(201);
    expect(await (await ask(GET, sum)).text()).toBe("");
  });

  it("is for agents only, and names what is wrong with a request", async () => {
    const { token: run } = await mintToken(db.db, "run", "att_00000000");
    const sum = "b".repeat(64);
    for (const handler of [GET, HEAD, PUT]) {
      const method = handler === PUT ? "PUT" : handler === HEAD ? "HEAD" : "GET";
      expect((await ask(handler, sum, { method, as: run })).status).toBe(403);
      expect((await ask(handler, sum, { method, as: "unknown" })).status).toBe(401);
    }
    expect((await ask(GET, "../../etc/passwd")).status).toBe(400);
    expect((await ask(GET, sum.toUpperCase())).status).toBe(400);
    const bad = await put(sum, "x", -1, 3);
    expect((await refusal(bad)).fields[0]?.path).toBe("upload-offset");
  });
});
