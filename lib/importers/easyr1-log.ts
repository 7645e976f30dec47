import type { ImportEvent, ImportFile } from "./importer";
import { jsonLines, recordOf, refusedLine } from "./json-lines";
import { wholeOf } from "./values";

/** What `experiment_log.jsonl` tells of the generations beside it. */
export interface ExperimentLog {
  lines: number;
  /** The train step of each line that holds a validation's numbers, in order. */
  validations: number[];
  /** The train step of the first line of a training's own numbers. */
  firstTrained: number | null;
}

/** Reads a log into `log`. Its metrics are no traces: they are counted, and used to date the generations. */
export async function* readExperimentLog(file: ImportFile, log: ExperimentLog): AsyncGenerator<ImportEvent> {
  let metrics = 0;
  for await (const { line, value, reason } of jsonLines(file)) {
    yield { type: "row", file: file.name };
    const record = recordOf(value);
    const step = wholeOf(record?.step);
    if (reason !== null) yield refusedLine(file, line, reason);
    else if (!record || step === null) yield refusedLine(file, line, "step: no whole number stands there");
    else {
      metrics += 1;
      addLine(log, step, Object.keys(record));
    }
  }
  log.lines += metrics;
  if (metrics > 0)
    yield {
      type: "note",
      topic: "source",
      text: `${file.name} holds ${metrics} lines of metrics and no responses.`,
    };
  if (log.firstTrained !== null && log.firstTrained > 1)
    yield {
      type: "note",
      topic: "trap",
      text: `${file.name} begins at train step ${log.firstTrained}: EasyR1 empties its logs when it resumes, so what was logged before is lost.`,
    };
}

function addLine(log: ExperimentLog, step: number, keys: readonly string[]): void {
  const validates = keys.some((key) => key.startsWith("val"));
  if (validates) log.validations.push(step);
  const trains = keys.some((key) => key !== "step" && !key.startsWith("val"));
  if (trains) log.firstTrained ??= step;
}
