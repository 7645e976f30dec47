import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GET as agentFile } from "@/app/api/v1/agent/[file]/route";
import { POST as heartbeat } from "@/app/api/v1/agents/[id]/heartbeat/route";
import { POST as lease } from "@/app/api/v1/agents/[id]/lease/route";
import { POST as register } from "@/app/api/v1/agents/register/route";
import { GET as agentSettings } from "@/app/api/v1/agents/settings/route";
import {
  GET as getArtifact,
  HEAD as headArtifact,
  PUT as putArtifact,
} from "@/app/api/v1/artifacts/[sha256]/route";
import { POST as jobEvents } from "@/app/api/v1/jobs/[id]/events/route";
import { POST as runEvents } from "@/app/api/v1/runs/[id]/events/route";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const ARTIFACT = /^\/api\/v1\/artifacts\/(?<sha256>[^/]+)$/;
/** Path, handler, and the method where it is not POST. */
const ROUTES: [RegExp, Handler, string?][] = [
  [/^\/api\/v1\/agents\/register$/, register],
  [/^\/api\/v1\/agents\/([^/]+)\/heartbeat$/, heartbeat],
  [/^\/api\/v1\/agents\/([^/]+)\/lease$/, lease],
  [/^\/api\/v1\/runs\/([^/]+)\/events$/, runEvents],
  [/^\/api\/v1\/jobs\/([^/]+)\/events$/, jobEvents],
  [/^\/api\/v1\/agents\/settings$/, agentSettings, "GET"],
  [/^\/api\/v1\/agent\/(?<file>[^/]+)$/, agentFile, "GET"],
  [ARTIFACT, headArtifact, "HEAD"],
  [ARTIFACT, getArtifact, "GET"],
  [ARTIFACT, putArtifact, "PUT"],
];

/** The real route handlers of agents and trainers behind a real socket, without Next around them. */
export interface RouteServer {
  url: string;
  /** Cuts every connection as a killed web server does, until `comeBack`. */
  goAway(): void;
  comeBack(): void;
  /** Calls this instead of giving the next answer that holds a lease: the answer is lost on its way. */
  loseNextLease(then: () => void): void;
  close(): Promise<void>;
}

/**
 * Starts it on the loopback; the handlers use the database of `setDbHandle`, or the one of the environment.
 * @param port 0 for any free one
 */
export async function startRouteServer(port = 0): Promise<RouteServer> {
  let away = false;
  let url = "";
  let instead: (() => void) | null = null;
  const isLost = (answer: Buffer) => {
    if (!instead || !answer.includes('"leaseExpiresAt"')) return false;
    instead();
    instead = null;
    return true;
  };
  const server = createServer((request, response) => {
    if (away) request.socket.destroy();
    else void serve(url, request, response, isLost);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    goAway: () => {
      away = true;
      server.closeAllConnections();
    },
    comeBack: () => {
      away = false;
    },
    loseNextLease: (then) => {
      instead = then;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  isLost: (answer: Buffer) => boolean,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // the connection was cut
  }
  const answer = await handle(new URL(request.url ?? "/", url), request, Buffer.concat(chunks));
  const body = Buffer.from(await answer.arrayBuffer());
  if (isLost(body)) return void request.socket.destroy();
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(body);
}

/** As Next hands them over. */
function decoded(groups: Record<string, string> | undefined): Record<string, string> | undefined {
  return (
    groups &&
    Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]))
  );
}

async function handle(url: URL, request: IncomingMessage, body: Buffer): Promise<Response> {
  for (const [pattern, handler, method = "POST"] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (!match || request.method !== method) continue;
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const params: Record<string, string> = decoded(match.groups) ?? (match[1] ? { id: match[1] } : {});
    const hasBody = method === "POST" || method === "PUT";
    const init = { method, headers, ...(hasBody && { body: new Uint8Array(body) }) };
    return handler(new Request(url, init), { params: Promise.resolve(params) });
  }
  return new Response(null, { status: 404 });
}
