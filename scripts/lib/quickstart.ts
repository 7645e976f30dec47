import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launchAnswer } from "@/lib/contracts/launch-preview";
import { ablationResults } from "@/lib/contracts/results";
import { type AblationDetail, ablationDetail } from "@/lib/contracts/workspace";
import { routes } from "@/lib/domain/routes";
import { PRESETS, presetOf } from "@/lib/presets";
import { ApiClient, ApiRefusal } from "./api-client";
import { progressLines } from "./progress-lines";
import { resultText } from "./result-table";
import type { Terminal } from "./terminal";

const POLL_MS = 1_000;
const PLAIN_LINE_MS = 10_000;

export interface QuickstartRequest {
  url: string;
  /** Home folder: remembers which ablation was launched of a preset. */
  home: string;
  /** Launch anew even if a finished one is there. */
  again: boolean;
  /** Key of the preset to launch. */
  preset: string;
  terminal: Terminal;
  signal: AbortSignal;
}

function memory({ home, preset }: QuickstartRequest): string {
  return join(home, `launched-${preset}`);
}

/** @throws if there is no preset of this key */
function checkPreset(key: string): void {
  if (!presetOf(key))
    throw new Error(`There is no preset ${key}; there are ${PRESETS.map((p) => p.key).join(", ")}.`);
}

/** The ablation of an earlier quickstart, if the server still has it. */
async function earlier(api: ApiClient, request: QuickstartRequest): Promise<AblationDetail | null> {
  const file = memory(request);
  if (!existsSync(file)) return null;
  try {
    return await api.get(`/api/v1/ablations/${readFileSync(file, "utf8").trim()}`, ablationDetail);
  } catch (error) {
    if (error instanceof ApiRefusal && [400, 404].includes(error.status)) return null;
    throw error;
  }
}

async function findOrLaunch(api: ApiClient, request: QuickstartRequest): Promise<string> {
  const { again, preset, terminal } = request;
  const before = await earlier(api, request);
  if (before && before.summary.endedAt === null) {
    terminal.line(`The ${preset} ablation is under way; it continues.`);
    return before.summary.id;
  }
  if (before && !again) {
    terminal.line(`The ${preset} ablation has run already (--again launches it anew).`);
    return before.summary.id;
  }
  const launched = await api.post("/api/v1/ablations", presetOf(preset)?.spec, launchAnswer);
  writeFileSync(memory(request), `${launched.id}\n`);
  terminal.line(`Launched: ${launched.runs} runs, ${launched.jobs} jobs   ${request.url}${launched.url}`);
  return launched.id;
}

/** Redraws in place on a terminal; elsewhere a run's line is printed when it changed, at most every 10 s. */
class ProgressView {
  private shown: string[] = [];
  private at = 0;

  constructor(private readonly terminal: Terminal) {}

  update(lines: string[], last = false): void {
    if (this.terminal.interactive) {
      this.terminal.block(lines);
      return;
    }
    if (!last && Date.now() - this.at < PLAIN_LINE_MS) return;
    // The first line holds a clock and always differs: it alone is no news.
    const news = lines.slice(1).filter((line) => !this.shown.includes(line));
    if (news.length === 0) return;
    for (const line of [...lines.slice(0, 1), ...news]) this.terminal.line(line);
    this.shown = lines;
    this.at = Date.now();
  }
}

async function follow(api: ApiClient, id: string, request: QuickstartRequest): Promise<AblationDetail> {
  const view = new ProgressView(request.terminal);
  for (;;) {
    request.signal.throwIfAborted();
    try {
      const detail = await api.get(`/api/v1/ablations/${id}`, ablationDetail, request.signal);
      const began = Date.parse(detail.summary.startedAt ?? detail.summary.createdAt);
      const end = detail.summary.endedAt === null ? Date.now() : Date.parse(detail.summary.endedAt);
      const lines = progressLines(detail, request.url, end - began, request.terminal.columns);
      view.update(lines, detail.summary.endedAt !== null);
      if (detail.summary.endedAt !== null) return detail;
    } catch (error) {
      request.signal.throwIfAborted();
      // The web server may be on its way back; a refusal is final.
      if (error instanceof ApiRefusal && error.status < 500) throw error;
    }
    await sleep(POLL_MS, undefined, { signal: request.signal }).catch(() => {});
  }
}

/**
 * Launches the quickstart ablation (or goes on with the one that is there), shows its progress and then its result.
 * @throws what the server refused, in its words
 */
export async function runQuickstart(request: QuickstartRequest): Promise<void> {
  const { terminal, url } = request;
  checkPreset(request.preset);
  const api = new ApiClient(url);
  const id = await findOrLaunch(api, request);
  const detail = await follow(api, id, request);
  terminal.keepBlock();
  const results = await api.get(`/api/v1/ablations/${id}/results`, ablationResults);
  const began = Date.parse(detail.summary.startedAt ?? detail.summary.createdAt);
  const minutes = ((Date.parse(detail.summary.endedAt ?? "") - began) / 60_000).toFixed(1);
  terminal.line(`\n${resultText(results)}\n`);
  terminal.line(`Wall time ${minutes} minutes.   Compare: ${url}${routes.compare({ ablation: id })}`);
}
