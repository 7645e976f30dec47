import type { ImportFile, ImportLine } from "./importer";
import { excerptOf } from "./json-lines";

/** A generation as it stands in the file. */
export interface Generation {
  line: number;
  prompt: string;
  output: string;
  truth: string;
  score: number | null;
}

/** A record, read, or the reason why it cannot be split safely. */
export type GenerationRecord = Generation | { line: number; refused: string; excerpt: string };

const MARKS = ["[prompt] ", "[output] ", "[ground_truth] ", "[score] "] as const;
type Mark = (typeof MARKS)[number];

/** What Python prints for a score; None where there was none. */
const SCORE = /^\[score\] (?:(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|-?inf)|None)$/i;
const LARGEST_RECORD = 16 << 20;

/** A record as its lines come: where its marks stand and what is wrong with it. */
class Open {
  readonly marks: { mark: Mark; line: ImportLine }[] = [];
  fault: string | null = null;
  last: ImportLine;

  constructor(readonly first: ImportLine) {
    this.last = first;
    this.add(first);
  }

  add(line: ImportLine): void {
    this.last = line;
    if (line.fault !== null) this.fault ??= line.fault;
    const mark = MARKS.find((each) => line.text.startsWith(each));
    if (mark) this.marks.push({ mark, line });
  }

  /** A score ends a record, if nothing follows but blank lines and the next prompt. */
  get ended(): boolean {
    return this.marks.at(-1)?.line === this.last && SCORE.test(this.last.text);
  }
}

/**
 * The records of `generations.log`: `[prompt] …`, `[output] …`, `[ground_truth] …`, `[score] …`, a blank line. Nothing is
 * escaped, so a record is read only where each of the four marks begins exactly one of its lines, in this order, and its
 * last line is a number. A text that holds such a line makes the record unsafe: it is refused, and reading goes on at the
 * next prompt behind a score. (An output that holds a whole well-formed record cannot be told from two records.)
 */
export async function* generationsOf(file: ImportFile): AsyncGenerator<GenerationRecord> {
  let open: Open | null = null;
  let stray: ImportLine | null = null;
  for await (const line of file.lines()) {
    const begins = line.text.startsWith(MARKS[0]);
    if (open?.ended && begins) yield await closed(file, open);
    if (begins && (open === null || open.ended)) open = new Open(line);
    else if (open) open.add(line);
    else stray ??= line;
  }
  if (stray) yield refused(stray, "this text stands before the first [prompt], so it belongs to no record");
  if (open) yield await closed(file, open);
}

const refused = (line: ImportLine, reason: string): GenerationRecord => ({
  line: line.number,
  refused: reason,
  excerpt: excerptOf(line.text),
});

async function closed(
  file: ImportFile,
  { first, last, marks, fault, ended }: Open,
): Promise<GenerationRecord> {
  if (fault !== null) return refused(first, fault);
  const twice = MARKS.find((mark) => marks.filter((each) => each.mark === mark).length > 1);
  if (twice)
    return refused(
      first,
      `a line begins with ${twice.trim()} more than once, and the file escapes nothing: where its texts end cannot be told`,
    );
  const [prompt, output, truth, score] = marks;
  const inOrder = MARKS.every((mark, i) => marks[i]?.mark === mark);
  if (!inOrder || !ended || !prompt || !output || !truth || !score)
    return refused(
      first,
      `the record does not hold ${MARKS.join("… ")}… in this order: it was cut off, or its texts hold such lines`,
    );
  if (last.end >= file.bytes)
    return refused(first, "the file ends within its score, which may have had more digits: it was cut off");
  if (last.end - first.start > LARGEST_RECORD)
    return refused(first, `the record is longer than ${LARGEST_RECORD} bytes`);
  const text = async (from: typeof prompt, to: typeof prompt) =>
    decode(await file.read(from.line.start + from.mark.length, to.line.start));
  return {
    line: first.number,
    prompt: await text(prompt, output),
    output: await text(output, truth),
    truth: await text(truth, score),
    score: scoreOf(last.text),
  };
}

/** Bytes up to the next mark, without the line end that stands before it. */
const decode = (bytes: Uint8Array) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, "");

function scoreOf(line: string): number | null {
  const said = SCORE.exec(line)?.[1]?.toLowerCase();
  if (said === undefined) return null;
  const infinite =
    said === "inf" ? Number.POSITIVE_INFINITY : said === "-inf" ? Number.NEGATIVE_INFINITY : null;
  return infinite ?? Number(said);
}
