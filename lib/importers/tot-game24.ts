import { z } from "zod";
import type { ImportedScorer, ImportedStep } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { answerOf, otherFields, RECORD_ENDINGS, recordsHave, stemOf } from "./data-sets";
import { puzzleNumbers } from "./game24-numbers";
import type { ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type RecordPlace, recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { inCodePoints } from "./segment";
import { type PrefixCounts, sharedPrefixes } from "./shared-prefixes";
import { type TextLine, textLines } from "./text-lines";
import { labelOf, outcomeOf } from "./values";

const record = z.looseObject({
  idx: z.int(),
  ys: z.array(z.string()).max(100_000),
  infos: z.array(z.looseObject({ r: z.unknown() })).nullish(),
  /** What older logs have in place of infos[].r. */
  accs: z.array(z.unknown()).nullish(),
  /** Only a search logs these; the samples of one are what it kept, not draws of their own. */
  steps: z.array(z.looseObject({ x: z.string().nullish() })).nullish(),
});
type Read = z.infer<typeof record>;

const HEADING = /^steps:$/i;
const ANSWER = /^answer:\s*(.*)$/is;

interface Sampled {
  lines: TextLine[];
  steps: string[];
  answer: string | null;
  /** 1 right, 0 wrong, null not said. */
  outcome: number | null;
}

/** A sample's steps are its lines between `Steps:` and `Answer:`, or to its end where it gives no answer. */
function sampleOf(text: string, graded: unknown): Sampled {
  const all = textLines(text);
  const end = all.findIndex((line) => ANSWER.test(line.text));
  const lines = (end === -1 ? all : all.slice(0, end)).filter((line) => !HEADING.test(line.text));
  return {
    lines,
    steps: lines.map((line) => line.text),
    answer: answerOf(ANSWER.exec(all[end]?.text ?? "")?.[1]),
    outcome: outcomeOf(graded),
  };
}

/** What the notes of the report count. */
interface Tally {
  puzzles: number;
  /** Of which the numbers are those that the samples use. */
  guessed: number;
  /** Trace steps with an empirical c_i. */
  scored: number;
  /** Of these, steps of which no other sample shares the prefix. */
  alone: number;
  searched: number;
}

function promptOf({ idx, steps }: Read, samples: readonly Sampled[], tally: Tally) {
  const given = steps?.[0]?.x?.trim();
  const numbers = given || puzzleNumbers(samples.map((sample) => sample.steps[0] ?? ""));
  if (!given && numbers !== null) tally.guessed += 1;
  const content =
    numbers === null
      ? `Game of 24, puzzle ${idx}. The log does not hold its numbers.`
      : `Make 24 of the numbers ${numbers}, each used once, by + - * /.`;
  return { key: `game24-${idx}`, dataset: "Game of 24", messages: [{ role: "user", content }] };
}

function scoresOf(counts: PrefixCounts | undefined, scorer: ImportedScorer): ImportedStep["scores"] {
  if (!counts || counts.n === 0) return [];
  const { successes, n } = counts;
  return [{ scorer, value: successes / n, successes, n, label: null, note: "", tags: [] }];
}

async function* tell(read: Read, source: RecordPlace, tally: Tally): AsyncGenerator<ImportEvent> {
  const samples = read.ys.map((text, i) => sampleOf(text, read.infos?.[i]?.r ?? read.accs?.[i]));
  const searched = read.steps !== null && read.steps !== undefined;
  const counts = searched ? [] : sharedPrefixes(samples);
  const scorer: ImportedScorer = {
    kind: "empirical",
    name: "Samples sharing the prefix",
    version: `of ${samples.length} a prompt`,
  };
  const run = labelOf(stemOf(source.file), "game of 24");
  const prompt = promptOf(read, samples, tally);
  tally.puzzles += 1;
  tally.searched += Number(searched);
  for (const [i, { lines, answer, outcome }] of samples.entries()) {
    const response = read.ys[i] ?? "";
    const traceSteps = inCodePoints(response, lines).map((text, s) => ({
      text,
      scores: scoresOf(counts[i]?.[s], scorer),
    }));
    tally.scored += counts[i]?.filter(({ n }) => n > 0).length ?? 0;
    tally.alone += counts[i]?.filter(({ n }) => n === 1).length ?? 0;
    yield {
      type: "trace",
      trace: {
        recordKey: await recordKeyOf(run, read.idx, response),
        run,
        source,
        sampleIndex: i,
        prompt,
        response,
        answer,
        outcome,
        traceSteps,
        extra: otherFields({ ...read.infos?.[i] }, ["r"]),
      },
    };
  }
}

function* notesOf({ puzzles, guessed, scored, alone, searched }: Tally): Iterable<ImportEvent> {
  if (guessed > 0)
    yield {
      type: "note",
      topic: "source",
      text: `The log holds no prompts: the numbers of ${formatCount(guessed)} of ${plural(puzzles, "puzzle")} are those that most of their samples begin with.`,
    };
  if (scored > 0)
    yield {
      type: "note",
      topic: "join",
      text: `c_i is empirical: the share of right samples among those of the same prompt whose steps are the same up to there. Of ${plural(scored, "trace step")} ${formatCount(alone)} have a prefix that no other sample shares: there n is 1, and c_i is the sample's own outcome.`,
    };
  if (searched > 0)
    yield {
      type: "note",
      topic: "unknown",
      text: `Of ${plural(searched, "puzzle")} the log is one of a search: what it kept are no independent samples, so they have no empirical c_i.`,
    };
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const tally: Tally = { puzzles: 0, guessed: 0, scored: 0, alone: 0, searched: 0 };
  yield* recordEvents(files, record, (read, source) => tell(read, source, tally));
  yield* notesOf(tally);
}

/** Logs of the game of 24 (github.com/princeton-nlp/tree-of-thought-llm): a puzzle a record, with its samples. */
export const totGame24: TraceImporter = {
  format: "tot-game24",
  title: "Tree-of-Thought game of 24",
  about: "Logs of tree-of-thought-llm for the game of 24: puzzles with their samples, as one JSON array.",
  endings: RECORD_ENDINGS,
  repeats: "samples",
  detect: (files) => recordsHave(files, "idx", "ys"),
  parse,
};
