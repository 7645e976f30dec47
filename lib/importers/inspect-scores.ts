import type { ImportedTraceInput } from "@/lib/contracts";
import { recordOf } from "./json-lines";
import { numberOf, outcomeOf } from "./values";

type TraceScores = NonNullable<ImportedTraceInput["scores"]>;

const MOST_SCORES = 100;
const MOST_NOTE = 20_000;

/** What Inspect's letters say as numbers: correct, incorrect, partial; no answer earns nothing. */
const LETTERS: Record<string, number> = { C: 1, I: 0, P: 0.5, N: 0 };

/** A value of a score as a number; null for words that are none of Inspect's letters. */
function scoreValue(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  const letter = typeof value === "string" ? LETTERS[value] : undefined;
  const number = letter ?? numberOf(value);
  return number === null || !Number.isFinite(number) ? null : number;
}

/** Every scorer of a sample as a score of its trace: a scorer that gives several values is several scorers. */
export function scoresOf(scores: unknown): TraceScores {
  const found: TraceScores = [];
  for (const [name, each] of Object.entries(recordOf(scores) ?? {})) {
    const score = recordOf(each);
    if (!score) continue;
    const note = typeof score.explanation === "string" ? score.explanation.slice(0, MOST_NOTE) : "";
    for (const [part, value] of partsOf(score.value))
      found.push({ scorer: { kind: "judge", name: nameOf(name, part) }, value: scoreValue(value), note });
  }
  return found.slice(0, MOST_SCORES);
}

function partsOf(value: unknown): [string, unknown][] {
  const fields = recordOf(value);
  if (fields) return Object.entries(fields);
  return Array.isArray(value) ? value.map((each, i) => [String(i + 1), each]) : [["", value]];
}

const nameOf = (name: string, part: string) =>
  (part === "" ? name : `${name}: ${part}`).replace(/\s+/g, " ").trim().slice(0, 200).trim() || "scorer";

/** Names of scorers of which Inspect computed an accuracy: their numbers 1 and 0 mean right and wrong. */
export function accuracyScorers(header: Record<string, unknown>): Set<string> {
  const scores = recordOf(header.results)?.scores;
  const names = (Array.isArray(scores) ? scores : []).flatMap((each) => {
    const { name, metrics } = recordOf(each) ?? {};
    return typeof name === "string" && "accuracy" in (recordOf(metrics) ?? {}) ? [name] : [];
  });
  return new Set(names);
}

/**
 * Whether a sample is right: what its scorers agree on, of those that say so (Inspect's letters C, I and N, true, false,
 * and 1 and 0 of a scorer that Inspect computed an accuracy of). Null where none says, and where they disagree.
 */
export function outcomeOfScores(scores: unknown, accuracy: ReadonlySet<string>): 0 | 1 | null {
  const said = new Set<0 | 1>();
  for (const [name, each] of Object.entries(recordOf(scores) ?? {})) {
    const value = recordOf(each)?.value;
    const plain = typeof value === "boolean" || accuracy.has(name) ? outcomeOf(value) : null;
    const outcome = value === "C" ? 1 : value === "I" || value === "N" ? 0 : plain;
    if (outcome !== null) said.add(outcome);
  }
  const [only] = said;
  return said.size === 1 && only !== undefined ? only : null;
}

/** The answer that a scorer took from the response, where one says it. */
export function scoredAnswer(scores: unknown): string | null {
  for (const each of Object.values(recordOf(scores) ?? {})) {
    const answer = recordOf(each)?.answer;
    if (typeof answer === "string" && answer.trim() !== "" && answer.length <= 10_000) return answer;
  }
  return null;
}
