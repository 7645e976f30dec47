import { setTimeout as sleep } from "node:timers/promises";
import type { Launcher } from "./launchers/types";
import type { EnvPlace } from "./python/env";
import { preparePython } from "./python/install";
import type { Narrator } from "./python/narrator";
import { sourceRoot } from "./source-files";
import { checkTrainer, type TrainerState } from "./trainer-check";

const RECHECK_MS = 10_000;
/** A full disk or an index that is away is not mended in seconds. */
const AFTER_PROBLEM_MS = 60_000;
const TELL_EVERY_MS = 1_000;

/** Where an installed agent makes the trainer's environment. */
export interface Preparation {
  place: EnvPlace;
  /** What pip says. */
  log: string;
  /** The trainer's package for people's own scripts in that environment; what the agent starts comes with the agent. */
  wheel: string | null;
}

interface Watch {
  launcher: Launcher;
  python: string;
  env: NodeJS.ProcessEnv;
  /** Null where somebody else prepares it, as `npm start` does. */
  prepare: Preparation | null;
  tell(state: TrainerState): void;
}

/** Tells the server how far an installation is, no more than once a second. */
function narratorFor(tell: Watch["tell"]): Narrator {
  let nextMs = 0;
  const say = (detail: string, always: boolean) => {
    if (!always && performance.now() < nextMs) return;
    nextMs = performance.now() + TELL_EVERY_MS;
    tell({ ready: false, detail });
  };
  return {
    interactive: true,
    line: (text) => say(text, true),
    status: (text) => say(text, false),
    settle: () => {},
  };
}

/** Makes the environment if it is not there. Null if it is; else why it could not be made. */
async function prepareNow({ prepare, tell }: Watch, until: AbortSignal): Promise<string | null> {
  if (!prepare) return null;
  const { place, log, wheel } = prepare;
  const prepared = await preparePython({
    root: sourceRoot(),
    extras: [],
    place,
    log,
    wheel,
    terminal: narratorFor(tell),
    signal: until,
  });
  return "problem" in prepared ? prepared.problem : null;
}

/** Prepares and checks until the trainer is ready; its environment may also be made by others meanwhile. */
export async function watchTrainer(watch: Watch, until: AbortSignal): Promise<void> {
  const { launcher, python, env, tell } = watch;
  const pause = (ms: number) => sleep(ms, undefined, { signal: until }).catch(() => {});
  while (!until.aborted) {
    const problem = launcher.checkTrainer ? null : await prepareNow(watch, until);
    if (until.aborted) return;
    if (problem !== null) {
      tell({ ready: false, detail: problem });
      await pause(AFTER_PROBLEM_MS);
      continue;
    }
    const state = await (launcher.checkTrainer?.(until) ?? checkTrainer(python, env, until));
    if (until.aborted) return;
    tell(state);
    if (state.ready) return;
    await pause(RECHECK_MS);
  }
}
