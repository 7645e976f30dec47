import { z } from "zod";
import { lastLines, printable } from "./printable";
import { type ProcessResult, runProcess } from "./process-run";
import { trainerCommand, trainerEnv } from "./trainer-command";

const LIMIT_MS = 180_000;
const DETAIL_CHARACTERS = 3900;

const doctorAnswer = z.looseObject({ ready: z.boolean().optional() });

export interface TrainerState {
  ready: boolean;
  detail: string;
}

/** Asks the trainer's package itself (`doctor`) whether it can run here. Takes seconds: it loads the libraries. */
export async function checkTrainer(
  python: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<TrainerState> {
  const command = trainerCommand(python, "doctor");
  const ran = await runProcess(command, { env: trainerEnv(env), limitMs: LIMIT_MS, signal });
  return trainerStateOf(python, ran);
}

/** What the answer of a `doctor` means, wherever it ran. */
export function trainerStateOf(python: string, ran: ProcessResult): TrainerState {
  const told = printable(ran.stdout).trim();
  if (ran.exitCode === 0 && !deniesReadiness(told)) {
    return { ready: true, detail: lastLines(told, DETAIL_CHARACTERS) };
  }
  const said = printable(Buffer.concat([ran.stdout, ran.stderr])).trim();
  const why = lastLines(said, DETAIL_CHARACTERS - 300);
  return {
    ready: false,
    detail: `${python} cannot run the trainer (npm run doctor says how to mend it). ${why}`,
  };
}

/** The doctor may run well and still say that something it needs is missing. */
function deniesReadiness(told: string): boolean {
  try {
    return doctorAnswer.parse(JSON.parse(told)).ready === false;
  } catch {
    return false;
  }
}
