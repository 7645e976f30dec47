/**
 * Measures how fast a checkpoint travels between hosts: an agent sends a file to the server's store, another fetches it,
 * through the real HTTP routes on a loopback socket and a durable Postgres. Says how much memory that took: agent and
 * server share the process, so it holds both sides.
 *
 *   NODE_OPTIONS=--conditions=react-server npx tsx scripts/bench/artifacts.ts [MiB]
 */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { setDbHandle } from "@/lib/server/db";
import { mintToken } from "@/lib/server/tokens";
import { localDisk } from "@/trainer-bridge/agent/artifacts/disk";
import { Library } from "@/trainer-bridge/agent/artifacts/library";
import { StoreClient } from "@/trainer-bridge/agent/artifacts/store-client";
import { ServerClient } from "@/trainer-bridge/agent/http";
import { GET, HEAD, PUT } from "../../app/api/v1/artifacts/[sha256]/route";
import { machine, table, withThrowawayDatabase } from "./throwaway-database";

const MIB = 1024 ** 2;
const HANDLERS = { GET, HEAD, PUT };

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method === "GET" || request.method === "HEAD" ? request.method : "PUT";
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const body = method === "PUT" ? Readable.toWeb(request) : null;
  const init = { method, headers, body, duplex: "half" };
  const url = `http://127.0.0.1${request.url}`;
  const sha256 = url.split("/").pop() ?? "";
  const answer = await HANDLERS[method](new Request(url, init as RequestInit), {
    params: Promise.resolve({ sha256 }),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (!answer.body) return void response.end();
  await pipeline(Readable.fromWeb(answer.body as NodeReadableStream<Uint8Array>), response);
}

async function writeFile(path: string, mebibytes: number): Promise<string> {
  const file = await open(path, "w");
  for (let i = 0; i < mebibytes; i += 1) await file.write(randomBytes(MIB));
  await file.close();
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest("hex");
}

/** Seconds that it took, and by how many MiB the process grew meanwhile at the most. */
async function measure(work: () => Promise<unknown>): Promise<{ seconds: number; grownMib: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const begun = performance.now();
  await work();
  clearInterval(timer);
  return { seconds: (performance.now() - begun) / 1000, grownMib: (most - before) / MIB };
}

const mebibytes = Number(process.argv[2] ?? 512);
const root = await mkdtemp(join(tmpdir(), "stepwell-artifacts-"));
process.env.STEPWELL_HOME = join(root, "server");
try {
  await withThrowawayDatabase(async (handle) => {
    setDbHandle(handle);
    const { token } = await mintToken(handle.db, "agent", "bench");
    const server = createServer((request, response) => void serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const store = new StoreClient(new ServerClient(url, token));
    const folder = join(root, "a/jobs/job_bench/checkpoint-1");
    await mkdir(folder, { recursive: true });
    const sha256 = await writeFile(join(folder, "model.bin"), mebibytes);
    const artifact = {
      path: folder,
      checkpointId: null,
      files: [{ path: "model.bin", bytes: mebibytes * MIB, sha256 }],
    };
    const { signal } = new AbortController();
    const source = await localDisk(join(root, "a")).open(artifact, "model.bin");
    const sent = await measure(() => store.send(sha256, source, signal, () => {}));
    await source.close();
    const library = new Library(join(root, "b"), store, () => {});
    const fetched = await measure(() => library.fetch(artifact, signal));
    const row = (what: string, { seconds, grownMib }: typeof sent) => [
      what,
      (mebibytes / seconds).toFixed(0),
      grownMib.toFixed(0),
    ];
    console.log(`${mebibytes} MiB in one file; ${machine()}\n`);
    console.log(
      table(
        ["", "MiB/s", "memory grown by, MiB"],
        [row("sent, verified and durable", sent), row("fetched, verified and durable", fetched)],
      ),
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
} finally {
  await rm(root, { recursive: true, force: true });
}
