import type { ImportedStep } from "@/lib/contracts";
import type { ExportedTrace } from "./exporter";

type Stepped = Pick<ExportedTrace, "response" | "traceSteps">;

/** Code point offsets, rising, as UTF-16 ones; the text is walked once. */
function unitsOf(text: string, points: readonly number[]): number[] {
  let [unit, passed] = [0, 0];
  return points.map((point) => {
    while (unit < text.length && passed < point) {
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
      passed += 1;
    }
    return unit;
  });
}

/** Half-open spans of the trace steps in UTF-16 units, in order. */
function spansOf({ response, traceSteps }: Stepped): { start: number; end: number }[] {
  const units = unitsOf(
    response,
    traceSteps.flatMap(({ text }) => [text.start, text.end]),
  );
  return traceSteps.map((_, at) => ({ start: units[2 * at] ?? 0, end: units[2 * at + 1] ?? 0 }));
}

/** Bodies of the trace steps, in order. */
export function stepTexts(trace: Stepped): string[] {
  return spansOf(trace).map(({ start, end }) => trace.response.slice(start, end));
}

/** The question as one text: what the user asked, without a system message; several turns keep their order. */
export function problemOf({ prompt }: Pick<ExportedTrace, "prompt">): string {
  const asked = prompt.messages.filter(({ role }) => role === "user");
  const said = asked.length > 0 ? asked : prompt.messages;
  return said.map(({ content }) => content).join("\n\n");
}

/** c_i as counts, with where it comes from. */
export interface Solvability {
  successes: number;
  n: number;
  source: "continuations" | "empirical";
}

/** c_i of a trace step: from its continuations, else an empirical one; null where neither is known. */
export function solvabilityOf(step: Pick<ImportedStep, "counts" | "scores">): Solvability | null {
  const { counts } = step;
  if (counts && counts.returned > 0)
    return { successes: counts.successes, n: counts.returned, source: "continuations" };
  const found = step.scores.find(({ scorer, n }) => scorer.kind === "empirical" && n !== null && n > 0);
  if (!found || found.n === null || found.successes === null) return null;
  return { successes: found.successes, n: found.n, source: "empirical" };
}

const CLOSING = "</step>";

/** What the model wrote to get from one prefix to the next. */
export interface StepPiece {
  text: string;
  /** What stands before and behind the step's body within it. */
  lead: string;
  tail: string;
  /** Where it ends in the response, in UTF-16 units. */
  end: number;
}

/** A response cut behind each trace step, its closing tag included where it has one. */
export function stepPieces(trace: Stepped): StepPiece[] {
  const { response } = trace;
  let from = 0;
  return spansOf(trace).map(({ start, end }) => {
    const cut = response.startsWith(CLOSING, end) ? end + CLOSING.length : end;
    const piece = {
      text: response.slice(from, cut),
      lead: response.slice(from, start),
      tail: response.slice(end, cut),
      end: cut,
    };
    from = cut;
    return piece;
  });
}
