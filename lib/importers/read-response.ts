import type { ImportedTraceInput } from "@/lib/contracts";
import type { ImportEvent } from "./importer";
import { type Cut, segmentResponse } from "./segment";

const MOST_STEPS = 10_000;
const LONGEST_ANSWER = 10_000;

/** The fields of a trace that follow from its response alone. */
export type ReadResponse = Pick<ImportedTraceInput, "response" | "invalidReason" | "answer" | "traceSteps">;

/** Reads the responses of one source and remembers how each was cut into trace steps, for the report. */
export class ResponseReader {
  private readonly cuts = new Map<Cut | "turns", number>();

  /** The trace steps of a response by the shared rule (segment.ts), with its final answer where it names one. */
  read(response: string): ReadResponse {
    const { spans, invalidReason, answer, cut } = segmentResponse(response);
    this.counted(cut);
    const whole = { start: 0, end: [...response].length };
    const steps = spans.length > MOST_STEPS ? [whole] : spans;
    return {
      response,
      invalidReason,
      answer: answer !== null && answer.length <= LONGEST_ANSWER ? answer : null,
      traceSteps: steps.map((text) => ({ text })),
    };
  }

  counted(cut: Cut | "turns"): void {
    this.cuts.set(cut, (this.cuts.get(cut) ?? 0) + 1);
  }

  /** How the responses were cut, as one sentence; nothing where none was read. */
  *notes(): Generator<ImportEvent> {
    const parts = [...this.cuts].map(([cut, n]) => `${n} ${CUT_WORDS[cut]}`);
    if (parts.length > 0)
      yield { type: "note", topic: "source", text: `Trace steps of the responses: ${parts.join(", ")}.` };
  }
}

const CUT_WORDS: Record<Cut | "turns", string> = {
  tags: "by their step tags",
  paragraphs: "cut at blank lines",
  lines: "cut at line ends",
  whole: "left whole",
  turns: "with one step for each turn of the model",
};
