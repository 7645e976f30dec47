import { randomUUID } from "node:crypto";
import {
  explorerRows,
  type ImportedTraceInput,
  type ImportView,
  importView,
  labelAnswer,
  type Rater,
  reviewSetView,
} from "../../lib/contracts";
import { fileOf } from "../../lib/importers/testing/file-of";
import { importOverHttp } from "../../scripts/lib/import-over-http";
import { HOSTILE } from "../support/hostile";
import { IMAGE, LINK, OVERRIDE, SCRIPT } from "./hostile-trace";
import { api, serverUrl } from "./server";

/** A file's name is as free as its content. */
const FILE = `<img src=x onerror="window.pwned=1">${OVERRIDE}.jsonl`;
const NAME = `${IMAGE}${OVERRIDE}`;
const FORMULA = `=HYPERLINK("https://evil.example/","click me")`;

const judge = { kind: "judge" as const, name: `${SCRIPT} judge`, version: LINK };
const human = { kind: "human" as const, name: `${NAME} annotators` };

/** A trace of all hostile texts, one a trace step, whose every other field is hostile too. */
function traceOf(first: string, sampleIndex: number): ImportedTraceInput {
  const texts = [first, FORMULA, ...HOSTILE.map(({ text }) => text)];
  const traceSteps: ImportedTraceInput["traceSteps"] = [];
  let at = 0;
  for (const [i, text] of texts.entries()) {
    const end = at + [...text].length;
    const continuation = {
      text: `${IMAGE}${text.slice(0, 2_000)}`,
      answer: SCRIPT,
      tokens: 3,
      finishReason: null,
    };
    traceSteps.push({
      text: { start: at, end },
      ...(i < 3 && {
        counts: { requested: 3, returned: 2, successes: 1, truncated: 0 },
        continuations: [
          { ...continuation, verdict: "right", modelId: NAME },
          { ...continuation, text: `${LINK}${OVERRIDE}`, verdict: "wrong", modelId: NAME },
        ],
        scores: [
          { scorer: judge, value: 0.5, note: `${SCRIPT}${LINK}`, tags: [IMAGE.slice(0, 60)] },
          { scorer: human, label: "bad", note: IMAGE },
        ],
        alternatives: [{ text: SCRIPT, scorer: judge, value: 0.1 }],
      }),
    });
    at = end + 1;
  }
  return {
    ...{ recordKey: `${NAME}${sampleIndex}`, run: `${SCRIPT}${sampleIndex}`, sampleIndex, modelId: NAME },
    source: { file: FILE, line: sampleIndex },
    prompt: {
      ...{ key: NAME, dataset: SCRIPT, family: LINK, answer: IMAGE },
      messages: [{ role: NAME.slice(0, 50), content: `${SCRIPT} ${LINK} ${OVERRIDE}` }],
    },
    ...{ response: texts.join("\n"), answer: SCRIPT, outcome: sampleIndex % 2, traceSteps },
    ...{ invalidReason: IMAGE, scores: [{ scorer: human, firstError: 1, note: `${SCRIPT}${OVERRIDE}` }] },
  };
}

export interface HostileImport {
  view: ImportView;
  /** Two traces of one prompt. */
  traces: string[];
  /** The run of the first. */
  run: string;
  /** A review set of both that two raters have judged differently, and the first of them. */
  set: string;
  rater: Rater;
}

const asks = (seed: string) => {
  const lines = [traceOf(`${SCRIPT} findme`, 1), traceOf(`${LINK} other`, 2)].map((trace) =>
    JSON.stringify(trace),
  );
  const broken = `{"recordKey": "${seed}", "run": "<script>window.pwned=1</script>", ${OVERRIDE}`;
  return fileOf(FILE, `${lines.join("\n")}\n${broken}\n`);
};

/** Imports them over the API and lets two raters, whose names and notes are hostile too, judge them differently. */
export async function hostileImport(): Promise<HostileImport> {
  const project = `${NAME} ${Date.now().toString(36)}`;
  const source = { name: FILE, files: [asks(project)], close: async () => {} };
  const started = await importOverHttp(serverUrl(), source, {
    ...{ project, ablation: `${SCRIPT}${OVERRIDE}`, format: "stepwell", codeVersion: "e2e" },
    options: { strict: false },
  });
  const view = await api().get(`/api/v1/imports/${started.id}`, importView);
  const { rows } = await api().get(`/api/v1/explorer/traces?import=${view.id}`, explorerRows);
  const traces = rows.map(({ id }) => id);
  const { set, rater } = await judged(view.project.id, traces);
  return { view, traces, run: rows[0]?.runId ?? "", set, rater };
}

async function judged(project: string, traces: readonly string[]) {
  const made = await api().post(
    "/api/v1/reviews",
    {
      ...{ name: `${SCRIPT} set`, guidelines: `${IMAGE}\n${LINK}`, blind: false, overlap: 2 },
      ...{ selection: { project }, raters: [IMAGE, `${SCRIPT.slice(0, 40)}`] },
    },
    reviewSetView,
  );
  for (const [i, rater] of made.raters.entries()) {
    const at = new Date().toISOString();
    const before = { label: null, firstError: null, note: "", tags: [] };
    const after = { ...before, label: i === 0 ? "good" : "bad", note: `${SCRIPT}${IMAGE}${OVERRIDE}` };
    const edits = traces.map((traceId) => ({ id: randomUUID(), traceId, traceStep: 1, before, after, at }));
    const statuses = traces.map((traceId) => ({ set: made.id, traceId, status: "done", at }));
    await api().post("/api/v1/labels", { rater: rater.id, edits, statuses }, labelAnswer);
  }
  const [rater] = made.raters;
  if (!rater) throw new Error("the set has no rater");
  return { set: made.id as string, rater: { id: rater.id, name: rater.name } };
}
