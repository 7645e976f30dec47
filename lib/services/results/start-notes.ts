import { formatCount } from "@/lib/format/number";
import type { Member } from "./rows";

type Run = Pick<Member["run"], "seed" | "forkedFrom" | "lastTrainStep" | "status">;

/** What an arm's seeds have in common where they were forked: their results hold for that start alone. */
function forkNote(runs: readonly Run[]): string | undefined {
  const origins = new Set(runs.flatMap(({ forkedFrom }) => (forkedFrom === null ? [] : [forkedFrom])));
  if (origins.size === 0) return undefined;
  const all = runs.every(({ forkedFrom }) => forkedFrom !== null);
  if (origins.size > 1 || !all)
    return "Its seeds were forked from different checkpoints, or some of them were not forked.";
  return "Given this checkpoint: all its seeds began from one, so their spread is that of the training after it alone.";
}

/** Where trained seeds of an arm stand at different train steps: one of them was continued, or began with another plan. */
function lengthNote(runs: readonly Run[]): string | undefined {
  const trained = runs.filter(
    ({ status, lastTrainStep }) => status === "succeeded" && lastTrainStep !== null,
  );
  const steps = [...new Set(trained.map((run) => run.lastTrainStep ?? 0))].sort((a, b) => a - b);
  if (steps.length < 2) return undefined;
  const told = steps.map((step) => {
    const seeds = trained.filter((run) => run.lastTrainStep === step).map((run) => run.seed);
    return `${formatCount(step)} (seed ${seeds.join(", ")})`;
  });
  return `Its seeds were trained to different train steps: ${told.join("; ")}.`;
}

/**
 * Notes on where an arm's runs began and ended. Warm-ups end when they are accurate enough, so theirs differ as planned.
 */
export function startNotes(members: readonly { run: Run & Pick<Member["run"], "stage"> }[]): string[] {
  const runs = members.map(({ run }) => run);
  const arms = members.filter(({ run }) => run.stage === "grpo").map(({ run }) => run);
  return [forkNote(runs), lengthNote(arms)].filter((note) => note !== undefined);
}
