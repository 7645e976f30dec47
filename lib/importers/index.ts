import type { ImportFormat } from "@/lib/contracts";
import { bigBenchMistake } from "./big-bench-mistake";
import { chat } from "./chat";
import { easyr1 } from "./easyr1";
import { gsm8kSolutions } from "./gsm8k-solutions";
import type { FileHead, TraceImporter } from "./importer";
import { inspect } from "./inspect";
import { mathShepherd } from "./math-shepherd";
import { prm800k } from "./prm800k";
import { processbench } from "./processbench";
import { processthinker } from "./processthinker";
import { stepwell } from "./stepwell";
import { totGame24 } from "./tot-game24";
import { trlCompletions } from "./trl-completions";
import { trlStepwise } from "./trl-stepwise";
import { verl } from "./verl";

/** Every format that can be imported: one line each. */
export const IMPORTERS: readonly TraceImporter[] = [
  processthinker,
  stepwell,
  bigBenchMistake,
  gsm8kSolutions,
  mathShepherd,
  prm800k,
  processbench,
  totGame24,
  verl,
  chat,
  trlCompletions,
  trlStepwise,
  inspect,
  easyr1,
];

/** The importer of a format, or null where this version has none. */
export function importerOf(format: ImportFormat): TraceImporter | null {
  return IMPORTERS.find((importer) => importer.format === format) ?? null;
}

/** Below this nobody can say what the files are. */
const SURE_ENOUGH = 0.3;

/** The format that these files most likely are of, and how sure that is (0 to 1); null where no format fits. */
export function detectFormat(files: readonly FileHead[]): { format: ImportFormat; sure: number } | null {
  const guesses = IMPORTERS.map(({ format, detect }) => ({ format, sure: detect(files) }));
  const best = guesses.reduce<(typeof guesses)[number] | null>(
    (most, guess) => (guess.sure > (most?.sure ?? 0) ? guess : most),
    null,
  );
  return best && best.sure >= SURE_ENOUGH ? best : null;
}
