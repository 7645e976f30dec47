import { exportOptions, type ImportedStep, type ImportedTrace, importedTrace } from "@/lib/contracts";
import { stepsFromParts } from "@/lib/importers/segment";
import type { ExportContext, ExportedTrace, TraceExporter } from "../exporter";
import { Tally } from "../tally";

type Scores = ImportedStep["scores"];

const SILENT = { value: null, label: null, successes: null, n: null, note: "", tags: [] };

/** What a person says of a step. */
export const byPerson = (label: "good" | "neutral" | "bad", name = "Ada"): Scores[number] => ({
  ...SILENT,
  scorer: { kind: "human", name, version: "" },
  label,
});

/** Where a person sees the first error. */
export const firstErrorBy = (firstError: number, name = "Ada"): ImportedTrace["scores"][number] => ({
  scorer: { kind: "human", name, version: "" },
  ...{ firstError, value: null, note: "" },
});

export interface StepParts extends Partial<Omit<ImportedStep, "text">> {
  body: string;
  /** c_i as successes of four; left out: never asked for. */
  successes?: number;
}

function stepOf({ body: _, successes, ...parts }: StepParts) {
  const counts = successes === undefined ? null : { requested: 4, returned: 4, successes, truncated: 0 };
  return { counts, ...parts };
}

interface Parts extends Partial<Omit<ExportedTrace, "traceSteps">> {
  steps: readonly StepParts[];
  /** Written as the grammar has it, not as paragraphs. */
  tagged?: boolean;
}

const CLOSED = "</step>";

/** The steps within the grammar's tags, and where they stand in it. */
function taggedParts(bodies: readonly string[]) {
  const opened = bodies.map((body, at) => `${at === 0 ? "<think>" : ""}<step>${body}${CLOSED}`);
  let at = 0;
  const spans = opened.map((text, i) => {
    const end = at + [...text].length - CLOSED.length;
    at = end + CLOSED.length;
    return { start: end - [...(bodies[i] ?? "")].length, end };
  });
  return { response: `${opened.join("")}</think><answer>7</answer>`, spans };
}

/** A trace of the question "What is 3 + 4?" with these steps. */
export function exportedTrace({ steps, tagged = false, ...changes }: Parts): ExportedTrace {
  const bodies = steps.map(({ body }) => body);
  const { response, spans } = tagged ? taggedParts(bodies) : stepsFromParts(bodies);
  const {
    run: _,
    recordKey: __,
    ...parsed
  } = importedTrace.parse({
    ...{ recordKey: "r", run: "r", source: { file: "f.jsonl", line: 1 }, response },
    prompt: { dataset: "sums", messages: [{ role: "user", content: "What is 3 + 4?" }], answer: "7" },
    traceSteps: steps.map((step, at) => ({ text: spans[at], ...stepOf(step) })),
  });
  return {
    ...parsed,
    ...{ id: "trc_00000001", promptId: "prm_00000001", ablation: "first" },
    run: { id: "run_00000001", name: "grpo seed 0", arm: "mixed", seed: 0 },
    ...changes,
  };
}

/** What an exporter writes of some traces, with its tally. */
export async function written(
  exporter: TraceExporter,
  traces: readonly ExportedTrace[],
  asked: Record<string, unknown> = {},
) {
  const tally = new Tally();
  const options = exportOptions.parse(asked);
  const provenance: ExportContext["provenance"] = {
    ...{ format: exporter.format, project: { id: "prj_00000001", name: "p" }, selection: {} },
    ...{ options: {}, method: exporter.method(options, null), runs: [] },
    ...{ stepwellVersion: "test", exportedAt: "2026-01-01T00:00:00.000Z", counts: null },
  };
  async function* told() {
    for (const trace of traces) {
      tally.read();
      yield trace;
    }
  }
  const chunks: (string | Uint8Array)[] = [];
  const provenanceNow = () => ({ ...provenance, counts: tally.counts() });
  const context = { options, labelScorer: null, runLabels: new Map(), tally, provenance, provenanceNow };
  for await (const chunk of exporter.write(told(), context)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
  return { bytes, text: bytes.toString("utf8"), counts: tally.counts() };
}
