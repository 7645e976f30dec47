import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with the next requests of a kind, the first first. */
type Fault = "cut" | "unavailable" | "damaged" | "whole" | "long";

/** The server's artifact store in memory, with faults on request. */
export interface FakeStore {
  url: string;
  files: Map<string, Buffer>;
  /** What came of files that are not complete. */
  parts: Map<string, Buffer>;
  faults: Fault[];
  /** Method and Range or offset of each request. */
  requests: string[];
  put(text: string | Buffer): { path: string; bytes: number; sha256: string };
  close(): Promise<void>;
}

export const sumOf = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");

/** Starts it on a free port of the loopback. */
export async function startFakeStore(): Promise<FakeStore> {
  const store: FakeStore = {
    url: "",
    files: new Map(),
    parts: new Map(),
    faults: [],
    requests: [],
    put: (text) => {
      const bytes = Buffer.from(text);
      store.files.set(sumOf(bytes), bytes);
      return { path: "model.bin", bytes: bytes.length, sha256: sumOf(bytes) };
    },
    close: () => Promise.resolve(),
  };
  const server = createServer((request, response) => void answer(store, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  store.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return store;
}

async function answer(store: FakeStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sha256 = (request.url ?? "").split("/").pop() ?? "";
  const { method = "", headers } = request;
  store.requests.push(`${method} ${headers.range ?? headers["upload-offset"] ?? ""}`.trim());
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const fault = method === "HEAD" ? undefined : store.faults.shift();
  if (fault === "unavailable") return void response.writeHead(503).end();
  if (method === "PUT") return receive(store, sha256, request, Buffer.concat(chunks), response);
  const file = store.files.get(sha256);
  if (!file) {
    const received = store.parts.get(sha256)?.length ?? 0;
    return void response.writeHead(404, { "upload-offset": String(received) }).end();
  }
  if (method === "HEAD") return void response.writeHead(200, { "content-length": file.length }).end();
  send(file, fault, headers.range, response);
}

function receive(
  store: FakeStore,
  sha256: string,
  { headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const offset = Number(headers["upload-offset"]);
  const known = (store.parts.get(sha256) ?? Buffer.alloc(0)).subarray(0, offset);
  const whole = Buffer.concat([known, body]);
  const stored = whole.length === Number(headers["upload-length"]);
  if (stored && sumOf(whole) !== sha256) {
    store.parts.delete(sha256);
    return void response.writeHead(400).end("{}");
  }
  store.parts.set(sha256, whole);
  if (stored) store.files.set(sha256, whole);
  response.writeHead(stored ? 201 : 202).end(JSON.stringify({ sha256, stored, received: whole.length }));
}

function send(
  file: Buffer,
  fault: Fault | undefined,
  range: string | undefined,
  response: ServerResponse,
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  const part = file.subarray(fault === "whole" ? 0 : start);
  const body = fault === "damaged" ? Buffer.alloc(part.length, "#") : part;
  const sent = fault === "long" ? Buffer.concat([body, Buffer.from("more")]) : body;
  response.writeHead(fault === "whole" ? 200 : 206, {
    "content-length": sent.length,
    ...(fault !== "whole" && { "content-range": `bytes ${start}-${file.length - 1}/${file.length}` }),
  });
  if (fault !== "cut") return void response.end(sent);
  response.write(sent.subarray(0, Math.ceil(sent.length / 2)), () => response.destroy());
}
