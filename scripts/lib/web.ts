import { setTimeout as sleep } from "node:timers/promises";
import type { Instance } from "./instance";
import { SupervisedChild } from "./supervise";

const ANSWER_LIMIT_MS = 60_000;

export interface WebRequest {
  root: string;
  dist: string;
  host: string;
  port: number;
  log: string;
  env: Record<string, string>;
  instance: Instance;
  say(text: string): void;
}

/** The address to open: a wildcard is shown as what this machine calls itself. */
export function urlOf(host: string, port: number): string {
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}

/** Serves the production build; `next` itself is the child, so that no wrapper can outlive us. */
export function startWeb(request: WebRequest): SupervisedChild {
  const { root, host, port } = request;
  return new SupervisedChild({
    name: "The web server",
    command: [process.execPath, "node_modules/next/dist/bin/next", "start", "-H", host, "-p", String(port)],
    cwd: root,
    env: {
      ...process.env,
      ...request.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      STEPWELL_DIST: request.dist,
    },
    log: request.log,
    // Open event streams keep Next waiting; browsers reconnect to the next start by themselves.
    graceMs: 2_000,
    onStart: (pid) => request.instance.setChild("web", pid),
    say: request.say,
  }).start();
}

/**
 * Waits until the first page answers (any status below 500).
 * @throws if it does not within a minute
 */
export async function waitUntilAnswers(url: string, log: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + ANSWER_LIMIT_MS;
  while (Date.now() < deadline && !signal.aborted) {
    try {
      const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
      await answer.arrayBuffer();
      if (answer.status < 500) return;
    } catch {
      // not listening yet
    }
    await sleep(20);
  }
  signal.throwIfAborted();
  throw new Error(`The pages did not answer at ${url} within a minute. Log: ${log}`);
}
