import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import {
  explorerRows,
  labelAnswer,
  type ReviewSetView,
  reviewSetList,
  reviewSetView,
} from "../../lib/contracts";
import { raterCookie } from "../../lib/domain/rater-cookie";
import { fileOf } from "../../lib/importers/testing/file-of";
import { importOverHttp } from "../../scripts/lib/import-over-http";
import { journeyLogs } from "./journey-logs";
import { api, serverUrl } from "./server";

const NAME = "Two raters";

/** Imported traces that two raters have judged, and differ on. */
export interface Reviewed {
  import: string;
  project: string;
  /** The ablation and the run that the traces stand in. */
  ablation: string;
  run: string;
  traces: string[];
  set: string;
  /** Who has traces of the set left to do. */
  rater: string;
}

/** The same import and the same set however often it is asked for. */
export async function reviewed(): Promise<Reviewed> {
  const files = journeyLogs().map(({ name, buffer }) => fileOf(name, buffer));
  const source = { name: "journey logs", files, close: async () => {} };
  const { id, project, ablation } = await importOverHttp(serverUrl(), source, {
    ...{ project: "Reviewed", ablation: null, format: "processthinker", codeVersion: "e2e" },
    options: { strict: false },
  });
  const { rows } = await api().get(`/api/v1/explorer/traces?import=${id}`, explorerRows);
  const traces = rows.map((row) => row.id);
  const [first] = rows;
  if (!first) throw new Error("The import has no traces");
  const { sets } = await api().get(`/api/v1/reviews?project=${project.id}`, reviewSetList);
  const set = sets.find(({ name }) => name === NAME)?.id ?? (await judged(project.id, traces)).id;
  const at = { import: id, project: project.id, ablation: ablation.id, run: first.runId };
  return { ...at, traces, set, rater: "Ada" };
}

/** Both judge all but the last trace, and one of them sees the first error elsewhere. */
async function judged(project: string, traces: readonly string[]): Promise<ReviewSetView> {
  const body = {
    name: NAME,
    guidelines: "The first wrong step.",
    selection: { project },
    raters: ["Ada", "Ben"],
  };
  const set = await api().post("/api/v1/reviews", body, reviewSetView);
  for (const rater of set.raters) {
    const at = new Date().toISOString();
    const before = { label: null, firstError: null, note: "", tags: [] };
    const edits = traces.slice(0, -1).flatMap((traceId, i) => {
      const isBad = i === 0 && rater.name === "Ben";
      const after = { ...before, label: isBad ? "bad" : "good", note: isBad ? "No." : "" };
      return [1, 2, 3].map((traceStep) => ({ id: randomUUID(), traceId, traceStep, before, after, at }));
    });
    const statuses = traces.slice(0, -1).map((traceId) => ({ set: set.id, traceId, status: "done", at }));
    await api().post("/api/v1/labels", { rater: rater.id, edits, statuses }, labelAnswer);
  }
  return set;
}

/** Makes the browser one in which this rater labels. */
export async function labelAs(page: Page, rater: string): Promise<void> {
  const [name = "", value = ""] = raterCookie(rater).split(";")[0]?.split("=") ?? [];
  await page.context().addCookies([{ name, value, url: serverUrl() }]);
}
