import type { ExportOptions } from "@/lib/contracts";
import type { ExportContext, TraceExporter } from "./exporter";
import { jsonLine } from "./lines";
import { PairPool } from "./pairs/pool";

/** A prompt with more traces is paired in parts, so that what is held stays small. */
const MOST_TRACES_HELD = 5_000;

const SOURCES: Record<ExportOptions["pairsFrom"][number], string> = {
  samples: "samples: steps of traces of one prompt, run and train step that share the prefix to the letter",
  alternatives: "alternatives: rated candidates in a step's place; good is 1, neutral 0.5 and bad 0",
  continuations:
    "continuations: first steps of the continuations of a prefix, valued by the continuations that begin with them",
};

function method({ margin, minReturned, pairsPerPrefix, pairsFrom }: ExportOptions): string[] {
  return [
    `Two next steps after the same prefix whose values differ by at least ${margin}; at most ${pairsPerPrefix} pairs a prefix, the widest first.`,
    `The value of a step is c_i of the prefix that it ends, on at least ${minReturned} continuations or samples; equal steps are counted together.`,
    `Pairs from ${pairsFrom.map((source) => SOURCES[source]).join("; ")}.`,
    "prefix, chosen and rejected are written to the letter: render messages with the model's chat template, then append prefix.",
  ];
}

function* drained(pool: PairPool, { options, tally }: ExportContext): Generator<string> {
  const used = new Set<string>();
  for (const pair of pool.pairs(options, tally)) {
    const sides = [pair.chosen_from.trace, pair.rejected_from.trace];
    const fresh = new Set(sides.filter((id) => !used.has(id)));
    for (const id of fresh) used.add(id);
    tally.wrote({ traces: fresh.size, labels: 2 });
    yield jsonLine(pair);
  }
}

/** {prompt, messages, prefix, chosen, rejected, …} a line: step-level preferences, for DPO and its kin. */
export const preferencePairs: TraceExporter = {
  format: "preference-pairs",
  title: "Preference pairs",
  about: "One line a pair: the same prefix with a better and a worse next step.",
  extension: ".jsonl",
  mimeType: "application/jsonl",
  uses: ["margin", "minReturned", "pairsPerPrefix", "pairsFrom"],
  needs: ({ pairsFrom }) => ({
    continuations: pairsFrom.includes("continuations"),
    scores: true,
    tokenScores: false,
  }),
  method,
  async *write(traces, context) {
    const { options, tally } = context;
    let [pool, promptId] = [new PairPool(), ""];
    for await (const trace of traces) {
      const crowded = pool.traces >= MOST_TRACES_HELD;
      if (trace.promptId !== promptId || crowded) {
        yield* drained(pool, context);
        if (trace.promptId === promptId)
          tally.note("prompts with too many traces to be held, paired in parts");
        pool = new PairPool();
        promptId = trace.promptId;
      }
      if (pool.add(trace, options) === 0) tally.leaveOut("traces without a step that has a value");
    }
    yield* drained(pool, context);
  },
};
