import { readFileSync } from "node:fs";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { z } from "zod";
import type { RayConfig } from "./config";

/** What Ray tells of a job; other fields are its own business and may change from version to version. */
const rayJob = z.object({
  status: z.enum(["PENDING", "RUNNING", "STOPPED", "SUCCEEDED", "FAILED"]),
  message: z.string().nullish(),
  error_type: z.string().nullish(),
});
export type RayJob = z.infer<typeof rayJob>;

const rayNode = z.object({ state: z.string(), resources_total: z.record(z.string(), z.number()) });
/** The State API wraps its lists twice. */
const stateAnswer = z.object({ data: z.object({ result: z.object({ result: z.array(rayNode) }) }) });
const MOST_NODES = 1000;

export interface RayCluster {
  version: string;
  /** Those that live. */
  nodes: z.infer<typeof rayNode>[];
}

/** The body of POST /api/jobs/. */
export interface RaySubmission {
  submission_id: string;
  entrypoint: string;
  metadata: Record<string, string>;
  runtime_env: Record<string, unknown>;
  entrypoint_num_cpus?: number;
  entrypoint_num_gpus?: number;
  entrypoint_memory?: number;
  entrypoint_resources?: Record<string, number>;
}

/** Ray cannot be asked now (away, restarting, wrong token): the same question may be answered later. */
export class RayAway extends Error {
  override name = "RayAway";
}

/** Ray has read the submission and will never take it. */
export class RayRefusal extends Error {
  override name = "RayRefusal";
}

/** The Ray Jobs REST API. Every method may throw RayAway. */
export class RayJobs {
  constructor(private readonly config: Pick<RayConfig, "address" | "headers" | "tokenFile" | "requestMs">) {}

  /** Hands a job in. One that Ray has already under this submission id is left as it is. */
  async submit(submission: RaySubmission): Promise<void> {
    const { status, text } = await this.ask("POST", "/api/jobs/", submission);
    if (status === 200 || isDuplicate(text)) return;
    // Ray's head passes on what its agent refused as an error of its own.
    const refused = [400, 413, 422].includes(status) || /status code 4(00|13|22)/.test(text);
    if (refused) throw new RayRefusal(`Ray refuses the job: ${lastLine(text)}`);
    throw away(status, text);
  }

  /** The job, or null if Ray does not know it. */
  async find(submissionId: string): Promise<RayJob | null> {
    const { status, text } = await this.ask("GET", jobPath(submissionId));
    if (status === 404) return null;
    if (status !== 200) throw away(status, text);
    const job = rayJob.safeParse(parseJson(text));
    if (!job.success) throw new RayAway(`Ray's answer is not a job: ${text.slice(0, 200)}`);
    return job.data;
  }

  /** The version and the nodes of the cluster, as Ray tells of itself. */
  async cluster(): Promise<RayCluster> {
    const version = await this.ask("GET", "/api/version");
    const nodes = await this.ask("GET", `/api/v0/nodes?limit=${MOST_NODES}`);
    if (nodes.status !== 200) throw away(nodes.status, nodes.text);
    const told = stateAnswer.safeParse(parseJson(nodes.text));
    if (!told.success) throw new RayAway(`Ray's answer is not a list of nodes: ${nodes.text.slice(0, 200)}`);
    const named = z.object({ ray_version: z.string() }).safeParse(parseJson(version.text));
    return {
      version: named.success ? named.data.ray_version : "unknown",
      nodes: told.data.data.result.result.filter(({ state }) => state === "ALIVE"),
    };
  }

  /** Takes a job that has ended out of Ray's list; one that it does not know is no error. */
  async forget(submissionId: string): Promise<void> {
    const { status, text } = await this.ask("DELETE", jobPath(submissionId));
    if (status !== 200 && status !== 404) throw away(status, text);
  }

  /** What the entrypoint itself has written; empty if there is nothing. */
  async logs(submissionId: string): Promise<string> {
    const { status, text } = await this.ask("GET", `${jobPath(submissionId)}/logs`);
    if (status !== 200) return "";
    const said = z.object({ logs: z.string() }).safeParse(parseJson(text));
    return said.success ? said.data.logs : "";
  }

  /** Asks Ray to end a job; one that it does not know or that has ended is no error. */
  async stop(submissionId: string): Promise<void> {
    const { status, text } = await this.ask("POST", `${jobPath(submissionId)}/stop`);
    if (status !== 200 && status !== 404) throw away(status, text);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const { address, requestMs } = this.config;
    const url = new URL(`${address.replace(/\/+$/, "")}${path}`);
    const text = body === undefined ? "" : JSON.stringify(body);
    try {
      return await exchange(
        url,
        { method, headers: this.headers(), signal: AbortSignal.timeout(requestMs) },
        text,
      );
    } catch (error) {
      const isLate = error instanceof Error && error.name === "TimeoutError";
      throw new RayAway(isLate ? `no answer within ${requestMs} ms` : messageOf(error));
    }
  }

  /** The token is read for each request: whoever renews it need not restart the agent. */
  private headers(): Record<string, string> {
    const { headers, tokenFile } = this.config;
    const token = tokenFile ? readFileSync(tokenFile, "utf8").trim() : "";
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    return { "content-type": "application/json", ...authorization, ...headers };
  }
}

interface Answer {
  status: number;
  text: string;
}

/**
 * One request and its whole answer. Not by `fetch`: its `sec-fetch-mode` header makes Ray take it for a web page and
 * refuse every POST. Redirects are not followed, so the token goes to the address that was named and nowhere else.
 */
function exchange(url: URL, options: RequestOptions, body: string): Promise<Answer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** A connection that is refused at several addresses has its reasons inside. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

const jobPath = (submissionId: string) => `/api/jobs/${encodeURIComponent(submissionId)}`;
/** Ray names its own error only in the text, with a traceback around it. */
const isDuplicate = (text: string) => /Job with submission_id .* already exists/.test(text);

function away(status: number, text: string): RayAway {
  return new RayAway(`${status} ${lastLine(text)}`);
}

/** The last line that says something: Ray answers with tracebacks. */
function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => /[A-Za-z]/.test(line));
  return (lines.at(-1) ?? text).trim().slice(0, 500);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
